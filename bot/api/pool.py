"""A pool of its own for the work of programs, so that a flood of checks delays no answer in chat."""

from collections.abc import Callable
from typing import TypeVar

from bot.api.refusals import TryLater
from bot.service.bounded_pool import BoundedPool, PoolFull

T = TypeVar("T")
WORKERS = 1
"""Threads that answer programs; chat has others. A second one doubled the time of 100 requests at once."""
MOST_WAITING = 256
"""Requests that run or wait at most; what comes beyond them is told to come again."""


class WorkPool(BoundedPool):
    """The bounded pool of the API and of MCP, whose refusal is a problem that these can answer with."""

    def __init__(self, workers: int = WORKERS, most_waiting: int = MOST_WAITING) -> None:
        super().__init__("api", workers, most_waiting - workers, retry_after=1)

    async def run(self, call: Callable[[], T]) -> T:
        """The result of a call. Raises what it raises, and TryLater where too many wait."""
        try:
            return await super().run(call)
        except PoolFull as full:
            raise TryLater(503, "Too many requests wait here: try again.", full.retry_after) from None
