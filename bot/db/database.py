"""Connections to the database, SQLite in a file or PostgreSQL, and what each of them does in its own way."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError
from time import monotonic, sleep
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from bot.db.threads import THREADS

P = ParamSpec("P")
T = TypeVar("T")
UNAVAILABLE = (OperationalError, InterfaceError, InternalError, PoolTimeout)
"""Errors of a database that is locked, full, read-only or gone: the same statement may succeed later.

What PostgreSQL says of a server that is only a copy of another one is an internal error by its class.
"""
UNUSABLE = (*UNAVAILABLE, DatabaseError)
"""Those errors and the ones that no waiting mends, such as a file that is no database."""
COMMAND_LOCK_TIMEOUT, WORKER_LOCK_TIMEOUT = 1.5, 30.0
"""Seconds for which a lock or a connection is waited for: somebody who asks is answered within three."""


def open_database(url: str, lock_timeout: float = COMMAND_LOCK_TIMEOUT) -> Engine:
    """An engine that waits ``lock_timeout`` seconds for a lock or a connection; connects on first use."""
    if file := file_of(url):
        return _sqlite(url, file, lock_timeout)
    waits = {"connect_timeout": max(2, round(lock_timeout)), "application_name": "verbatim"}
    return create_engine(url, pool_pre_ping=True, pool_timeout=lock_timeout, connect_args=waits)


def file_of(url: str) -> Path | None:
    """The path of an SQLite database's file; None for a database of another kind."""
    read = make_url(url)
    # SQLite's own addresses begin so: “file:/folder/bot.db?mode=ro&uri=true”.
    name = (read.database or "").removeprefix("file:")
    return Path(name) if read.get_backend_name() == "sqlite" else None


def _sqlite(url: str, file: Path, lock_timeout: float) -> Engine:
    folder = file.parent
    engine = create_engine(url, pool_timeout=lock_timeout, connect_args={"timeout": lock_timeout})

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: Any) -> None:
        # Where it cannot be made, SQLite says that it cannot open the file.
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
        # Writers take the lock when they begin: one that first reads could not wait for it any more.
        connection.isolation_level = "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout={round(lock_timeout * 1000)}")
        connection.execute("PRAGMA foreign_keys=ON")
        _write_ahead(connection, lock_timeout)

    return engine


def _write_ahead(connection: SqliteConnection, lock_timeout: float) -> None:
    """Switch the file to write-ahead logging for good: readers then need not wait for a writer."""
    given_up = monotonic() + lock_timeout
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


async def read(
    engine: Engine, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call ``query`` with a connection and the arguments; passes on its result and errors."""

    def call() -> T:
        with engine.connect() as connection:
            return query(connection, *args, **kwargs)

    return await THREADS.run(call)


async def write(
    engine: Engine, change: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call ``change`` like ``read``, in a ``writing`` transaction that is committed when it returns."""

    def call() -> T:
        with writing(engine) as connection:
            return change(connection, *args, **kwargs)

    return await THREADS.run(call)


def insert_into(table: Table, connection: Connection) -> postgresql.Insert | sqlite.Insert:
    """An INSERT for the connection's database that takes an ``ON CONFLICT`` clause."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_missing(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *returned: sa.ColumnElement[Any]
) -> Sequence[sa.Row[Any]]:
    """Insert those rows that no unique constraint forbids; gives the ``returned`` columns of these."""
    if not rows:
        return ()
    if connection.dialect.name == "sqlite":
        added = sqlite.insert(table).on_conflict_do_nothing().returning(*returned)
        return connection.execute(added, rows).all()
    written = sa.cast(sa.literal(json.dumps(rows, default=datetime.isoformat), sa.Text), postgresql.JSON)
    columns = [sa.column(name, table.c[name].type) for name in rows[0]]
    listed = sa.func.json_to_recordset(written).table_valued(*columns).render_derived(with_types=True)
    inserted = postgresql.insert(table).from_select(list(rows[0]), sa.select(*listed.c))
    return connection.execute(inserted.on_conflict_do_nothing().returning(*returned)).all()


def among(
    connection: Connection, one: sa.ColumnElement[Any], values: Sequence[Any]
) -> sa.ColumnElement[bool]:
    """The condition that a column has one of many values, with a single parameter on PostgreSQL."""
    if connection.dialect.name == "sqlite":
        return one.in_(values)
    return one == sa.any_(sa.bindparam(None, list(values), type_=postgresql.ARRAY(one.type)))
