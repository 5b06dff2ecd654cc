"""Executors as rows: the processes that deliver, each with a count of its heartbeats."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.db.tables import executors

# Statements that are run all the time are put together once.
AT = executors.c
NOW = bindparam("now", type_=AT.beat_at.type)
GROW = update(executors).where(AT.id == bindparam("executor")).values(beat=AT.beat + 1, beat_at=NOW)
BEATS = select(AT.id, AT.beat)


def heartbeat(connection: Connection, identifier: str, now: datetime) -> Mapping[str, int]:
    """Count one more heartbeat of an executor; gives the count of each executor by its id."""
    if connection.execute(GROW, {"executor": identifier, "now": now}).rowcount == 0:
        connection.execute(insert(executors).values(id=identifier, beat=1, beat_at=now))
    return {row.id: row.beat for row in connection.execute(BEATS)}


def deregister(connection: Connection, identifiers: Sequence[str]) -> None:
    """Delete executors from the list of those that deliver."""
    connection.execute(delete(executors).where(executors.c.id.in_(identifiers)))
