"""Connections to the database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

UNAVAILABLE = (OperationalError, InterfaceError, InternalError, PoolTimeout)
"""The database is locked, full, read-only or gone: the same may succeed later.

What PostgreSQL says of a server that is only a copy of another one is an internal error by its class.
"""
UNUSABLE = (*UNAVAILABLE, DatabaseError)
"""The same, and what no waiting mends, such as a file that is no database: for whoever starts something."""
COMMANDS_WAIT, WORKERS_WAIT = 1.5, 30.0
"""Seconds for which a lock or a connection is waited for: somebody who asks is answered within three."""


def open_database(url: str, patience: float = COMMANDS_WAIT) -> Engine:
    """An engine that waits ``patience`` seconds for the database, then gives up; connects on first use."""
    if file := file_of(url):
        return _sqlite(url, file, patience)
    waits = {"connect_timeout": max(2, round(patience)), "application_name": "verbatim"}
    return create_engine(url, pool_pre_ping=True, pool_timeout=patience, connect_args=waits)


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for another one."""
    read = make_url(url)
    # SQLite's own addresses begin so: “file:/folder/bot.db?mode=ro&uri=true”.
    name = (read.database or "").removeprefix("file:")
    return Path(name) if read.get_backend_name() == "sqlite" else None


def _sqlite(url: str, file: Path, patience: float) -> Engine:
    folder = file.parent
    engine = create_engine(url, pool_timeout=patience, connect_args={"timeout": patience})

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: Any) -> None:
        # Where it cannot be made, SQLite says that it cannot open the file.
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
        # Writers take the lock when they begin: one that first reads could not wait for it any more.
        connection.isolation_level = "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout={round(patience * 1000)}")
        connection.execute("PRAGMA foreign_keys=ON")
        _write_ahead(connection, patience)

    return engine


def _write_ahead(connection: SqliteConnection, patience: float) -> None:
    """Let readers read while somebody writes. A file keeps that mode; only its first change takes turns."""
    given_up = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except SqliteError:
            # This one statement does not wait for a lock by itself.
            if monotonic() > given_up:
                raise
            sleep(0.01)
        else:
            return


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which what was read still holds when it is written; committed at its end."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Without this, SQLite begins with the first change, after what the change rests on was read.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def insert_into(table: Table, connection: Connection) -> postgresql.Insert | sqlite.Insert:
    """An insertion that can be told what to do where the row is there already."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
