"""Which subscriptions are due, taken so that no two processes take the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.store.tables import subscriptions


@dataclass(frozen=True)
class Due:
    """A subscription that is due, with what is needed to say when it will be again."""

    id: int
    schedule: str
    zone: str
    slot: datetime


# Statements that are run all the time are put together once.
NEXT = subscriptions.c.next_run_at
ANY_DUE = select(subscriptions.c.id).where(bindparam("now", type_=NEXT.type) >= NEXT).limit(1)


def any_due(connection: Connection, now: datetime) -> bool:
    """Whether there is something to take; locks nothing."""
    return connection.execute(ANY_DUE, {"now": now}).first() is not None


def take(connection: Connection, now: datetime, most: int) -> tuple[Due, ...]:
    """Those that are due, the longest first, locked until the transaction ends; others' are passed over."""
    at = subscriptions.c
    due = (
        select(at.id, at.schedule, at.zone, at.next_run_at)
        .where(at.next_run_at <= now)
        .order_by(at.next_run_at, at.platform, at.workspace, at.channel, at.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return tuple(Due(*row) for row in connection.execute(due))


def advance(connection: Connection, runs: Mapping[datetime, Sequence[int]]) -> None:
    """Write when subscriptions are due next: their ids by the time."""
    for next_run_at, identifiers in runs.items():
        connection.execute(
            update(subscriptions).where(subscriptions.c.id.in_(identifiers)).values(next_run_at=next_run_at)
        )
