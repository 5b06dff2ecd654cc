"""Executors as rows: which processes deliver, each with a count that grows while it lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.db.tables import executors

# Statements that are run all the time are put together once.
AT = executors.c
GROW = (
    update(executors)
    .where(AT.id == bindparam("executor"))
    .values(beat=AT.beat + 1, beat_at=bindparam("now", type_=AT.beat_at.type))
)
BEATS = select(AT.id, AT.beat)


def heartbeat(connection: Connection, identifier: str, now: datetime) -> Mapping[str, int]:
    """Say that an executor lives; gives how often each has said so."""
    if connection.execute(GROW, {"executor": identifier, "now": now}).rowcount == 0:
        connection.execute(insert(executors).values(id=identifier, beat=1, beat_at=now))
    return {row.id: row.beat for row in connection.execute(BEATS)}


def deregister(connection: Connection, identifiers: Sequence[str]) -> None:
    """Take executors off the list."""
    connection.execute(delete(executors).where(executors.c.id.in_(identifiers)))
