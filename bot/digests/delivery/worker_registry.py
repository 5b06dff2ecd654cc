"""Which executors live, told by counts that grow: no clock that jumps can declare anybody dead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.db.workers import deregister, heartbeat
from bot.digests.delivery.engine import Engine, Pending
from bot.digests.delivery.unit_of_work import UnitOfWork

HEARTBEAT_INTERVAL = 3.0
"""Seconds between two beats."""
LEASE = 3 * HEARTBEAT_INTERVAL
"""Seconds after its last beat for which an executor may begin to send."""
DEAD_AFTER = 5 * HEARTBEAT_INTERVAL
"""Seconds without a beat after which others take over; more than ``FRESH``, so that nobody sends any more."""


@dataclass(frozen=True)
class _Seen:
    count: int | None
    since: float


class WorkerRegistry:
    """This executor's life, and what it knows of the others'."""

    def __init__(self, identifier: str, database: UnitOfWork, now: Callable[[], datetime]) -> None:
        self.id = identifier
        self._database = database
        self._now = now
        self._beat_at = float("-inf")
        self._looked_at = float("-inf")
        self._seen: dict[str, _Seen] = {}

    def has_lease(self) -> bool:
        """Whether the others surely hold this one for alive, so that it may send."""
        return asyncio.get_running_loop().time() - self._beat_at < LEASE

    async def heartbeat(self) -> None:
        """Say that this one lives, and look at the others."""
        began = asyncio.get_running_loop().time()
        now = self._now()
        counts = await self._database.write(lambda connection: heartbeat(connection, self.id, now))
        self._beat_at = began
        self._look_at(counts)

    def _look_at(self, counts: Mapping[str, int]) -> None:
        time = asyncio.get_running_loop().time()
        if time - self._looked_at > 2 * HEARTBEAT_INTERVAL:
            # Nobody could be seen for a while, so nobody's silence means anything.
            self._seen = {}
        self._looked_at = time
        for executor, count in counts.items():
            self._see(executor, count, time)
        for executor in self._seen.keys() - counts.keys():
            self._see(executor, None, time)

    def _see(self, executor: str, count: int | None, time: float) -> None:
        seen = self._seen.get(executor)
        if seen is None or seen.count != count:
            self._seen[executor] = _Seen(count, time)

    def is_dead(self, executor: str) -> bool:
        """Whether an executor has been silent for so long that its work must be done by others."""
        time = asyncio.get_running_loop().time()
        seen = self._seen.setdefault(executor, _Seen(None, time))
        return executor != self.id and time - seen.since >= DEAD_AFTER

    async def leave(self) -> None:
        """Say that this one has ended and left nothing undone."""
        await self._database.write(lambda connection: deregister(connection, [self.id]))

    def is_leader(self) -> bool:
        """Whether it is this one that takes over: all who live come to the same answer, sooner or later."""
        living = [one for one, seen in self._seen.items() if seen.count is not None and not self.is_dead(one)]
        return self.id == min(living, default=None)

    async def reap(self) -> None:
        """Take the dead off the list."""
        dead = [executor for executor in self._seen if self.is_dead(executor)]
        if dead:
            self._seen = {executor: seen for executor, seen in self._seen.items() if executor not in dead}
            await self._database.write(lambda connection: deregister(connection, dead))


class Adoption:
    """Has batches resumed that nobody runs: those of executors that died, and those that this one lost."""

    def __init__(self, engine: Engine, workers: WorkerRegistry) -> None:
        self._engine = engine
        self._workers = workers
        self._lost: frozenset[str] = frozenset()

    async def adopt(self) -> tuple[str, ...]:
        """Resume what is orphaned; gives the names of the batches."""
        pending = await self._engine.pending()
        lost = frozenset(batch.name for batch in pending if self._lost_here(batch))
        dead = [batch.name for batch in pending if self._workers.is_dead(batch.executor)]
        dead = dead if self._workers.is_leader() else []
        # A batch that was just begun is not known as running at once: it must be seen twice.
        orphaned = (*dead, *sorted(lost & self._lost))
        self._lost = lost
        if orphaned:
            await self._engine.resume(orphaned)
        await self._workers.reap()
        return orphaned

    def _lost_here(self, batch: Pending) -> bool:
        return batch.executor == self._workers.id and not batch.running
