"""A pool of threads for one purpose, with a queue that ends: beyond it, requests are turned away."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from typing import TypeVar
from weakref import WeakSet

T = TypeVar("T")
ANSWER_WORKERS, ANSWER_QUEUE = 4, 256
"""Answers in chat that are made at once, and those that wait: more are told to ask again."""


class PoolFull(Exception):
    """The queue of a pool is full; ``retry_after`` says in how many seconds to try again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"full; try again in {retry_after} seconds")
        self.retry_after = retry_after


class BoundedPool:
    """Runs calls in ``workers`` threads of its own and keeps at most ``queue`` further ones waiting.

    What floods one purpose neither takes the threads of the chat answers nor grows in memory.
    """

    def __init__(self, name: str, workers: int, queue: int, retry_after: int = 5) -> None:
        self.name = name
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._most, self._retry_after = workers + queue, retry_after
        self._taken = 0
        self._closed = threading.Event()
        POOLS.add(self)

    @property
    def taken(self) -> int:
        """How many calls run or wait now."""
        return self._taken

    async def run(self, call: Callable[[], T]) -> T:
        """The result of a call in a thread of the pool. Raises PoolFull where too many wait already.

        A call that still waits when its request is cancelled is never begun. Nor is one that waits when the
        pool is closed: PoolFull is raised for it.
        """
        if self._closed.is_set() or self._taken >= self._most:
            raise PoolFull(self._retry_after)
        self._taken += 1
        # With the request's id for what it logs.
        future = self._threads.submit(copy_context().run, call)
        # Counted by the thread's work and not by the request, which may end before it.
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: call_in_loop(loop, self._free))
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._closed.is_set() and future.cancelled() and not (task and task.cancelling()):
                raise PoolFull(self._retry_after) from None
            raise

    def _free(self) -> None:
        self._taken -= 1

    def close(self) -> None:
        """Begin nothing more: calls that wait are dropped, one that runs is left to end."""
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)


POOLS: WeakSet[BoundedPool] = WeakSet()
"""The pools of this process, for its metrics."""
_CURRENT: ContextVar[BoundedPool | None] = ContextVar("pool", default=None)


@contextmanager
def working_in(pool: BoundedPool) -> Iterator[None]:
    """Have ``in_thread`` use a pool, here and in all tasks that are begun here."""
    token = _CURRENT.set(pool)
    try:
        yield
    finally:
        _CURRENT.reset(token)


async def in_thread(call: Callable[[], T]) -> T:
    """The result of a call in the pool of its purpose. Raises what the call raises, and PoolFull.

    Without such a pool, the threads are those of ``asyncio.to_thread``.
    """
    pool = _CURRENT.get()
    return await (pool.run(call) if pool else asyncio.to_thread(call))


def call_in_loop(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have an event loop call something soon, from any thread; nothing where the loop has been closed."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)
