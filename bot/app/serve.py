"""Runs the parts of the bot that the settings enable, from reading the cases to the last answer."""

import asyncio
import gc
import signal
from collections.abc import Coroutine, Sequence
from typing import Any

import structlog
from prometheus_client import CollectorRegistry

from bot.app import surfaces
from bot.app.delivery import deliver
from bot.app.programs import mount_programs
from bot.app.services import can_post, is_migrated_by_itself, open_service
from bot.cases.library import Library
from bot.console import progress
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.corpus.watch import watch
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.logs import configure_logging
from bot.rendering.render import Presentation
from bot.rendering.wording import prepare
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.settings import CACHE, INDEX, VECTORS, CannotServe, Settings
from bot.web.site import make_health_site, make_site

log = structlog.get_logger()

ProcessPart = Coroutine[Any, Any, None]
"""Runs until the event ``stop`` is set that it was given."""


def serve(settings: Settings, only: str | None = None) -> None:
    """Run every part that the settings enable, or only one, until told to stop. Raises CannotServe."""
    configure_logging(settings)
    if not settings.content_dir.is_dir():
        raise CannotServe(
            f"The content folder “{settings.content_dir}” is not there. Make it, or set CONTENT_DIR."
        )
    asyncio.run(_serve(settings, only))


async def _serve(settings: Settings, only: str | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    vectors = VectorFile(VECTORS, log.warning)
    corpus = Corpus(ContentRepository(settings.content_dir, CaseCache(CACHE)), INDEX, log.warning, vectors)
    with progress("Reading the cases") as show:
        log_reading(corpus.read(show))
    prepare()
    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    metrics = Metrics(CollectorRegistry())
    # Several processes are migrated by their release.
    migrates = only is None or is_migrated_by_itself(settings)
    async with open_service(settings, corpus, presentation, metrics.count, migrates=migrates) as service:
        parts = [
            watch(corpus, settings.content_dir, log_reading, stop),
            *_parts(settings, corpus, service, metrics, stop, only),
        ]
        # What was made at the start lives as long as the process: garbage collections skip it from now on.
        gc.freeze()
        await _run_until_stopped(parts, stop)


def _parts(  # noqa: PLR0913, PLR0917  -- what the parts are made of
    settings: Settings,
    corpus: Corpus,
    service: CommandService,
    metrics: Metrics,
    stop: asyncio.Event,
    only: str | None,
) -> list[ProcessPart]:
    """The parts that ``only`` names, or all that the settings enable."""
    parts: list[ProcessPart] = []
    delivers = only == "worker" or (only is None and can_post(settings))
    delivery = DeliveryMetrics(metrics.registry) if delivers else None
    if only in {None, "web"}:
        site = make_site(
            service,
            metrics,
            delivery,
            show_full=settings.source_display == "full",
            security_contact=settings.security_contact,
        )
        mount_programs(site, settings, service, metrics.count)
        parts.append(surfaces.on_the_web(site, settings, service, stop))
    if only == "web" and settings.discord_public_key and settings.discord_token:
        parts.append(surfaces.registering_on_discord(settings, service, stop))
    if only == "discord" or (only is None and settings.discord_token):
        parts.append(surfaces.on_discord(settings, service, stop))
    if only == "slack" or (only is None and surfaces.uses_socket_mode(settings)):
        parts.append(surfaces.on_slack(settings, service, stop))
    if delivery:
        parts.append(deliver(settings, corpus, delivery, stop))
    if only == "worker":
        health = make_health_site(lambda: corpus.archive.library, metrics, delivery)
        parts.append(surfaces.listening(health, settings, stop))
    return parts


async def _run_until_stopped(parts: Sequence[ProcessPart], stop: asyncio.Event) -> None:
    """Run the parts until all have stopped; one that ends or fails stops the others. Raises its failure."""
    running = [asyncio.create_task(part) for part in parts]
    try:
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        ended = await asyncio.gather(*running, return_exceptions=True)
    for failure in ended:
        if isinstance(failure, BaseException):
            raise failure


def log_reading(library: Library) -> None:
    """Log what was read of the content folder, and each mistake that was found in it."""
    for problem in library.problems:
        served = "the last good version" if library.still_answers(problem) else "nothing"
        log.error("case file broken", problem=str(problem), served=served)
    log.info("cases read", cases=len(library.cases), mistakes=len(library.problems))
