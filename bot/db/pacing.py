"""Lanes as rows: when whoever shares a platform's limit may send next, agreed between processes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.db.database import insert_into
from bot.db.tables import pacing

FURTHEST = timedelta(seconds=30)
"""Nobody takes a lane for longer ahead: a time beyond was written by a clock that has been put back since."""


# Statements that are run all the time are put together once.
AT = pacing.c
HELD = select(AT.free_at).where(AT.lane == bindparam("of_lane")).with_for_update()
FREE_AT = bindparam("free_at", type_=AT.free_at.type)
TAKE = update(pacing).where(AT.lane == bindparam("of_lane")).values(free_at=FREE_AT)


def reserve(connection: Connection, lane: str, now: datetime, takes: timedelta) -> datetime:
    """Take the next stretch of a lane's time and give its beginning.

    To be called in a ``writing`` transaction.
    """
    free_at = connection.execute(HELD, {"of_lane": lane}).scalar()
    if free_at is None:
        added = insert_into(pacing, connection).values(lane=lane, free_at=now)
        connection.execute(added.on_conflict_do_nothing())
        free_at = connection.execute(HELD, {"of_lane": lane}).scalar_one()
    begins = free_at if now < free_at <= now + FURTHEST else now
    connection.execute(TAKE, {"of_lane": lane, "free_at": begins + takes})
    return begins
