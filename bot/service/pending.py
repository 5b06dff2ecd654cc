"""Answers under way: each is waited for until a deadline, and goes on behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Closing(Exception):
    """The process ends before the answer is there: whoever waits for it is told so."""


class PendingAnswers:
    """The tasks of one surface that are under way. To be made in the event loop that runs them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._closing: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin some work, which is kept track of until it ends. Whoever starts it handles its errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def result(self, task: asyncio.Task[T], seconds: float) -> T | None:
        """What a task gives, or None where it has not ended within ``seconds``: it then goes on.

        Raises what the task raises; and Closing, having cancelled it, where the process ends first.
        """
        waited: set[asyncio.Future[Any]] = {task, self._closing}
        await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        if self._closing.done():
            task.cancel()
            raise Closing
        return None

    def close(self) -> None:
        """Let everybody who waits for a result hear that the process ends."""
        if not self._closing.done():
            self._closing.set_result(None)

    async def drain(self, seconds: float, last_words: float = 0.0) -> int:
        """Wait ``seconds`` for all tasks; then close, and wait ``last_words`` more for them to say so.

        Gives how many were still under way, which are cancelled.
        """
        await self._wait(seconds)
        self.close()
        await self._wait(last_words)
        unfinished = list(self._running)
        for task in unfinished:
            task.cancel()
        return len(unfinished)

    async def _wait(self, seconds: float) -> None:
        """Wait for the tasks that there are, and for those that begin meanwhile."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while self._running and (left := ends - loop.time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
