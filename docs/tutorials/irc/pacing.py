"""How fast a client of IRC may send, and how long it waits before it connects again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

LINE_COST = 2.0
"""Seconds that a message costs (RFC 1459, section 8.10)."""
AHEAD = 10.0
"""Seconds by which messages may run ahead of the clock: five messages at once, then one in two seconds."""
FIRST_DELAY, LONGEST_DELAY = 2.0, 300.0
"""Seconds before the first attempt to connect again, and at most before any."""


@dataclass
class Pace:
    """A token bucket: lets messages go as fast as a server accepts them."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    paid_until: float = float("-inf")

    def spend(self, messages: int = 1) -> float:
        """Count messages; gives the seconds that the last should wait, 0 or less where it need not."""
        now = self.clock()
        self.paid_until = max(self.paid_until, now) + messages * LINE_COST
        return self.paid_until - now - AHEAD

    async def take(self) -> None:
        """Count a message, and wait until it may go."""
        if (seconds := self.spend()) > 0:
            await self.sleep(seconds)


def delay(failures: int) -> float:
    """Seconds to wait after so many connections in a row that did not register: doubled each time."""
    return min(FIRST_DELAY * 2.0 ** min(failures, 16), LONGEST_DELAY)
