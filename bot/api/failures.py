"""Logs what went wrong without what was sent, which is somebody's text."""

import traceback

import structlog

log = structlog.get_logger()


def log_failure(path: str, error: Exception) -> None:
    """Log where an exception came from, without its message: that may repeat what somebody sent."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("an API request failed", path=path, error=type(error).__name__, where=where)
