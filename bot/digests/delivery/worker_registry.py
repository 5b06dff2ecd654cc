"""The registry of workers: each counts its heartbeats, so that no clock that jumps can declare one dead."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.db.workers import deregister, heartbeat
from bot.digests.delivery.engine import Engine, Pending
from bot.digests.delivery.unit_of_work import UnitOfWork

HEARTBEAT_INTERVAL = 3.0
"""Seconds between two heartbeats of a worker."""
LEASE = 3 * HEARTBEAT_INTERVAL
"""Seconds after its last heartbeat for which a worker may begin to send."""
DEAD_AFTER = 5 * HEARTBEAT_INTERVAL
"""Seconds without a heartbeat after which others take over: after ``LEASE``, so that it sends no more."""


@dataclass(frozen=True)
class _Seen:
    count: int | None
    since: float


class WorkerRegistry:
    """This worker's heartbeats and lease, and which of the other workers it takes for dead."""

    def __init__(self, identifier: str, database: UnitOfWork, now: Callable[[], datetime]) -> None:
        self.id = identifier
        self._database = database
        self._now = now
        self._last_heartbeat = float("-inf")
        self._looked_at = float("-inf")
        self._seen: dict[str, _Seen] = {}

    def has_lease(self) -> bool:
        """Whether all other workers surely take this one for alive, so that it may send."""
        return asyncio.get_running_loop().time() - self._last_heartbeat < LEASE

    async def heartbeat(self) -> None:
        """Count one more heartbeat of this worker, and read the counts of all."""
        began = asyncio.get_running_loop().time()
        now = self._now()
        counts = await self._database.write(heartbeat, self.id, now)
        self._last_heartbeat = began
        self._look_at(counts)

    def _look_at(self, counts: Mapping[str, int]) -> None:
        time = asyncio.get_running_loop().time()
        if time - self._looked_at > 2 * HEARTBEAT_INTERVAL:
            # This worker has not looked for a while, so that nobody's silence means anything.
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
        """Whether a worker's count has stood still for ``DEAD_AFTER`` seconds: others must do its work."""
        time = asyncio.get_running_loop().time()
        seen = self._seen.setdefault(executor, _Seen(None, time))
        return executor != self.id and time - seen.since >= DEAD_AFTER

    async def leave(self) -> None:
        """Take this worker off the list: it has ended and left nothing undone."""
        await self._database.write(deregister, [self.id])

    def is_leader(self) -> bool:
        """Whether this worker leads: its id is the lowest of those alive, so it adopts what the dead left."""
        living = [one for one, seen in self._seen.items() if seen.count is not None and not self.is_dead(one)]
        return self.id == min(living, default=None)

    async def reap(self) -> None:
        """Delete the workers that are dead from the list."""
        dead = [executor for executor in self._seen if self.is_dead(executor)]
        if dead:
            self._seen = {executor: seen for executor, seen in self._seen.items() if executor not in dead}
            await self._database.write(deregister, dead)


class Adoption:
    """Has batches resumed that no process runs: those of dead workers, and those that this one has lost."""

    def __init__(self, engine: Engine, workers: WorkerRegistry) -> None:
        self._engine = engine
        self._workers = workers
        self._lost: frozenset[str] = frozenset()

    async def adopt(self) -> tuple[str, ...]:
        """Resume the batches that no process runs, and reap the dead; gives the names of these batches."""
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
