"""Where the log goes, and in which form: ours, that of the libraries, and what Python itself complains of."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from structlog.contextvars import merge_contextvars
from structlog.typing import WrappedLogger

from bot.settings import Settings

log = structlog.get_logger()

QUIET_PERIOD = 60.0
"""Seconds in which an outage that goes on is not told of again."""
RECOVERIES = {
    "connected to discord": "discord not reached",
    "slack connected": "slack not reached",
    "database available again": "database unavailable",
}
"""Events after which an outage is a new one, and those that tell of the outage."""
OUTAGES = frozenset(RECOVERIES.values())
OUTAGE_TYPES = frozenset({"OSError", "TimeoutError", "ClientError", "ConnectionClosed", "DBAPIError"})
"""Names of errors that come from outside: where in the code they were met tells an operator nothing.

Names, since the libraries that they are of are loaded only by processes that need them.
"""
MOST_KINDS = 1_000
"""Kinds of lines that are known to have been logged lately."""
LogEvent = MutableMapping[str, Any]
LineCounter = Callable[[str], None]
"""Is called with the level of each line that is logged."""


def configure_logging(settings: Settings, count: LineCounter = lambda _: None) -> None:
    """Log to standard error, for people or for machines; ``count`` is called for each line."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    as_json = settings.log_format == "json"
    for_people = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    renderer = structlog.processors.JSONRenderer() if as_json else for_people

    def counted(_: WrappedLogger, __: str, event: LogEvent) -> LogEvent:
        count(event["level"])
        return event

    logging.basicConfig(handlers=[_ToOurLog()], force=True)
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            OncePerPeriod(),
            counted,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


class OncePerPeriod:
    """Drops what repeats an outage, or a library's complaint, within a minute; the next line counts those."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}
        self._left_out: dict[str, int] = {}

    def __call__(self, _: WrappedLogger, level: str, event: LogEvent) -> LogEvent:
        """The event, or structlog.DropEvent."""
        name = event["event"]
        if outage := RECOVERIES.get(name):
            self._next.pop(outage, None)
        if kind := _kind(name, level, event):
            if self._clock() < self._next.get(kind, 0.0):
                self._left_out[kind] = self._left_out.get(kind, 0) + 1
                raise structlog.DropEvent
            if len(self._next) >= MOST_KINDS:
                self._next.clear()
            self._next[kind] = self._clock() + QUIET_PERIOD
            if left_out := self._left_out.pop(kind, 0):
                event["left_out"] = left_out
        return event


def _kind(name: str, level: str, event: LogEvent) -> str | None:
    """What lines that say the same have in common; None for those of which each is logged."""
    if library := event.get("library"):
        # Libraries write numbers of shards, seconds and ports into their sentences.
        return f"{library} {level} {re.sub(r'[0-9.]+', '0', name)} {_met_at(event.get('exc_info'))}"
    return name if name in OUTAGES else None


def _met_at(failure: object) -> str:
    """Which error is logged, and where it was met: asyncio and aiohttp say the same sentence of each."""
    if not (isinstance(failure, tuple) and isinstance(failure[1], BaseException)):
        return ""
    trace = failure[1].__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{type(failure[1]).__name__} {where}"


class _ToOurLog(logging.Handler):
    """What libraries log, in our form: for machines too, each message stays one line."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError | web.RequestPayloadError):
            # Anybody on the network can send what is not HTTP; it tells an operator nothing.
            log.debug("not a request", reason=str(error))
            return
        message, _, rest = _message(record).strip().partition("\n")
        more: dict[str, Any] = {"detail": rest} if rest else {}
        if error and _is_outage(error):
            more["reason"] = _in_one_line(error)
        elif error:
            more["exc_info"] = record.exc_info
        log.log(_level(record.levelno), message, library=record.name, **more)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  -- whatever a library passes that does not fit its own words
        return str(record.msg)


def _level(number: int) -> int:
    """The level of ours for one of a library, which may be any number."""
    known = (logging.ERROR, logging.WARNING, logging.INFO)
    return next((level for level in known if number >= level), logging.DEBUG)


def _is_outage(error: BaseException) -> bool:
    return any(kind.__name__ in OUTAGE_TYPES for kind in type(error).__mro__)


def _in_one_line(error: BaseException) -> str:
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.error("process failed", exc_info=(kind, error, trace))


def _uncaught_in_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_type is not SystemExit:
        thread = hook.thread.name if hook.thread else ""
        log.error(
            "thread failed", thread=thread, exc_info=(hook.exc_type, hook.exc_value, hook.exc_traceback)
        )


def _unraisable(hook: sys.UnraisableHookArgs) -> None:
    where = repr(hook.object)
    log.error("error ignored", where=where, exc_info=(hook.exc_type, hook.exc_value, hook.exc_traceback))
