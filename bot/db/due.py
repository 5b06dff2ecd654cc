"""Which subscriptions are due, taken so that no two processes take the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.db.bulk import among
from bot.db.tables import subscriptions


@dataclass(frozen=True)
class Due:
    """A subscription that is due at ``slot``, with the schedule and zone that give its next run."""

    id: int
    schedule: str
    zone: str
    slot: datetime


# Statements that are run all the time are put together once.
AT = subscriptions.c
NOW = bindparam("now", type_=AT.next_run_at.type)
# In the order of the index: a plan for any time at all would else read the whole table.
FIRST_DUE = select(AT.id).where(AT.next_run_at <= NOW).order_by(AT.next_run_at).limit(1)
DUE = (
    select(AT.id, AT.schedule, AT.zone, AT.next_run_at)
    .where(AT.next_run_at <= NOW)
    .order_by(AT.next_run_at, AT.platform, AT.workspace, AT.channel, AT.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def any_due(connection: Connection, now: datetime) -> bool:
    """Whether any subscription is due at an instant; locks nothing."""
    return connection.execute(FIRST_DUE, {"now": now}).first() is not None


def take(connection: Connection, now: datetime, most: int) -> tuple[Due, ...]:
    """The subscriptions that have been due longest, at most ``most``, locked until the transaction ends.

    On PostgreSQL those that another transaction has locked are passed over.
    """
    return tuple(Due(*row) for row in connection.execute(DUE, {"now": now, "most": most}))


def advance(connection: Connection, runs: Mapping[datetime, Sequence[int]]) -> None:
    """Set when subscriptions are due next, given as their ids by that instant."""
    for next_run_at, identifiers in runs.items():
        meant = among(connection, AT.id, identifiers)
        connection.execute(update(subscriptions).where(meant).values(next_run_at=next_run_at))
