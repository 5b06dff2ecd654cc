"""What the delivery promises, checked at the end of a world on what people see and on what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.db import subscriptions
from bot.db.deliveries import DIGEST, NOTICE
from bot.db.subscriptions import Subscription
from bot.db.tables import deliveries
from bot.digests.delivery.keys import key_of
from tests.digests.simulation.platform import Message, Platform
from tests.digests.simulation.schedules import next_run


@dataclass(frozen=True)
class End:
    """A world when all is over: what is kept, what people see, and what was subscribed to at first."""

    rows: tuple[Row[Any], ...]
    kept: tuple[Subscription, ...]
    first: tuple[Subscription, ...]
    taken: Mapping[int, datetime]
    platform: Platform
    version: str

    @classmethod
    def of(
        cls,
        connection: Connection,
        first: tuple[Subscription, ...],
        taken: Mapping[int, datetime],
        platform: Platform,
        version: str,
    ) -> End:
        rows = tuple(connection.execute(select(deliveries).order_by(deliveries.c.slot)))
        kept = subscriptions.of_workspace(connection, "discord", "w")
        return cls(rows, kept, first, taken, platform, version)

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(message for channel in self.platform.channels.values() for message in channel)

    def of_subscription(self, identifier: int, part: int) -> list[Row[Any]]:
        return [row for row in self.rows if (row.subscription_id, row.part) == (identifier, part)]


def broken(end: End) -> Iterator[str]:
    """Every promise that was broken, in words."""
    seen = Counter(message.key for message in end.messages)
    yield from (f"doubled: {key} is there {times} times" for key, times in seen.items() if times > 1)
    yield from (f"not asked for: {key}" for key in seen.keys() - {row.key for row in end.rows})
    closed = {one.id for one in end.kept if one.channel in end.platform.closed}
    for row in end.rows:
        fault = _fault(end, row, visible=seen[row.key] > 0, closed=row.subscription_id in closed)
        if fault:
            yield f"{fault}: delivery {row.id}, {row.state}, {row.attempts} attempts, {row.reason}"
    for first in end.first:
        yield from _left_out(end, first)
    for subscription in end.kept:
        yield from _untold(end, subscription)


def _fault(end: End, row: Row[Any], *, visible: bool, closed: bool) -> str:
    """What is wrong with one delivery; empty for nothing."""
    fault = ""
    match row.state:
        case "sent" if not visible:
            fault = "lost"
        case "skipped" if visible:
            fault = "posted all the same"
        case "ambiguous" if end.platform.history and not closed:
            fault = "not found out"
        case "rejected" if not closed:
            fault = "given up"
        case "due" | "sending":
            fault = "left over"
        case "sent" if row.part == DIGEST and not closed and _version(end, row) != end.version:
            fault = "not corrected"
    return fault


def _version(end: End, row: Row[Any]) -> str:
    [message] = [message for message in end.messages if message.key == row.key]
    return str(message.payload["version"])


def _left_out(end: End, first: Subscription) -> Iterator[str]:
    """Each slot is delivered, or one that was taken when later ones had passed, too: none is left out."""
    expected = first.next_run_at
    for row in end.of_subscription(first.id, DIGEST):
        if row.slot != expected:
            yield f"subscription {first.id}: {row.slot} was delivered, {expected} expected"
        if row.key != key_of(first.id, row.slot, DIGEST):
            yield f"delivery {row.id} has another key"
        expected = next_run(first.schedule, "UTC", max(end.taken[row.id], row.slot))


def _untold(end: End, subscription: Subscription) -> Iterator[str]:
    """Whoever was refused for good is paused, and its owner told once; and nobody else."""
    refused = any(row.state == "rejected" for row in end.of_subscription(subscription.id, DIGEST))
    if refused != (subscription.state == "paused"):
        yield f"subscription {subscription.id} is {subscription.state}, refused: {refused}"
    if len(end.of_subscription(subscription.id, NOTICE)) != refused:
        yield f"subscription {subscription.id}: its owner was not told once that it is paused"
