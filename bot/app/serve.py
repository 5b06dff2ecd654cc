"""Runs the parts of the bot that the settings enable, from reading the cases to the last answer."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.app import surfaces
from bot.app.database_health import watch_database
from bot.app.delivery import deliver
from bot.app.ending import UnawaitedThreads, end_with
from bot.app.listening import listening
from bot.app.loading import Loading, Uncounted
from bot.app.ports import Ports
from bot.app.services import can_post, has_platform, is_migrated_by_itself, open_service
from bot.app.warming import Warming
from bot.app.watchdog import StallLog, watched_loop, watching_loop
from bot.app.watching import watch_pages
from bot.cases.library import Library
from bot.console import echo
from bot.corpus.audience import CaseAudiences
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.corpus.watch import watch
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.logs import configure_logging
from bot.qa.prepared_cases import PREPARED
from bot.rendering.render import Presentation
from bot.service.bounded_pool import ANSWER_QUEUE, ANSWER_WORKERS, BoundedPool, working_in
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.settings import CACHE, INDEX, VECTORS, CannotServe, Settings
from bot.web.health_site import make_health_site
from bot.web.public_pages import LOAD_PROGRESS, LoadProgress

log = structlog.get_logger()

OTHER_WORKERS = 8
"""Threads for all that has no pool of its own: deliveries, reading changed cases, and libraries."""
ProcessPart = Callable[[], Coroutine[Any, Any, None]]
"""Begins a part of the process, which runs until the process is told to stop."""


def serve(settings: Settings, ports: Ports, only: str | None = None) -> None:
    """Run every part that the settings enable, or only one, until told to stop, on open ports.

    Raises SystemExit with status 1, having said why on one line, where the process cannot start or go on.
    """
    configure_logging(settings)
    status = 0
    try:
        _check_content(settings)
        if only in {None, "web"}:
            _load_pages()
        with asyncio.Runner(loop_factory=watched_loop) as runner:
            runner.run(_serve(settings, ports, only))
    except CannotServe as error:
        _say_why(" ".join(str(error).split()), settings)
        status = 1
    except Exception:
        # Not left to Python, which waits for threads before it ends: nothing would start the process again.
        log.exception("process failed")
        status = 1
    end_with(status)
    if status:
        raise SystemExit(status)


def _check_content(settings: Settings) -> None:
    if not settings.content_dir.is_dir():
        raise CannotServe(
            f"The content folder “{settings.content_dir}” is not there. Make it, or set CONTENT_DIR."
        )


def _say_why(sentence: str, settings: Settings) -> None:
    if settings.log_format == "json":
        log.error("cannot serve", reason=sentence)
    else:
        echo(sentence, to=sys.stderr)


@dataclass
class _Process:
    """What the parts of a process share. To be made in the event loop that runs them."""

    settings: Settings
    ports: Ports
    only: str | None
    """The one part that is to run; None for all that the settings enable."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reload: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when all cases are to be read again."""
    metrics: Metrics = field(default_factory=lambda: Metrics(CollectorRegistry()))

    def __post_init__(self) -> None:
        vectors = VectorFile(VECTORS, log.warning)
        repository = ContentRepository(self.settings.content_dir, CaseCache(CACHE))
        audiences = CaseAudiences(dict(self.settings.cases_for))
        self.corpus = Corpus(repository, INDEX, log.warning, vectors, audiences)
        self.loading = Loading(self.corpus, log_reading)
        self.warming = Warming(lambda: self.corpus.whole, waits=self.only in {"discord", "slack"})
        delivers = self.only == "worker" or (self.only is None and can_post(self.settings))
        self.delivery = DeliveryMetrics(self.metrics.registry) if delivers else None

    def count(self, platform: str, command: str, outcome: str) -> None:
        """Count an answer; the first one shows that somebody is there to ask."""
        self.metrics.count(platform, command, outcome)
        self.warming.begin()


def _load_pages() -> None:
    """Load the modules of the pages while a signal still ends the process at once."""
    for name in ("bot.app.chat_payloads", "bot.app.editing", "bot.app.programs", "bot.web.site"):
        import_module(name)


