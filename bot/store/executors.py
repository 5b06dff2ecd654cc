"""Executors as rows: which processes deliver, each with a count that grows while it lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.tables import executors


def beat(connection: Connection, identifier: str, now: datetime) -> None:
    """Say that an executor lives."""
    at = executors.c
    grown = update(executors).where(at.id == identifier).values(beat=at.beat + 1, beat_at=now)
    if connection.execute(grown).rowcount == 0:
        connection.execute(insert(executors).values(id=identifier, beat=1, beat_at=now))


def beats(connection: Connection) -> Mapping[str, int]:
    """How often each executor has said so."""
    return {row.id: row.beat for row in connection.execute(select(executors.c.id, executors.c.beat))}


def strike(connection: Connection, identifiers: Sequence[str]) -> None:
    """Take executors off the list."""
    connection.execute(delete(executors).where(executors.c.id.in_(identifiers)))
