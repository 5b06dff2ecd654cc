"""The threads that wait for the database: their own, so that no other work waits for those of a slow one."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")
WORKERS = 8
"""Threads: more than the five connections that SQLAlchemy keeps open, fewer than the fifteen it allows."""
MOST_WAITING = 256
"""Calls that run or wait at most; a database that takes more than that is as good as away."""


class DatabaseThreads:
    """Runs calls to the database in threads of their own, with a queue that ends."""

    def __init__(self, workers: int = WORKERS, most_waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="database")
        self._most = most_waiting
        self._waiting: set[Future[Any]] = set()

    @property
    def taken(self) -> int:
        """How many calls run or wait now."""
        return len(self._waiting)

    async def run(self, call: Callable[[], T]) -> T:
        """The result of a call; one that still waits when its caller is cancelled is never begun.

        Raises what the call raises, and sqlalchemy.exc.TimeoutError where too many wait already.
        """
        if len(self._waiting) >= self._most:
            raise PoolTimeout("too many wait for the database")
        # With the request's id for what it logs.
        future: Future[T] = self._threads.submit(copy_context().run, call)
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return await asyncio.wrap_future(future)


THREADS = DatabaseThreads()
"""The threads of this process for all of its databases."""
