"""Pacing: as fast as a platform lets one bot and one channel go, and never faster, over all processes."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.db.pacing import reserve
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.outcomes import Retry
from bot.digests.senders import Pace, Target

RESERVED_SECONDS = 0.25
"""Seconds of a lane's time that are taken at once: few transactions, and little lost where a process ends."""
LATE, LEAST_LATE = 0.3, 0.005
"""How late a turn may be used, in turns and in seconds at least: a platform that counts any second would see
a burst where a late one is followed by others in time. A turn that is missed costs less than a refusal."""
MOST_CHANNELS = 10_000
"""Channels that are remembered before those that may be posted to again are forgotten."""


class Pacer:
    """Gives turns to post. Times are those of the event loop; only lanes are shared with other processes."""

    def __init__(self, database: UnitOfWork, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._lanes: dict[str, _Lane] = defaultdict(_Lane)
        self._channels: dict[tuple[str, str, str], float] = {}

    async def ready(self, pace: Pace, target: Target) -> None:
        """Wait until a target's channel, and its lane as a whole, may be posted to again."""
        loop = asyncio.get_running_loop()
        place = (target.platform, target.workspace, target.channel)
        free_at = max(loop.time(), self._channels.get(place, 0))
        self._channels[place] = free_at + 1 / pace.channel_per_second
        self._forget(loop.time())
        await _until(max(free_at, self._lanes[pace.lane].held_until))

    async def turn(self, pace: Pace) -> None:
        """Wait for a turn in a lane; each is given once, to whoever waits longest."""
        loop, lane = asyncio.get_running_loop(), self._lanes[pace.lane]
        usable = max(LATE / pace.per_second, LEAST_LATE)
        with lane.waits():
            async with lane.taking_turns:
                while True:
                    await self._have_turns(lane, pace)
                    at = lane.turns.popleft()
                    await _until(max(at, lane.held_until))
                    if loop.time() <= at + usable:
                        return

    def obey(self, retry: Retry, pace: Pace, target: Target) -> None:
        """Hold back posts to a channel, or of the whole lane, for as long as the platform demands."""
        until = asyncio.get_running_loop().time() + retry.after
        if retry.whole_bot:
            lane = self._lanes[pace.lane]
            lane.held_until = max(lane.held_until, until)
        else:
            place = (target.platform, target.workspace, target.channel)
            self._channels[place] = max(self._channels.get(place, 0), until)

    async def _have_turns(self, lane: _Lane, pace: Pace) -> None:
        """Have at least one turn; where more are waited for, the next are taken before these are used up."""
        number = max(1, round(RESERVED_SECONDS * pace.per_second))
        left = len(lane.turns)
        if left <= number // 2 and left < lane.waiting and lane.reserving is None:
            lane.reserving = asyncio.create_task(self._reserve(lane, pace, number))
        if not lane.turns and lane.reserving:
            await asyncio.shield(lane.reserving)
        if lane.reserving and lane.reserving.done():
            lane.reserving = None

    async def _reserve(self, lane: _Lane, pace: Pace, number: int) -> None:
        """Take the next stretch of a lane, as turns that lie evenly in it."""
        takes = timedelta(seconds=number / pace.per_second)
        time, now = asyncio.get_running_loop().time(), self._now()
        begins = await self._database.write(reserve, pace.lane, now, takes)
        first = time + (begins - now).total_seconds()
        lane.turns.extend(first + turn / pace.per_second for turn in range(number))

    def _forget(self, time: float) -> None:
        if len(self._channels) > MOST_CHANNELS:
            self._channels = {place: free_at for place, free_at in self._channels.items() if free_at > time}


class _Lane:
    """A lane as one process knows it: its turns, and who waits for them."""

    def __init__(self) -> None:
        self.turns: deque[float] = deque()
        self.held_until = 0.0
        self.reserving: asyncio.Task[None] | None = None
        self.taking_turns = asyncio.Lock()
        self.waiting = 0

    @contextmanager
    def waits(self) -> Iterator[None]:
        """Count the caller among those who wait for a turn."""
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1


async def _until(time: float) -> None:
    wait = time - asyncio.get_running_loop().time()
    if wait > 0:
        await asyncio.sleep(wait)
