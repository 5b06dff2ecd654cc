"""The back-up of an SQLite database: a copy of its file, made by SQLite while others write to it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from bot.db.backup_file import (
    CHUNK,
    COPY_PREFIX,
    NOT_EMPTY,
    Backup,
    BackupWriter,
    CannotRestore,
    Copied,
    UnusableBackup,
)
from bot.db.backup_tables import AfterRestore
from bot.db.database import open_database
from bot.db.migrate import migrate
from bot.db.tables import METADATA

FILE = "bot.db"
"""The member of the back-up that is the database."""
LOCK_TIMEOUT = 2.0
"""Seconds for which the restore waits until other processes have let go of the database."""


def copy_out(engine: Engine, writer: BackupWriter) -> Copied:
    """Copy the database with SQLite's online back-up, in one step that readers and writers need not wait for.

    https://www.sqlite.org/backup.html
    """
    with TemporaryDirectory(prefix=f"{COPY_PREFIX}{os.getpid()}-", dir=writer.folder) as folder:
        file = Path(folder) / FILE
        with closing(sqlite3.connect(file)) as copy, engine.connect() as connection:
            running: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # it is
            running.backup(copy)
            _detach(copy)
            [[schema]] = copy.execute("SELECT version_num FROM alembic_version")
        with file.open("rb") as stream:
            writer.add(FILE, iter(lambda: stream.read(CHUNK), b""))
    return Copied(schema)


def restore(file: Path, backup: Backup, after: AfterRestore, *, replaces: bool) -> None:
    """Put the back-up in the place of a file that no process uses. Raises CannotRestore, UnusableBackup."""
    if file.is_dir():
        raise CannotRestore(f"“{file}” is a folder: remove it, or set DATABASE_URL.")
    file.parent.mkdir(parents=True, exist_ok=True)
    with (
        _held_alone(file, replaces=replaces),
        TemporaryDirectory(prefix=".restore-", dir=file.parent) as folder,
    ):
        made = Path(folder) / FILE
        backup.write(FILE, made)
        _bring_up_to_date(made, after)
        for left in ("-wal", "-shm", "-journal"):
            file.with_name(file.name + left).unlink(missing_ok=True)
        made.replace(file)
        _sync(file.parent)


def _bring_up_to_date(file: Path, after: AfterRestore) -> None:
    engine = open_database(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                raise UnusableBackup("The back-up is corrupt: SQLite finds mistakes in its database.")
        migrate(engine)
        with engine.begin() as connection:
            after(connection)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        _detach(connection)


def _detach(connection: sqlite3.Connection) -> None:
    """Leave write-ahead logging, so that the database is one file; whoever opens it begins with it again."""
    connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _held_alone(file: Path, *, replaces: bool) -> Iterator[None]:
    """Keep other processes from the file; raises CannotRestore where one uses it or where it holds rows."""
    if not file.exists():
        yield
        return
    with closing(sqlite3.connect(file, timeout=LOCK_TIMEOUT, isolation_level=None)) as held:
        try:
            # SQLite refuses this to whoever is not alone.
            _detach(held)
            held.execute("BEGIN EXCLUSIVE")
            is_empty = not any(_has_rows(held, name) for name in METADATA.tables)
        except sqlite3.OperationalError as error:
            raise CannotRestore(f"“{file}” is in use ({error}): stop every process first.") from None
        except sqlite3.DatabaseError:
            is_empty = False  # it is no database, and perhaps still of use to somebody
        if not (is_empty or replaces):
            raise CannotRestore(NOT_EMPTY)
        yield


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        return False
    return bool(connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone())  # noqa: S608  -- our own name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
