"""A pool of its own for the work of programs, so that a flood of checks delays no answer in chat."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from bot.api.refusals import TryLater

T = TypeVar("T")
WORKERS = 2
"""Threads that answer programs; the chat platforms have others."""
MOST_WAITING = 256
"""Requests that run or wait at most; what comes beyond them is told to come again."""


class WorkPool:
    """Runs work in a few threads, with a bounded number of requests that wait for one."""

    def __init__(self, workers: int = WORKERS, most_waiting: int = MOST_WAITING) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="api")
        self._room = BoundedSemaphore(most_waiting)

    async def run(self, work: Callable[[], T]) -> T:
        """The result of some work. Raises what it raises, and TryLater where too many wait."""
        if not self._room.acquire(blocking=False):
            raise TryLater(503, "Too many requests wait here: try again.", 1)
        done: Future[T] = self._threads.submit(work)
        # Work that has begun runs to its end, whoever still waits for it: until then it has its room.
        done.add_done_callback(lambda _: self._room.release())
        return await asyncio.wrap_future(done)

    def close(self) -> None:
        """Drop what has not begun; what runs ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)
