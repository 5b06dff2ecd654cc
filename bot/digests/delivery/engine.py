"""What delivery asks of an engine of durable work: keep batches in the database, and run them all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection


@dataclass(frozen=True)
class Batch:
    """Deliveries to be made together, by their ids; with ``correcting``, to be brought to that version.

    The same ``name`` is kept only once, so that whoever is not sure of having enqueued a batch does it again.
    """

    name: str
    deliveries: tuple[int, ...]
    correcting: str = ""

    def rest(self, deliveries: Sequence[int]) -> Batch:
        """The batch that is enqueued for the deliveries which this one could not settle."""
        name, _, number = self.name.partition("#")
        return Batch(f"{name}#{int(number or 0) + 1}", tuple(deliveries), self.correcting)


@dataclass(frozen=True)
class Pending:
    """A batch that an executor has begun and not ended; ``running`` where it is this one and at it."""

    name: str
    executor: str
    running: bool


RunBatch = Callable[[Batch], Awaitable[None]]
"""Runs a batch, perhaps once more after it was interrupted. Raises only where it is to be run again."""


class Engine(Protocol):
    """Keeps batches in the bot's database and has them run, each by one executor at a time."""

    def enqueue(self, connection: Connection, batch: Batch, delay: float = 0) -> None:
        """Keep a batch within the transaction of this connection, to be run in so many seconds."""
        ...

    async def start(self, run: RunBatch) -> None:
        """Begin to take batches from the queue and run them."""
        ...

    async def pending(self) -> tuple[Pending, ...]:
        """The batches that an executor, this one or another, has begun and not ended."""
        ...

    async def resume(self, names: Sequence[str]) -> None:
        """Put batches that no executor runs back into the queue, for any executor to begin again."""
        ...

    async def purge(self, before: datetime) -> None:
        """Delete what is kept of batches that ended before a time."""
        ...

    async def stop(self) -> None:
        """Take no more batches, and wait until those under way have ended."""
        ...
