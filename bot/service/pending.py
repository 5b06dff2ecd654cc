"""Tasks of answers under way: each is waited for until a deadline, and goes on after it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Closing(Exception):
    """The process stops before an answer is there, which its asker is told."""


class PendingAnswers:
    """Keeps track of a surface's tasks. To be made in the event loop that runs them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._closing: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run work in a task that is tracked until it ends. The caller handles its errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def run(self, work: Coroutine[Any, Any, T], seconds: float) -> asyncio.Task[T]:
        """Run work in a tracked task; returns the task once it has ended, or after ``seconds``.

        Raises Closing, having cancelled the task, if the process stops first.
        """
        task = self.start(work)
        await self._ended(task, seconds)
        return task

    async def result(self, task: asyncio.Task[T], seconds: float) -> T | None:
        """The result of a task, or None where it has not ended within ``seconds``; it then goes on.

        Raises what the task raises, and Closing, having cancelled it, if the process stops first.
        """
        return task.result() if await self._ended(task, seconds) else None

    def close(self) -> None:
        """Raise Closing in every ``result`` that is waited for, now or later."""
        if not self._closing.done():
            self._closing.set_result(None)

    async def drain(self, seconds: float, closing_timeout: float = 0.0) -> int:
        """Wait ``seconds`` for all tasks, then close, and wait ``closing_timeout`` more for them to end.

        Cancels the tasks that are still running, and returns their number.
        """
        await self._wait(seconds)
        self.close()
        await self._wait(closing_timeout)
        unfinished = list(self._running)
        for task in unfinished:
            task.cancel()
        return len(unfinished)

    async def _ended(self, task: asyncio.Task[Any], seconds: float) -> bool:
        waited: set[asyncio.Future[Any]] = {task, self._closing}
        await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if not task.done() and self._closing.done():
            task.cancel()
            raise Closing
        return task.done()

    async def _wait(self, seconds: float) -> None:
        """Wait for the tasks that are running, and for those that are started meanwhile."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while self._running and (left := ends - loop.time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
