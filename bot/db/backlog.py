"""How much is due and not settled yet, over all processes, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.db.deliveries import OPEN
from bot.db.tables import deliveries, subscriptions


@dataclass(frozen=True)
class Backlog:
    """How much is due, and the oldest slot of it."""

    due: int
    since: datetime | None


# Statements that are run all the time are put together once.
NEXT = subscriptions.c.next_run_at
TAKEN = select(func.count(), func.min(deliveries.c.slot)).where(deliveries.c.state.in_(OPEN))
UNTAKEN = select(func.count(), func.min(NEXT)).where(bindparam("now", type_=NEXT.type) >= NEXT)


def backlog(connection: Connection, now: datetime) -> Backlog:
    """What has been due until now and is not settled, whether it was taken already or not."""
    due, since = connection.execute(TAKEN).one()
    more, earlier = connection.execute(UNTAKEN, {"now": now}).one()
    times = [one for one in (since, earlier) if one is not None]
    return Backlog(due + more, min(times, default=None))
