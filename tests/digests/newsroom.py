"""A worker whose engine runs batches when a test says so, and whose messages are in one channel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import Connection, Engine

from bot.cases.library import Library
from bot.corpus.content import ContentRepository
from bot.db import deliveries, subscriptions
from bot.db.database import writing
from bot.db.deliveries import Attempt, Delivery, Ending, NewDelivery
from bot.db.subscriptions import NewSubscription
from bot.digests.composer import DigestMessage
from bot.digests.delivery.attempts import DeliveryContext
from bot.digests.delivery.batches import Batches
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.corrector import Corrector
from bot.digests.delivery.engine import Batch, Pending, RunBatch
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker_registry import WorkerRegistry
from bot.digests.outcomes import Absent, Outcome, Rejected, Sent, Sighting
from bot.digests.senders import Pace, Target
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import DigestWriter
from bot.rendering.render import Payload, Presentation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CASE = "carroll-v-trump"


class Channel:
    """Where one digest is: what it reads like now, and what becomes of an edit."""

    remembers_keys_for = 0.0

    def __init__(self) -> None:
        self.edits: list[Payload] = []
        self.edited: list[str] = []
        self.sent: list[tuple[Target, Payload]] = []
        self.outcome: Outcome | Exception = Sent("message")

    def pace(self, target: Target) -> Pace:
        return Pace("lane", 1000, 1000)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        self.sent.append((target, payload))
        return Sent("message")

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        self.edits.append(payload)
        self.edited.append(message)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:
        return Absent()

    async def can_post(self, target: Target) -> Rejected | None:
        return None


class QueuedEngine:
    """An engine whose batches are run when the test says so."""

    def __init__(self) -> None:
        self.batches: dict[str, Batch] = {}

    def enqueue(self, connection: Connection, batch: Batch, delay: float = 0) -> None:
        self.batches.setdefault(batch.name, batch)

    async def start(self, run: RunBatch) -> None:
        return

    async def pending(self) -> tuple[Pending, ...]:
        return ()

    async def resume(self, names: Sequence[str]) -> None:
        return

    async def purge(self, before: datetime) -> None:
        return

    async def stop(self) -> None:
        return


class Newsroom:
    """A worker whose case is edited in place, as an editor does who keeps no earlier version."""

    def __init__(self, content: Path, database: Engine, case: str = CASE) -> None:
        self.content, self.database, self.case = content, database, case
        self.posted: dict[int, Payload] = {}
        self.channel, self.engine = Channel(), QueuedEngine()
        self.begin()

    def begin(self) -> None:
        """Be a new process."""
        self.library: Library = ContentRepository(self.content).read()
        self.writer = DigestWriter(lambda: self.library, Presentation(), VersionRepository(self.database))
        unit_of_work = UnitOfWork(self.database)
        self.context = DeliveryContext(
            composer=self.writer,
            senders={"discord": self.channel, "slack": self.channel},
            database=unit_of_work,
            engine=self.engine,
            workers=WorkerRegistry("one", unit_of_work, lambda: NOW),
            pacer=Pacer(unit_of_work, lambda: NOW),
            clock=WorkerClock(unit_of_work, lambda: NOW),
            metrics=DeliveryMetrics(CollectorRegistry()),
        )
        self.corrector = Corrector(self.context)

    def edit(self, claim: str, revised: str = "") -> None:
        """Change a word of the case, and perhaps the day of its revision."""
        file = self.content / self.case / "case.yaml"
        text = re.sub(r"claim: {en: sexual \w+", f"claim: {{en: {claim}", file.read_text("utf-8"), count=1)
        if revised:
            text = re.sub(r"(?m)^revised: .*", f"revised: {revised}", text, count=1)
        file.write_text(text, "utf-8")
        self.library = ContentRepository(self.content).read()

    def annotate(self) -> None:
        """Write a comment into the case file, which says what it said."""
        with (self.content / self.case / "case.yaml").open("a", encoding="utf-8") as file:
            file.write("\n# Read over.\n")
        self.library = ContentRepository(self.content).read()

    async def deliver(self, seen: str = "") -> int:
        """Post a digest to readers who know that much of the case; gives the delivery's id."""
        new = NewSubscription(
            "discord", "w", "channel", "c", "o", "daily 9:00", "UTC", NOW, case_id=self.case
        )
        with writing(self.database) as connection:
            subscription = subscriptions.add(connection, new, NOW)
            slot = NOW + timedelta(seconds=subscription)
            [identifier] = deliveries.insert_new(
                connection, [NewDelivery(subscription, slot, 0, f"key {subscription}")]
            ).values()
        due = self.delivery(identifier)
        made = await self.writer.compose(replace(due.subscription, seen=seen), slot)
        assert isinstance(made, DigestMessage)
        self.posted[identifier] = made.payload
        attempt = Attempt("one", NOW, made.payload, made.seen, **vars(made.shown))
        with writing(self.database) as connection:
            assert deliveries.begin(connection, due, attempt)
            assert deliveries.settle(connection, identifier, Ending("sent", f"message {identifier}"), NOW)
        return identifier

    def delivery(self, identifier: int) -> Delivery:
        with self.database.connect() as connection:
            [found] = deliveries.read(connection, [identifier])
        return found

    async def correct(self) -> list[str]:
        """Enqueue what is to be corrected, and do it; gives the names of the batches."""
        await self.corrector.enqueue()
        return await self.work()

    async def work(self) -> list[str]:
        """Run what is enqueued; gives the names of the batches."""
        await self.context.workers.heartbeat()
        batches, self.engine.batches = list(self.engine.batches.values()), {}
        for batch in batches:
            await Batches(self.context, self.corrector).run(batch)
        return [batch.name for batch in batches]

    def version(self) -> str:
        """Names the case as it is now."""
        return self.library.cases[self.case].version

    def forget_edits(self) -> None:
        """Count edits anew."""
        self.channel.edits.clear()
        self.channel.edited.clear()

    def last(self) -> str:
        """What the message reads like now."""
        return str(self.channel.edits[-1])
