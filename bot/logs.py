"""Where the log goes, and in which form: ours and that of the libraries."""

import logging
import sys

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.settings import Settings

log = structlog.get_logger()


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
