"""The composition root: builds the parts that the settings enable, starts them and stops them."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import sys
from pathlib import Path

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.cases.cache import CaseCache
from bot.cases.library import Library, Shelf
from bot.cases.watch import watch
from bot.rendering.render import Presentation
from bot.search.keeper import ArchiveKeeper
from bot.settings import CACHE, INDEX, Settings
from bot.terminal import echo, progress
from bot.web.site import LONGEST_LINE, make_site

log = structlog.get_logger()


class CannotServe(Exception):
    """The bot cannot start; the sentence says why and what to do."""


def serve(settings: Settings) -> None:
    """Run until told to stop. Raises CannotServe."""
    configure_logging(settings)
    if not settings.content_dir.is_dir():
        raise CannotServe(
            f"The content folder “{settings.content_dir}” is not there. Make it, or set CONTENT_DIR."
        )
    asyncio.run(_serve(settings, settings.content_dir.resolve()))


async def _serve(settings: Settings, root: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    keeper = ArchiveKeeper(Shelf(settings.content_dir, CaseCache(CACHE)), INDEX, log.warning)
    with progress("Reading the cases") as told:
        tell(keeper.read(told))
    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    site = make_site(keeper, presentation, show_full=settings.source_display == "full")
    runner = web.AppRunner(site, access_log=None, max_line_size=LONGEST_LINE, shutdown_timeout=5)
    await runner.setup()
    watching = asyncio.create_task(watch(keeper, root, tell, stop))
    try:
        await _listen(runner, settings)
        _greet(settings)
        await _first_of(stop, watching)
    finally:
        stop.set()
        await runner.cleanup()
        await watching


async def _first_of(stop: asyncio.Event, watching: asyncio.Task[None]) -> None:
    """Wait for the end; a watcher that fails ends the bot rather than leave it blind."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({stopping, watching}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "another program listens there" if taken else error.strerror or str(error)
        sentence = (
            f"Cannot listen on {settings.host}:{settings.port}: {why}. Set PORT (and HOST) to a free one."
        )
        raise CannotServe(sentence) from None


def _greet(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    echo(f"The cases are at {address}, the playground at {address}/playground. Ctrl-C stops.")
    if settings.discord_token or settings.slack_bot_token:
        log.warning("not connected", reason="this version answers on the web and in the terminal only")
    else:
        echo("No token of a chat platform is set: this is the playground alone.")


def tell(library: Library) -> None:
    """Log what was read, and what could not be."""
    for problem in library.problems:
        served = "the last good version" if library.still_answers(problem) else "nothing"
        log.error("case file broken", problem=str(problem), served=served)
    log.info("cases read", cases=len(library.cases), mistakes=len(library.problems))


def configure_logging(settings: Settings) -> None:
    """Log to standard error, for people or for machines."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    as_json = settings.log_format == "json"
    for_people = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    renderer = structlog.processors.JSONRenderer() if as_json else for_people
    logging.basicConfig(handlers=[_ToOurLog()], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class _ToOurLog(logging.Handler):
    """What libraries log, in our form: for machines too, each message stays one line."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError | web.RequestPayloadError):
            # Anybody on the network can send what is not HTTP; it tells an operator nothing.
            log.debug("not a request", reason=str(error))
        else:
            log.log(record.levelno, record.getMessage(), library=record.name, exc_info=record.exc_info)
