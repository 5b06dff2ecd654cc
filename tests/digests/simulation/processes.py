"""Processes that can die at any moment: what they share is the database, and batches kept in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.digests.delivery.engine import Batch, Pending, RunBatch
from tests.digests.simulation.faults import Faults
from tests.digests.simulation.schedules import EPOCH

T = TypeVar("T")
AT_ONCE = 4
CURRENT: ContextVar[Process | None] = ContextVar("process", default=None)


class Process:
    """Everything that runs in one worker; when it dies, all that stops where it stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.alive = True
        self.tasks: set[asyncio.Task[Any]] = set()
        self.thawed = asyncio.Event()
        self.thawed.set()
        self.offset = timedelta()
        self.stop = asyncio.Event()
        self.ended = False

    def now(self) -> datetime:
        """What its clock shows."""
        return EPOCH + timedelta(seconds=asyncio.get_running_loop().time()) + self.offset

    def kill(self) -> None:
        self.alive = False
        for task in list(self.tasks):
            task.cancel()

    def start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def main() -> None:
            await work()
            self.ended = True
            self.kill()

        token = CURRENT.set(self)
        self.main = asyncio.get_running_loop().create_task(main())
        CURRENT.reset(token)

    def still(self) -> None:
        """The dead do nothing, whatever their handlers and their finally clauses would like to."""
        if not self.alive:
            raise asyncio.CancelledError


def owned_task(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
    """A task that dies with the process that has made it."""
    task = asyncio.Task(coroutine, loop=loop, **options)
    owner = CURRENT.get()
    if owner is not None:
        owner.tasks.add(task)
        task.add_done_callback(owner.tasks.discard)
    return task


@dataclass
class Kept:
    """A batch in the database."""

    batch: Batch
    not_before: float
    owner: str = ""
    ended: bool = False


@dataclass
class Database:
    """What all processes share: whether it can be reached, and the batches of the engines."""

    random: Random
    faults: Callable[[], Faults]
    batches: dict[str, Kept] = field(default_factory=dict)
    staged: list[tuple[Batch, float]] = field(default_factory=list)
    taken: dict[int, datetime] = field(default_factory=dict)
    down: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def thread(self, process: Process) -> Callable[..., Awaitable[Any]]:
        """How a process reaches it; a crash is possible before and after each transaction."""

        async def run(blocking: Callable[..., T], /, *arguments: Any) -> T:
            faults = self.faults()
            await self._hop(process, faults)
            if self.down or self._happens(faults.database_error):
                raise OperationalError("simulated", None, Exception("unavailable"))
            self.staged.clear()
            given = blocking(*arguments)
            self._commit()
            await self._hop(process, faults)
            if self._happens(faults.commit_unanswered):
                raise OperationalError("simulated", None, Exception("connection lost"))
            return given

        return run

    async def _hop(self, process: Process, faults: Faults) -> None:
        process.still()
        await asyncio.sleep(self.random.uniform(0, 0.02))
        await process.thawed.wait()
        process.still()
        if self._happens(faults.crash):
            process.kill()
            await asyncio.sleep(0)
            process.still()

    def _commit(self) -> None:
        time = asyncio.get_running_loop().time()
        for batch, delay in self.staged:
            self.batches.setdefault(batch.name, Kept(batch, time + delay))
        if self.staged:
            self.changed.set()
        self.staged.clear()

    def _happens(self, probability: float) -> bool:
        return self.random.random() < probability


class SimulatedEngine:
    """Runs batches as DBOS does: claimed by one executor, and left with it when that dies."""

    def __init__(self, database: Database, process: Process) -> None:
        self._database = database
        self._process = process
        self._reach = database.thread(process)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._taking: asyncio.Task[None] | None = None

    def enqueue(self, _: Connection, batch: Batch, delay: float = 0) -> None:
        self._database.staged.append((batch, delay))
        for delivery in batch.deliveries:
            self._database.taken.setdefault(delivery, self._process.now())

    async def start(self, run: RunBatch) -> None:
        self._taking = asyncio.get_running_loop().create_task(self._take(run))

    async def _take(self, run: RunBatch) -> None:
        while True:
            await asyncio.sleep(self._database.random.uniform(0.2, 2))
            if not self._ready():
                continue
            try:
                claimed = await self._reach(self._claim)
            except OperationalError:
                continue
            for kept in claimed:
                self._running[kept.batch.name] = asyncio.get_running_loop().create_task(self._run(run, kept))

    def _ready(self) -> list[Kept]:
        time = asyncio.get_running_loop().time()
        free = max(0, AT_ONCE - len(self._running))
        waiting = (kept for kept in self._database.batches.values() if not kept.ended and not kept.owner)
        return [kept for kept in waiting if kept.not_before <= time][:free]

    def _claim(self) -> list[Kept]:
        ready = self._ready()
        for kept in ready:
            kept.owner = self._process.name
        return ready

    async def _run(self, run: RunBatch, kept: Kept) -> None:
        try:
            await run(kept.batch)
            await self._reach(lambda: self._end(kept))
        except OperationalError:
            pass  # its end was not kept: it is run again by whoever finds it
        finally:
            self._running.pop(kept.batch.name, None)

    def _end(self, kept: Kept) -> None:
        if kept.owner == self._process.name:
            kept.ended = True

    async def pending(self) -> tuple[Pending, ...]:
        begun = [kept for kept in self._database.batches.values() if kept.owner and not kept.ended]
        return tuple(Pending(one.batch.name, one.owner, one.batch.name in self._running) for one in begun)

    async def resume(self, names: Sequence[str]) -> None:
        await self._reach(lambda: self._resume(names))

    def _resume(self, names: Sequence[str]) -> None:
        for name in names:
            kept = self._database.batches[name]
            if not kept.ended:
                kept.owner = ""

    async def purge(self, _: datetime) -> None:
        return

    async def stop(self) -> None:
        if self._taking:
            self._taking.cancel()
        while self._running:
            await asyncio.wait(list(self._running.values()))
