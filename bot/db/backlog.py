"""The backlog: how many digests of all processes are due and not settled, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.db.deliveries import OPEN
from bot.db.tables import deliveries, subscriptions


@dataclass(frozen=True)
class Backlog:
    """How many digests are due and not settled, and the oldest slot among them, an aware time."""

    due: int
    since: datetime | None


# Statements that are run all the time are put together once.
NEXT = subscriptions.c.next_run_at
TAKEN = select(func.count(), func.min(deliveries.c.slot)).where(deliveries.c.state.in_(OPEN))
UNTAKEN = select(func.count(), func.min(NEXT)).where(bindparam("now", type_=NEXT.type) >= NEXT)


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Count what was due by ``now`` and is not settled: open deliveries, and subscriptions not taken yet."""
    due, since = connection.execute(TAKEN).one()
    more, earlier = connection.execute(UNTAKEN, {"now": now}).one()
    times = [one for one in (since, earlier) if one is not None]
    return Backlog(due + more, min(times, default=None))
