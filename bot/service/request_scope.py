"""What holds while a request is served, in all tasks and threads that it begins: its id, and when it came."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex

from structlog.contextvars import bound_contextvars

FIT = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""Ids that a proxy may give: nothing that could break out of a line of the log."""
_BEGAN: ContextVar[float | None] = ContextVar("began", default=None)


@contextmanager
def request_scope(request_id: str = "") -> Iterator[str]:
    """Name a request in each line that is logged for it, and start its clock; gives its id.

    An id that was given elsewhere, such as a proxy's, is kept where it is fit to be logged.
    """
    name = request_id if FIT.fullmatch(request_id) else token_hex(8)
    token = _BEGAN.set(time.perf_counter())
    try:
        with bound_contextvars(request=name):
            yield name
    finally:
        _BEGAN.reset(token)


def seconds_so_far() -> float | None:
    """For how many seconds the request at hand has been served; None outside of requests."""
    began = _BEGAN.get()
    return None if began is None else time.perf_counter() - began
