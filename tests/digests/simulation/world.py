"""One simulated world: workers, platforms and faults drawn from a seed, and what must hold at its end."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random

from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, StaticPool, bindparam, create_engine, select

from bot.db import deliveries as rows
from bot.db import subscriptions
from bot.db.deliveries import DIGEST
from bot.db.due import any_due
from bot.db.subscriptions import NewSubscription, Subscription
from bot.db.tables import METADATA, deliveries
from bot.db.tables import subscriptions as subscriptions_table
from bot.digests.composer import Correction, DigestMessage, NothingNew, ShownVersion
from bot.digests.delivery.attempts import FAULT_DELAY, DeliveryContext
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.in_doubt import IN_DOUBT_SECONDS
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker import Worker
from bot.digests.delivery.worker_registry import DEAD_AFTER, WorkerRegistry
from bot.rendering.render import Payload
from tests.digests.simulation.faults import Faults
from tests.digests.simulation.loop import SimulatedLoop
from tests.digests.simulation.platform import Platform, SimulatedSender
from tests.digests.simulation.processes import Database, Process, SimulatedEngine, owned_task
from tests.digests.simulation.promises import End, broken
from tests.digests.simulation.schedules import EPOCH, NEVER, next_run

TROUBLED = 120.0
"""Seconds in which things go wrong; after them nothing does."""
LATEST = DEAD_AFTER + IN_DOUBT_SECONDS + 3 * FAULT_DELAY + 120
"""Seconds after the last trouble within which everything is settled: to recover, to look up, to retry."""
TICK = 5.0
"""Looking for what is due less often makes ten thousand worlds affordable."""
LOOKED_EVERY = 3.0
"""Seconds between two looks at whether all is settled."""
CASE = "case"


AT = deliveries.c
STALE = (AT.state == "sent") & (AT.part == DIGEST) & (AT.case_version != bindparam("version"))
OPEN = select(deliveries).where(AT.state.in_(rows.OPEN) | STALE)
"""What is not settled, or shows another version than the last one."""


class Violation(AssertionError):
    """A promise that a world broke; the message names its seed."""


@dataclass(frozen=True)
class Report:
    """What a world looked like at its end."""

    seed: int
    posted: int
    attempts: int
    ambiguous: int
    late: float
    """Seconds from a slot to its message, the longest; missed slots count from the first."""
    recovered: float
    """Seconds from the last trouble until all was settled."""


@cache
def memory() -> Engine:
    """The real tables and the real queries, on a database that each world finds empty."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    METADATA.create_all(engine)
    return engine


