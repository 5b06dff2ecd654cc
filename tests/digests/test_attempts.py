"""What keeps a post from being made twice, step by step on a clock that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from bot.db import deliveries, subscriptions
from bot.db.deliveries import DIGEST, Delivery, NewDelivery
from bot.db.subscriptions import NewSubscription, Subscription
from bot.db.tables import METADATA
from bot.digests.composer import Correction, DigestMessage, ShownVersion
from bot.digests.delivery.attempts import ANSWER_TIMEOUT, DeliveryContext, NotSent
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.enqueue import take_due
from bot.digests.delivery.in_doubt import IN_DOUBT_SECONDS
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.runner import DeliveryRunner
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker_registry import DEAD_AFTER, HEARTBEAT_INTERVAL, LEASE, WorkerRegistry
from bot.digests.outcomes import Absent, Ambiguous, Outcome, Sighting
from bot.digests.senders import Pace, Target
from bot.rendering.render import Payload
from tests.digests.newsroom import NOW, Channel, QueuedEngine
from tests.digests.simulation.loop import SimulatedLoop
from tests.digests.simulation.world import memory

DAY = timedelta(days=1)


class Silent(Channel):
    """A channel that never says what became of a post, and in which none is found."""

    looked_up = 0

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        await super().send(target, payload, key)
        return Ambiguous("no answer")

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:
        self.looked_up += 1
        return Absent()


class OneDigest:
    """Writes the same digest for everybody, due each day."""

    async def compose(self, subscription: Subscription, slot: datetime) -> DigestMessage:
        return DigestMessage({"text": "digest"}, ShownVersion("case", "1", ()), "seen")

    def next_run(self, schedule: str, zone: str, after: datetime) -> datetime:
        return NOW + ((after - NOW) // DAY + 1) * DAY

    def loud_from(self, schedule: str, zone: str, moment: datetime) -> datetime:
        return moment

    async def notice(self, subscription: Subscription) -> Payload:
        return {"text": "notice"}

    async def newer(self, case_id: str, version: str) -> str | None:
        return None

    async def correct(self, subscription: Subscription, shown: ShownVersion) -> Correction | None:
        return None


async def at_once(blocking: Callable[..., Any], *arguments: Any) -> Any:
    return blocking(*arguments)


@dataclass
class Shared:
    """One database and one channel, and workers that share both."""

    database: Engine
    channel: Silent = field(default_factory=Silent)

    def worker(self, name: str) -> DeliveryContext:
        unit_of_work = UnitOfWork(self.database, at_once)
        return DeliveryContext(
            composer=OneDigest(),
            senders={"discord": self.channel},
            database=unit_of_work,
            engine=QueuedEngine(),
            workers=WorkerRegistry(name, unit_of_work, lambda: NOW),
            pacer=Pacer(unit_of_work, lambda: NOW),
            clock=WorkerClock(unit_of_work, lambda: NOW),
            metrics=DeliveryMetrics(CollectorRegistry()),
        )

    def subscribe(self, next_run_at: datetime) -> int:
        new = NewSubscription("discord", "w", "channel", "c", "o", "daily 12:00", "UTC", next_run_at)
        with self.database.begin() as connection:
            return subscriptions.add(connection, new, NOW)

    def due(self) -> int:
        new = NewDelivery(self.subscribe(NOW + DAY), NOW, DIGEST, "a key")
        with self.database.begin() as connection:
            [identifier] = deliveries.insert_new(connection, [new]).values()
        return identifier

    def kept(self, identifier: int) -> Delivery:
        with self.database.connect() as connection:
            [found] = deliveries.read(connection, [identifier])
        return found


@pytest.fixture
def shared() -> Shared:
    with memory().begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    return Shared(memory())


@pytest.fixture
def loop() -> Iterator[SimulatedLoop]:
    loop = SimulatedLoop()
    yield loop
    loop.close()


def test_a_worker_without_a_lease_begins_no_attempt(shared: Shared, loop: SimulatedLoop) -> None:
    due, worker = shared.due(), shared.worker("one")

    async def deliver() -> None:
        await worker.workers.heartbeat()
        await asyncio.sleep(LEASE)
        await DeliveryRunner(worker).deliver(shared.kept(due))

    loop.run_until_complete(deliver())
    assert (shared.kept(due).state, shared.kept(due).attempts) == ("due", 0)
    assert not shared.channel.sent


@pytest.mark.parametrize("beats", [True, False])
def test_an_attempt_whose_turn_comes_when_others_count_it_as_unanswered_is_not_sent(
    shared: Shared, loop: SimulatedLoop, *, beats: bool
) -> None:
    due, worker = shared.due(), shared.worker("one")

    class Slow(Pacer):
        async def turn(self, pace: Pace) -> None:
            for _ in range(6 if beats else 3):
                await asyncio.sleep(HEARTBEAT_INTERVAL)
                if beats:
                    await worker.workers.heartbeat()

    async def attempt() -> Outcome | NotSent:
        await worker.workers.heartbeat()
        late = replace(worker, pacer=Slow(worker.database, worker.now))
        return await late.attempt(
            shared.kept(due), lambda _: True, lambda sender, target: sender.send(target, {}, "a key")
        )

    assert 3 * HEARTBEAT_INTERVAL >= LEASE
    assert 6 * HEARTBEAT_INTERVAL > ANSWER_TIMEOUT
    assert loop.run_until_complete(attempt()) is NotSent.TOO_LATE
    assert not shared.channel.sent


def test_an_attempt_is_looked_up_only_once_it_cannot_arrive_any_more(
    shared: Shared, loop: SimulatedLoop
) -> None:
    due, worker = shared.due(), shared.worker("one")

    async def deliver() -> list[int]:
        runner, looked_up = DeliveryRunner(worker), []
        for wait in (0.0, 0.0, IN_DOUBT_SECONDS - 1, 1.0):
            await asyncio.sleep(wait)
            await worker.workers.heartbeat()
            await runner.deliver(shared.kept(due))
            looked_up.append(shared.channel.looked_up)
        return looked_up

    assert loop.run_until_complete(deliver()) == [0, 0, 0, 1]


def test_two_workers_that_find_no_trace_of_an_attempt_repeat_it_once(
    shared: Shared, loop: SimulatedLoop
) -> None:
    due, workers = shared.due(), [shared.worker("one"), shared.worker("two")]

    async def deliver() -> None:
        await workers[0].workers.heartbeat()
        runners = [DeliveryRunner(worker) for worker in workers]
        await runners[0].deliver(shared.kept(due))
        in_doubt = shared.kept(due)
        for wait in (0.0, IN_DOUBT_SECONDS):
            await asyncio.sleep(wait)
            for worker, runner in zip(workers, runners, strict=True):
                await worker.workers.heartbeat()
                await runner.deliver(in_doubt)

    loop.run_until_complete(deliver())
    assert shared.channel.looked_up == 2
    assert len(shared.channel.sent) == 2


def test_a_worker_is_taken_for_dead_when_its_count_has_stood_still_and_not_before(
    shared: Shared, loop: SimulatedLoop
) -> None:
    one, two = shared.worker("one").workers, shared.worker("two").workers

    async def watched() -> list[bool]:
        await one.heartbeat()
        found = []
        for wait in (0.0, DEAD_AFTER - 1, 1.0):
            await asyncio.sleep(wait)
            found.append(two.is_dead("one"))
        return found

    assert loop.run_until_complete(watched()) == [False, False, True]


def test_slots_that_were_missed_are_one_digest(shared: Shared) -> None:
    shared.subscribe(NOW - 3 * DAY)
    engine, taken = QueuedEngine(), []
    for _ in range(3):
        with shared.database.begin() as connection:
            taken.append(take_due(connection, engine, OneDigest().next_run, NOW))
    assert taken == [1, 0, 0]
    assert len(engine.batches) == 1
