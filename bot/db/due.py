"""Which subscriptions are due, taken so that no two processes take the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.db.database import among
from bot.db.deliveries import OPEN
from bot.db.tables import deliveries, subscriptions


@dataclass(frozen=True)
class Due:
    """A subscription that is due at ``slot``, with the schedule and zone that give its next run."""

    id: int
    schedule: str
    zone: str
    slot: datetime


@dataclass(frozen=True)
class Backlog:
    """How many digests are due and not settled, and the oldest slot among them, an aware time."""

    due: int
    since: datetime | None


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
UNTAKEN = select(func.count(), func.min(AT.next_run_at)).where(AT.next_run_at <= NOW)
TAKEN = select(func.count(), func.min(deliveries.c.slot)).where(deliveries.c.state.in_(OPEN))


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


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Count what was due by ``now`` and is not settled: open deliveries, and subscriptions not taken yet."""
    due, since = connection.execute(TAKEN).one()
    more, earlier = connection.execute(UNTAKEN, {"now": now}).one()
    times = [one for one in (since, earlier) if one is not None]
    return Backlog(due + more, min(times, default=None))
