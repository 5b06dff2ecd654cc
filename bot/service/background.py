"""Work that goes on after Slack has been answered: kept track of, so that an end waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class BackgroundTasks:
    """Tasks that are under way."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin it. Whoever starts it sees to its errors."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def drain(self, patience: float) -> int:
        """Wait for all, these seconds at most; gives how many were still under way, which are cancelled."""
        ends = asyncio.get_running_loop().time() + patience
        while self._running and (left := ends - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
        unfinished = list(self._running)
        for task in unfinished:
            task.cancel()
        return len(unfinished)
