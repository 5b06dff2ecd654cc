"""The delivery of digests as a part of a process, made of what the settings enable."""

import asyncio
import os
import socket
from secrets import token_hex

from bot.app.services import can_post, open_senders
from bot.corpus.corpus import Corpus
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.rendering.render import Presentation
from bot.service.archive_views import archive_of
from bot.settings import CannotServe, Settings


async def deliver(settings: Settings, corpus: Corpus, metrics: DeliveryMetrics, stop: asyncio.Event) -> None:
    """Deliver what is due until told to stop; what is under way is then ended, the rest left to others.

    Raises CannotServe where the settings name no platform to post to.
    """
    from bot.db.database import WORKER_LOCK_TIMEOUT, open_database
    from bot.digests.delivery.attempts import DeliveryContext
    from bot.digests.delivery.clock import WorkerClock
    from bot.digests.delivery.dbos_engine import DbosEngine
    from bot.digests.delivery.pacing import Pacer
    from bot.digests.delivery.unit_of_work import UnitOfWork
    from bot.digests.delivery.worker import Worker
    from bot.digests.delivery.worker_registry import WorkerRegistry
    from bot.digests.schedule import now_in_utc
    from bot.digests.version_repository import VersionRepository
    from bot.digests.writer import DigestWriter
    from bot.platforms.discord.messages import digest_message as on_discord
    from bot.platforms.slack.reply import digest_message as on_slack

    if not can_post(settings):
        raise CannotServe(
            "A worker posts digests and has nowhere to post to: set DISCORD_TOKEN or SLACK_BOT_TOKEN."
        )
    # No two processes ever have the same name: none takes another's work for its own.
    name = f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
    presentation = Presentation(
        public_url=settings.public_url, prefix=settings.command_prefix, unlinked=corpus.restricted
    )
    engine = open_database(settings.database_url, WORKER_LOCK_TIMEOUT)
    try:
        writer = DigestWriter(
            lambda: corpus.whole.library,
            presentation,
            VersionRepository(engine),
            lambda: now_in_utc().date(),
            {"discord": on_discord, "slack": on_slack},
            lambda one: archive_of(corpus, one.platform, one.workspace).library,
        )
        unit_of_work = UnitOfWork(engine, on_available=metrics.see_database)
        async with open_senders(settings, engine) as senders:
            clock = WorkerClock(unit_of_work, now_in_utc)
            context = DeliveryContext(
                composer=writer,
                senders=senders,
                database=unit_of_work,
                engine=DbosEngine(engine, name),
                workers=WorkerRegistry(name, unit_of_work, clock.now),
                pacer=Pacer(unit_of_work, clock.now),
                clock=clock,
                metrics=metrics,
            )
            await Worker(context).run(stop)
    finally:
        engine.dispose()
