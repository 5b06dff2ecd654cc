"""Keeps the public pages from slowing the rest: a pool of their own, deadlines, and 503 where it is full."""

import asyncio
from collections.abc import Awaitable
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.service.bounded_pool import BoundedPool, PoolFull, working_in
from bot.web.errors import LOADING, TOOK_LONG, Overloaded

WORKERS, QUEUE = 1, 16
"""Pages that are made at once, and those that wait: an answer takes 30 ms, so nobody waits for a second."""
PAGE_TIMEOUT = 10.0
"""Seconds after which a page is given up, its queued work with it."""
RETRY_AFTER = 2
"""Seconds after which to come again while the cases are being read, or when a page took too long."""
FOR_MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that are answered while the cases are being read."""

PAGE_POOL: web.AppKey[BoundedPool] = web.AppKey("page_pool")
PAGE_HANDLERS: web.AppKey[frozenset[object]] = web.AppKey("page_handlers")
"""The handlers of public pages: all other routes, such as those of chat platforms, are none."""


class LoadProgress(Protocol):
    """How far the cases have been read since the process began."""

    @property
    def is_done(self) -> bool:
        """Whether all cases have been read once."""
        ...

    @property
    def read(self) -> int:
        """How many cases have been read."""
        ...

    @property
    def of(self) -> int:
        """How many cases there are; 0 while that is not known."""
        ...


LOAD_PROGRESS: web.AppKey[LoadProgress] = web.AppKey("load_progress")
"""How far the cases have been read, where the site is served before they are."""


def page_pool() -> BoundedPool:
    """The pool in which public pages are made."""
    return BoundedPool("page", WORKERS, QUEUE)


@web.middleware
async def loaded_first(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 503 until the cases have been read, but to machines that ask how it goes."""
    progress = request.app.get(LOAD_PROGRESS)
    if progress and not progress.is_done and request.path not in FOR_MACHINES:
        raise Overloaded(RETRY_AFTER, LOADING)
    return await handler(request)


@web.middleware
async def isolated(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Make a public page in the pages' pool and within its time; finish anything else whatever happens.

    The work of a page ends with the connection of its reader. What a chat platform has sent is carried out
    even where it hangs up. Raises Overloaded where the pool is full or the page took too long.
    """
    if request.match_info.handler in request.app.get(PAGE_HANDLERS, ()):
        try:
            with working_in(request.app[PAGE_POOL]):
                async with asyncio.timeout(PAGE_TIMEOUT):
                    return await handler(request)
        except PoolFull as full:
            raise Overloaded(full.retry_after) from None
        except TimeoutError:
            raise Overloaded(RETRY_AFTER, TOOK_LONG) from None
    if len(request.match_info.apps) > 1:
        return await handler(request)  # what is mounted here has a pool and a queue of its own
    return await _finished(handler(request))


async def _finished(response: Awaitable[web.StreamResponse]) -> web.StreamResponse:
    """The response of a handler that goes on when its caller is cancelled."""
    task = asyncio.ensure_future(response)
    _FINISHING.add(task)
    task.add_done_callback(_FINISHING.discard)
    return await asyncio.shield(task)


_FINISHING: set[asyncio.Future[web.StreamResponse]] = set()
"""The loop itself keeps no task alive."""
