"""Lanes as rows: when whoever shares a platform's limit may send next, agreed between processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.store.database import insert_into
from bot.store.tables import pacing

FURTHEST = timedelta(seconds=30)
"""Nobody takes a lane for longer ahead: a time beyond was written by a clock that has been put back since."""


def reserve(connection: Connection, lane: str, now: datetime, takes: timedelta) -> datetime:
    """Take a stretch of a lane's time; gives its beginning. To be called in a ``writing`` transaction."""
    at = pacing.c
    connection.execute(
        insert_into(pacing, connection).values(lane=lane, free_at=now).on_conflict_do_nothing()
    )
    free_at = connection.execute(select(at.free_at).where(at.lane == lane).with_for_update()).scalar_one()
    begins = free_at if now < free_at <= now + FURTHEST else now
    connection.execute(update(pacing).where(at.lane == lane).values(free_at=begins + takes))
    return begins
