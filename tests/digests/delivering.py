"""A worker in a process of its own, to be killed: the real delivery with the real senders, in a hurry.

python delivering.py <database> <Discord's API> <Slack's API> <posts a second> [<content folder> | hurry]

With a content folder it writes real digests of the cases there, and corrects what was posted.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from bot.corpus.content import ContentRepository
from bot.db.database import WORKER_LOCK_TIMEOUT, open_database
from bot.db.subscriptions import Subscription
from bot.digests.composer import Composer, Correction, DigestMessage, NothingNew, ShownVersion
from bot.digests.delivery import corrector, runner, worker, worker_registry
from bot.digests.delivery.attempts import DeliveryContext
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker import Worker
from bot.digests.delivery.worker_registry import WorkerRegistry
from bot.digests.schedule import now_in_utc
from bot.digests.senders import Pace, Target
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import DigestWriter
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.sender import DiscordSender
from bot.platforms.slack.api import OneToken, SlackApi
from bot.platforms.slack.sender import SlackSender
from bot.rendering.render import Payload, Presentation
from tests.fakes.discord.world import TOKEN
from tests.fakes.slack.server import BOT_TOKEN

RATE = float(sys.argv[4]) if len(sys.argv) > 4 else 50.0
HURRIES = len(sys.argv) > 5
CONTENT = Path(sys.argv[5]) if HURRIES and sys.argv[5] != "hurry" else None
HURRY = 10
"""How many times as soon as in earnest such a worker finds what to correct, and which others died."""


class HastyDiscord(DiscordSender):
    """As the real one, but for how fast it may go."""

    def pace(self, target: Target) -> Pace:
        return Pace("discord", RATE, 1_000)


class HastySlack(SlackSender):
    """As the real one, but for how fast it may go."""

    def pace(self, target: Target) -> Pace:
        return Pace("slack", RATE, 1_000)


class OneLine:
    """Writes a line that names its subscription and slot."""

    def next_run(self, schedule: str, zone: str, after: datetime) -> datetime:
        return after + timedelta(days=1)

    def loud_from(self, schedule: str, zone: str, moment: datetime) -> datetime:
        return moment

    async def newer(self, case_id: str, version: str) -> str | None:
        return None

    async def compose(self, subscription: Subscription, slot: datetime) -> DigestMessage | NothingNew:
        line = f"{subscription.id} {slot.isoformat()}"
        return DigestMessage(_payload(subscription.platform, line), ShownVersion("case", "1", ("q1",)), line)

    async def correct(self, subscription: Subscription, shown: ShownVersion) -> Correction | None:
        return None

    async def notice(self, subscription: Subscription) -> Payload:
        return _payload(subscription.platform, subscription.reason)


def composer_on(engine: Engine) -> Composer:
    """What writes the digests: the real writer on the cases as they are now, where there are any."""
    if CONTENT is None:
        return OneLine()
    library = ContentRepository(CONTENT).read()
    return DigestWriter(lambda: library, Presentation(), VersionRepository(engine))


def hurry() -> None:
    """Shorten the intervals of a worker, each in proportion to the others."""
    for module, names in (
        (worker, ("CORRECTION_INTERVAL", "HEARTBEAT_INTERVAL")),
        (worker_registry, ("HEARTBEAT_INTERVAL", "LEASE", "DEAD_AFTER")),
        (corrector, ("EDIT_TIMEOUT",)),
        (runner, ("IN_DOUBT_SECONDS",)),
    ):
        for name in names:
            setattr(module, name, getattr(module, name) / HURRY)


def _payload(platform: str, line: str) -> Payload:
    if platform == "slack":
        block = {"type": "section", "text": {"type": "plain_text", "text": line}}
        return {"text": line, "blocks": [block], "unfurl_links": False, "unfurl_media": False}
    return {
        "flags": 1 << 15,
        "components": [{"type": 10, "content": line}],
        "allowed_mentions": {"parse": []},
    }


async def main(database: str, discord: str, slack: str) -> None:
    if HURRIES:
        hurry()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    engine = open_database(database, WORKER_LOCK_TIMEOUT)
    unit_of_work, executor = UnitOfWork(engine), f"test-{os.getpid()}"
    api = SlackApi(slack, OneToken(BOT_TOKEN))
    await api.open()
    async with aiohttp.ClientSession() as http:
        context = DeliveryContext(
            composer=composer_on(engine),
            senders={
                "discord": HastyDiscord(Rest(http, discord, TOKEN), TOKEN),
                "slack": HastySlack(api),
            },
            database=unit_of_work,
            engine=DbosEngine(engine, executor),
            workers=WorkerRegistry(executor, unit_of_work, now_in_utc),
            pacer=Pacer(unit_of_work, now_in_utc),
            clock=WorkerClock(unit_of_work, now_in_utc),
            metrics=DeliveryMetrics(CollectorRegistry()),
        )
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await Worker(context).run(stop)
    await api.close()
    engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
