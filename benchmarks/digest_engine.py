"""What the delivery itself takes for a post, without the network: a worker whose posts arrive at once."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta

from _measure import table
from digest_fan_out import fill
from prometheus_client import CollectorRegistry

from bot.db.database import WORKER_LOCK_TIMEOUT, open_database
from bot.db.subscriptions import Subscription
from bot.digests.composer import Correction, DigestMessage, NothingNew, ShownVersion
from bot.digests.delivery.attempts import DeliveryContext
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker import Worker
from bot.digests.delivery.worker_registry import WorkerRegistry
from bot.digests.outcomes import Absent, Outcome, Rejected, Sent, Sighting
from bot.digests.schedule import now_in_utc
from bot.digests.senders import Pace, Target
from bot.rendering.render import Payload
from tests.databases import new_database, postgres

POSTS, LONG = 4_000, 3_000
"""How many posts, and of how many characters."""


class AtOnce:
    """Writes the same digest for everybody and takes it itself."""

    remembers_keys_for = 0.0

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.full = asyncio.Event()

    def next_run(self, _schedule: str, _zone: str, after: datetime) -> datetime:
        """Tomorrow."""
        return after + timedelta(days=1)

    def loud_from(self, _schedule: str, _zone: str, moment: datetime) -> datetime:
        """No hours are quiet."""
        return moment

    async def newer(self, _case: str, _version: str) -> str | None:
        """Nothing changes."""
        return None

    async def compose(self, _subscription: Subscription, _slot: datetime) -> DigestMessage | NothingNew:
        """A long message."""
        return DigestMessage({"content": "x" * LONG}, ShownVersion("case", "1", ("q1", "q2")), "1")

    async def correct(self, _subscription: Subscription, _shown: ShownVersion) -> Correction | None:
        """Nothing is corrected."""
        return None

    async def notice(self, _subscription: Subscription) -> Payload:
        """Nobody is told."""
        return {}

    def pace(self, _: Target) -> Pace:
        """As fast as it goes."""
        return Pace("bench", 100_000, 100_000)

    async def send(self, _target: Target, _payload: Payload, key: str) -> Outcome:
        """Take it."""
        self.taken.append(time.perf_counter())
        if len(self.taken) >= POSTS:
            self.full.set()
        return Sent(key)

    async def edit(self, _target: Target, message: str, _payload: Payload) -> Outcome:
        """Take it, too."""
        return Sent(message)

    async def look_up(self, _t: Target, _p: Payload, _key: str, _since: datetime) -> Sighting:
        """Nothing gets lost here."""
        return Absent()

    async def can_post(self, _: Target) -> Rejected | None:
        """Always."""
        return None


async def work(url: str) -> None:
    """Deliver all, and print posts a second, CPU milliseconds a post, and MB."""
    engine, both, stop = open_database(url, WORKER_LOCK_TIMEOUT), AtOnce(), asyncio.Event()
    unit_of_work = UnitOfWork(engine)
    context = DeliveryContext(
        composer=both,
        senders={"discord": both},
        database=unit_of_work,
        engine=DbosEngine(engine, "bench"),
        workers=WorkerRegistry("bench", unit_of_work, now_in_utc),
        pacer=Pacer(unit_of_work, now_in_utc),
        clock=WorkerClock(unit_of_work, now_in_utc),
        metrics=DeliveryMetrics(CollectorRegistry()),
    )
    before = resource.getrusage(resource.RUSAGE_SELF)
    working = asyncio.create_task(Worker(context).run(stop))
    await both.full.wait()
    used = resource.getrusage(resource.RUSAGE_SELF)
    stop.set()
    await working
    rate = POSTS / (both.taken[-1] - both.taken[0])
    spent = (used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime) * 1000 / POSTS
    print(f"{rate:.0f} {spent:.2f} {used.ru_maxrss / 1024:.0f}")


def main() -> None:
    """A row for each database, each from a process of its own."""
    if len(sys.argv) > 1:
        asyncio.run(work(sys.argv[1]))
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for name, url in (
            ("SQLite", f"sqlite:///{folder}/bot.db"),
            ("PostgreSQL", new_database(server)),
        ):
            fill(url, POSTS)
            measured = subprocess.run(  # noqa: S603  -- ourselves
                [sys.executable, __file__, url], check=True, stdout=subprocess.PIPE, text=True
            )
            rows.append([name, f"{POSTS:,}", *measured.stdout.split()])
    table(["database", "posts", "posts a second", "CPU ms a post", "MB"], rows)


if __name__ == "__main__":
    main()