async def _serve(settings: Settings, ports: Ports, only: str | None) -> None:
    process = _Process(settings, ports, only)
    answers = BoundedPool("answer", ANSWER_WORKERS, ANSWER_QUEUE)
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, process.stop.set)
    loop.add_signal_handler(signal.SIGHUP, process.reload.set)
    # Whoever asks first about a case does not wait for all of its vectors: the warming makes them.
    PREPARED.lazily = only != "worker"
    loop.set_default_executor(UnawaitedThreads(OTHER_WORKERS, thread_name_prefix="other"))
    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    configure_logging(settings, process.metrics.count_line)
    # Several processes are migrated by their release.
    migrates = only is None or is_migrated_by_itself(settings)
    opened = open_service(settings, process.corpus, presentation, process.count, migrates=migrates)
    with ExitStack() as stack:
        stack.callback(answers.close)
        stack.enter_context(working_in(answers))
        async with opened as service:
            parts = [*_first_parts(process, service), *_later_parts(process, service)]
            # From here on somebody may wait; until then it loads modules.
            stack.enter_context(watching_loop(StallLog().write))
            await _run_until_stopped(parts, process.stop)


def _first_parts(process: _Process, service: CommandService) -> Iterator[ProcessPart]:
    """The parts that begin at once: reading the cases, and what listens on a port, to say how that goes."""
    yield partial(_load, process)
    loaded = partial(process.loading.until_done, process.stop)
    folder = process.settings.content_dir
    yield partial(
        watch, process.corpus, folder, log_reading, process.stop, reload=process.reload, ready=loaded
    )
    if process.only in {None, "web"}:
        site, public = _site(process, service), process.ports.public
        yield partial(surfaces.on_the_web, site, public, process.settings, service, process.stop)
    if process.only == "worker":
        # Others may reach this port, other than that of the management: it counts what everybody may see.
        site = _health_site(process, lambda: process.corpus.archive.library)
        yield partial(listening, site, process.ports.public, process.stop)
    if process.ports.management:
        yield partial(listening, _health_site(process), process.ports.management, process.stop)
    if has_platform(process.settings):
        yield partial(watch_database, process.settings, process.metrics, process.stop)


def _site(process: _Process, service: CommandService) -> web.Application:
    # Imported here: a process without pages needs less memory without them.
    from bot.app.chat_payloads import AdapterPayloads
    from bot.app.editing import mount_editing
    from bot.app.programs import mount_programs
    from bot.service.client_address import TRUSTED_PROXIES
    from bot.web.site import make_site

    site = make_site(
        service,
        process.metrics,
        process.delivery,
        show_full=process.settings.source_display == "full",
        security_contact=process.settings.security_contact,
        support_contact=process.settings.support_contact,
        chat=AdapterPayloads(),
        takes_reports=has_platform(process.settings),
        shows_metrics=process.settings.metrics_port is None,
    )
    site[LOAD_PROGRESS] = _progress_for_all(process)
    site[TRUSTED_PROXIES] = process.settings.trusted_proxies
    mount_programs(site, process.settings, service, process.metrics.count)
    mount_editing(site, process.settings)
    return site


def _health_site(process: _Process, library: Callable[[], Library] | None = None) -> web.Application:
    everything = library or (lambda: process.corpus.whole.library)
    site = make_health_site(everything, process.metrics, process.delivery)
    site[LOAD_PROGRESS] = process.loading if library is None else _progress_for_all(process)
    return site


def _progress_for_all(process: _Process) -> LoadProgress:
    """How far the cases are read, without numbers where not everybody is to know how many there are."""
    return Uncounted(process.loading) if process.settings.cases_for else process.loading


async def _load(process: _Process) -> None:
    await process.loading.run(process.stop)
    await process.stop.wait()


def _later_parts(process: _Process, service: CommandService) -> Iterator[ProcessPart]:
    """The parts that begin once the cases have been read: they have answers to give, or digests to write."""
    settings, only, stop = process.settings, process.only, process.stop
    parts: list[ProcessPart] = []
    if only != "worker":
        parts.append(partial(process.warming.run, stop))
    if only == "web" and settings.discord_public_key and settings.discord_token:
        parts.append(partial(surfaces.registering_on_discord, settings, service, stop))
    if only == "discord" or (only is None and settings.discord_token):
        parts.append(partial(surfaces.on_discord, settings, service, stop, process.metrics))
    if only == "slack" or (only is None and surfaces.uses_socket_mode(settings)):
        parts.append(partial(surfaces.on_slack, settings, service, stop, process.metrics))
    if process.delivery:
        parts.append(partial(deliver, settings, process.corpus, process.delivery, stop))
    if settings.watch_sources and only in {None, "worker"}:
        parts.append(partial(watch_pages, settings, process.corpus, stop))
    return (partial(_once_loaded, process, part) for part in parts)


async def _once_loaded(process: _Process, part: ProcessPart) -> None:
    if await process.loading.until_done(process.stop):
        await part()


async def _run_until_stopped(parts: Sequence[ProcessPart], stop: asyncio.Event) -> None:
    """Run the parts until all have stopped; one that ends or fails stops the others. Raises its failure."""
    running = [asyncio.create_task(part()) for part in parts]
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