class SimulatedComposer:
    """Writes digests that tell their slot and the version of the case that they show."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read = len(world.versions)

    def next_run(self, schedule: str, zone: str, after: datetime) -> datetime:
        return NEVER if self._world.is_over else next_run(schedule, zone, after)

    def loud_from(self, schedule: str, zone: str, moment: datetime) -> datetime:
        return moment

    @property
    def version(self) -> str:
        """The one that its process has read last."""
        return self._world.versions[self._read - 1]

    def read(self) -> None:
        """Learn of all versions so far."""
        self._read = len(self._world.versions)

    async def newer(self, _: str, version: str) -> str | None:
        earlier = self._world.versions[: self._read]
        return self.version if version in earlier and version != self.version else None

    async def compose(self, subscription: Subscription, slot: datetime) -> DigestMessage | NothingNew:
        await asyncio.sleep(0.001)
        if self._world.random.random() < self._world.faults.compose_failed:
            raise RuntimeError("simulated")
        if subscription.nothing_new == "skip" and int(slot.timestamp()) % 3 == 0:
            return NothingNew(slot.isoformat())
        text = f"{subscription.id} {slot.isoformat()} since {subscription.seen}"
        payload = {"text": text, "version": self.version}
        return DigestMessage(payload, ShownVersion(CASE, self.version, ("q",)), slot.isoformat())

    async def correct(self, _: Subscription, shown: ShownVersion) -> Correction | None:
        return Correction(
            {"corrected": True, "version": self.version}, replace(shown, case_version=self.version)
        )

    async def notice(self, subscription: Subscription) -> Payload:
        return {"text": f"paused {subscription.id}: {subscription.reason}"}


class World:
    """Runs a seed and checks its end."""

    def __init__(self, seed: int, faults: Faults | None = None) -> None:
        self.seed = seed
        self.random = Random(seed)  # noqa: S311  -- chance that can be repeated, no secret
        self._drawn = faults or Faults.drawn(self.random)
        self.faults = self._drawn
        self.versions = ["1"]
        self.is_over = False
        self.processes: list[Process] = []
        self.composers: list[SimulatedComposer] = []
        has_keys = self.random.random() < 0.5
        self.platform = Platform("discord", keys=has_keys, history=self.random.random() < 0.8)
        self.database = Database(self.random, lambda: self.faults)
        self.engine = memory()
        self.subscribed: list[Subscription] = []

    def run(self) -> Report:
        loop = SimulatedLoop()
        loop.set_task_factory(owned_task)
        try:
            return loop.run_until_complete(self._run())
        finally:
            for process in self.processes:
                process.kill()
            while left := asyncio.all_tasks(loop):
                for task in left:
                    task.cancel()
                loop.run_until_complete(asyncio.sleep(0))
            loop.close()

    async def _run(self) -> Report:
        self._subscribe()
        for _ in range(self.random.choice((2, 2, 2, 3, 5))):
            self._start()
        await asyncio.gather(*(self._trouble(what) for what in self._troubles()), asyncio.sleep(TROUBLED))
        self._calm()
        ended = asyncio.get_running_loop().time()
        while not self._settled():
            if asyncio.get_running_loop().time() > ended + LATEST:
                raise Violation(
                    f"seed {self.seed}: not settled {LATEST} s after the last trouble: {self._open()}"
                )
            self._revive()
            await asyncio.sleep(LOOKED_EVERY)
        await asyncio.sleep(IN_DOUBT_SECONDS)
        return self._checked(asyncio.get_running_loop().time() - ended)

    def _subscribe(self) -> None:
        with self.engine.begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
            for number in range(self.random.randint(1, 25)):
                schedule = f"{self.random.choice((40, 60, 90, 1000))}+{self.random.choice((5, 5, 5, 20, 37))}"
                new = NewSubscription(
                    platform="discord",
                    workspace="w",
                    kind="channel",
                    channel=f"c{number % self.random.choice((5, 100))}",
                    owner=f"u{number}",
                    schedule=schedule,
                    zone="UTC",
                    next_run_at=next_run(schedule, "UTC", EPOCH),
                    nothing_new=self.random.choice(("skip", "say")),
                )
                subscriptions.add(connection, new, EPOCH)
            self.subscribed = list(subscriptions.of_workspace(connection, "discord", "w"))

    def _start(self) -> Process:
        process = Process(f"p{len(self.processes)}")
        process.offset = self._offset
        composer = SimulatedComposer(self)
        unit_of_work = UnitOfWork(self.engine, self.database.thread(process))
        context = DeliveryContext(
            composer=composer,
            senders={"discord": SimulatedSender(self.platform, lambda: self.faults, self.random)},
            database=unit_of_work,
            engine=SimulatedEngine(self.database, process),
            workers=WorkerRegistry(process.name, unit_of_work, process.now),
            pacer=Pacer(unit_of_work, process.now),
            clock=WorkerClock(unit_of_work, process.now),
            metrics=DeliveryMetrics(CollectorRegistry()),
        )
        self.processes.append(process)
        self.composers.append(composer)
        process.start(lambda: Worker(context, TICK).run(process.stop))
        return process

    _offset = timedelta()

    def _troubles(self) -> list[str]:
        drawn = self._drawn
        return (
            ["kill"] * drawn.kills
            + ["deploy"] * drawn.deploys
            + ["freeze"] * drawn.freezes
            + ["outage"] * drawn.outages
            + ["jump"] * drawn.clock_jumps
            + ["close"] * (self.random.random() < 0.3)
            + ["correct"] * (self.random.random() < 0.3)
            + ["take back"] * (self.random.random() < 0.1)
            + ["revive"]
        )

    async def _trouble(self, what: str) -> None:
        await asyncio.sleep(self.random.uniform(0, TROUBLED - 20))
        match what:
            case "kill":
                self.random.choice(self.processes).kill()
            case "deploy":
                await self._deploy()
            case "freeze":
                frozen = self.random.choice(self.processes)
                frozen.thawed.clear()
                await asyncio.sleep(self.random.uniform(1, 90))
                frozen.thawed.set()
            case "outage":
                self.database.down = True
                await asyncio.sleep(self.random.uniform(1, 60))
                self.database.down = False
            case "jump":
                await self._jump()
            case "close":
                self.platform.closed.add(self.random.choice(self.subscribed).channel)
            case "correct":
                self._correct(f"{len(self.versions) + 1}")
            case "take back":
                await self._take_back()
            case _:
                while asyncio.get_running_loop().time() < TROUBLED - 20:
                    self._revive()
                    await asyncio.sleep(self.random.uniform(1, 30))

    async def _deploy(self) -> None:
        """A new release: every process is told to end, and another one is started for it."""
        for process in [one for one in self.processes if one.alive]:
            process.stop.set()
            await asyncio.sleep(self.random.uniform(0, 5))
            if self.random.random() < 0.3:
                process.kill()
            self._start()

    async def _jump(self) -> None:
        """All clocks of the machine are wrong for a while."""
        self._set_clocks(timedelta(seconds=self.random.choice((-3600, -300, -20, 20, 300, 3600))))
        await asyncio.sleep(self.random.uniform(1, 60))
        self._set_clocks(timedelta())

    def _set_clocks(self, offset: timedelta) -> None:
        self._offset = offset
        for process in self.processes:
            process.offset = offset

    def _correct(self, version: str) -> None:
        """The case changes: some processes read it at once, the others when the trouble is over."""
        self.versions.append(version)
        for composer in self.composers:
            if self.random.random() < 0.5:
                composer.read()

    async def _take_back(self) -> None:
        """A change is taken back, and made all the same."""
        before, after = self.versions[-1], f"{len(self.versions) + 1}"
        for version in (after, before, after):
            self._correct(version)
            await asyncio.sleep(self.random.uniform(1, 20))

    def _revive(self) -> None:
        if not any(process.alive and not process.stop.is_set() for process in self.processes):
            self._start()

    def _calm(self) -> None:
        """Nothing goes wrong any more, and nothing more falls due; at least one worker works."""
        self.faults = Faults.none()
        self.database.down = False
        self._set_clocks(timedelta())
        for process in self.processes:
            process.thawed.set()
        for composer in self.composers:
            composer.read()
        self._revive()
        with self.engine.begin() as connection:
            now = EPOCH + timedelta(seconds=asyncio.get_running_loop().time())
            later = subscriptions_table.c.next_run_at > now
            connection.execute(subscriptions_table.update().where(later).values(next_run_at=NEVER))
        self.is_over = True

    def _settled(self) -> bool:
        with self.engine.connect() as connection:
            now = EPOCH + timedelta(seconds=asyncio.get_running_loop().time())
            if any_due(connection, now):
                return False
        return not self._open() and all(batch.ended for batch in self.database.batches.values())

    def _open(self) -> list[str]:
        with self.engine.connect() as connection:
            found = connection.execute(OPEN, {"version": self.versions[-1]})
            return [f"{row.id} {row.state} {row.attempts} {row.reason}" for row in found]

    def _checked(self, recovered: float) -> Report:
        with self.engine.connect() as connection:
            end = End.of(
                connection, tuple(self.subscribed), self.database.taken, self.platform, self.versions[-1]
            )
            if faults := list(broken(end)):
                raise Violation(f"seed {self.seed}: {faults[0]} ({len(faults)} faults)")
        states = Counter(row.state for row in end.rows)
        slots = {row.key: (row.slot - EPOCH).total_seconds() for row in end.rows}
        posted = sum(map(len, self.platform.channels.values()))
        late = max((message.at - slots[message.key] for message in end.messages), default=0)
        return Report(self.seed, posted, self.platform.posts, states["ambiguous"], late, recovered)
