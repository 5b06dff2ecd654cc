"""Workers whose clocks are an hour apart: each slot once, and none early by the clock of a database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations

import pytest
import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, select, text
from structlog.testing import capture_logs

from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription
from bot.db.tables import deliveries
from bot.digests.delivery.attempts import DeliveryContext
from bot.digests.delivery.clock import TOLERANCE, WorkerClock
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker import Worker
from bot.digests.delivery.worker_registry import WorkerRegistry
from tests.digests.newsroom import Channel, QueuedEngine
from tests.digests.simulation.faults import Faults
from tests.digests.simulation.processes import Process
from tests.digests.simulation.world import World
from tests.digests.test_attempts import OneDigest, at_once

HOUR = timedelta(hours=1)
OFFSETS = (timedelta(), HOUR, -HOUR)
PASSED = [timedelta(hours=-2), timedelta(minutes=-30), timedelta(minutes=-1)]
"""Slots that have passed, by the true time."""
TO_COME = [timedelta(minutes=30), timedelta(minutes=59), timedelta(hours=20)]
"""Slots that have not; the clock that is an hour ahead shows a later time than the first two."""


def is_server(database: Engine) -> bool:
    return database.dialect.name == "postgresql"


def true_time(ahead: timedelta) -> datetime:
    """What a clock shows that is so far ahead."""
    return datetime.now(UTC) + ahead


class DayAfter(OneDigest):
    """Writes the same digest for everybody, due a day after the last, at whatever hour that is."""

    def next_run(self, schedule: str, zone: str, after: datetime) -> datetime:
        return after + timedelta(days=1)


def worker(database: Engine, name: str, own: Callable[[], datetime]) -> Worker:
    unit_of_work = UnitOfWork(database, at_once)
    clock = WorkerClock(unit_of_work, own)
    return Worker(
        DeliveryContext(
            composer=DayAfter(),
            senders={"discord": Channel()},
            database=unit_of_work,
            engine=QueuedEngine(),
            workers=WorkerRegistry(name, unit_of_work, clock.now),
            pacer=Pacer(unit_of_work, clock.now),
            clock=clock,
            metrics=DeliveryMetrics(CollectorRegistry()),
        )
    )


async def test_each_slot_is_taken_once_whichever_worker_looks_first(database: Engine) -> None:
    now = datetime.now(UTC)
    orders = list(permutations(OFFSETS))
    with writing(database) as connection:
        for slot in (*PASSED, *TO_COME):
            due = NewSubscription("discord", "w", "channel", "c", "o", "daily", "UTC", now + slot)
            subscriptions.add(connection, due, now)
    for order in orders:
        for number, offset in enumerate(order):
            await worker(database, f"{number}", partial(true_time, offset)).tick()
    with database.connect() as connection:
        slots = sorted(connection.execute(select(deliveries.c.slot)).scalars())
    # A file has no clock of its own: there, what the clock ahead shows has come.
    assert slots == [now + slot for slot in (*PASSED, *([] if is_server(database) else TO_COME[:2]))]


@pytest.mark.parametrize("offset", [HOUR, -HOUR, TOLERANCE * 2])
async def test_a_clock_that_is_wrong_gives_way_to_the_databases_and_the_log_says_so_once(
    database: Engine, offset: timedelta
) -> None:
    true = datetime.now(UTC)
    stopped = [true + offset]
    clock = WorkerClock(UnitOfWork(database, at_once), lambda: stopped[0])
    assert clock.now() == true + offset
    with capture_logs() as logs:
        await clock.compare()
        await clock.compare()
    if not is_server(database):
        assert (clock.now(), logs) == (true + offset, [])
        return
    with database.connect() as connection:
        until = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert true - TOLERANCE < clock.now() <= until
    assert [(one["event"], one["log_level"]) for one in logs] == [("clocks apart", "warning")]
    with database.connect() as connection:
        stopped[0] = connection.execute(text("SELECT clock_timestamp()")).scalar_one() + TOLERANCE / 2
    with capture_logs() as logs:
        await clock.compare()
    assert clock.now() == stopped[0]
    assert [one["event"] for one in logs] == ["clocks agree again"]


class Apart(World):
    """A world whose processes have clocks that are an hour ahead, an hour behind, and right."""

    def _start(self) -> Process:
        process = super()._start()
        process.offset = OFFSETS[len(self.processes) % len(OFFSETS)]
        return process


@pytest.mark.parametrize("faults", [None, Faults.none()])
def test_nothing_is_lost_or_doubled_where_no_clock_is_shared(faults: Faults | None) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        for seed in range(8):
            Apart(seed, faults).run()
    finally:
        structlog.reset_defaults()
