"""A pool of threads for one purpose, with a queue that ends: beyond it, requests are turned away."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


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
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._most, self._retry_after = workers + queue, retry_after
        self._taken = 0

    async def run(self, call: Callable[[], T]) -> T:
        """The result of a call in a thread of the pool. Raises PoolFull where too many wait already.

        A call that still waits when its request is cancelled is never begun.
        """
        if self._taken >= self._most:
            raise PoolFull(self._retry_after)
        self._taken += 1
        future = self._threads.submit(call)
        # Counted by the thread's work and not by the request, which may end before it.
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: _soon(loop, self._free))
        return await asyncio.wrap_future(future)

    def _free(self) -> None:
        self._taken -= 1

    def close(self) -> None:
        """Begin nothing more: calls that wait are dropped, one that runs is left to end."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
