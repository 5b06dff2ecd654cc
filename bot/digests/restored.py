"""Digests that went out after a database was backed up, of which it knows nothing when it is restored."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.answers.query import CommandError
from bot.db import due
from bot.db.deliveries import OPEN
from bot.db.subscriptions import pause
from bot.db.tables import deliveries, subscriptions
from bot.digests.outcomes import NO_NEXT_RUN
from bot.digests.schedule_parser import read_schedule

RESTORED = "restored from a back-up"
"""Why a delivery was skipped that the back-up has as open: it has most probably been posted since."""


def skip_what_was_due(connection: Connection, now: datetime) -> int:
    """Take all digests that the back-up has as open, or that have been due since, for posted; gives how many.

    The next digest tells what is new since the last one that the back-up knows of: nothing is left out.
    """
    at = deliveries.c
    closed = {"state": "skipped", "reason": RESTORED, "settled_at": now, "payload": None}
    opened = connection.execute(update(deliveries).where(at.state.in_(OPEN)).values(closed)).rowcount
    mine = subscriptions.c
    is_missed = (mine.state == "active", mine.next_run_at <= now)
    missed = connection.execute(select(mine.id, mine.schedule, mine.zone).where(*is_missed)).all()
    runs: dict[datetime, list[int]] = defaultdict(list)
    for identifier, schedule, zone in missed:
        try:
            runs[read_schedule(schedule, zone).next_run(now)].append(identifier)
        except CommandError:
            pause(connection, [identifier], NO_NEXT_RUN)
    due.advance(connection, runs)
    return opened + len(missed)
