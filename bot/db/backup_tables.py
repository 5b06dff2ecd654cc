"""The back-up of a PostgreSQL database: its rows as COPY gives them, in one snapshot of both schemas.

COPY and not ``pg_dump``, which must be installed beside the bot and be no older than the server
(docs/decisions/0033-back-ups-in-one-file.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, MetaData, Table, inspect, text

from bot.db.backup_file import NOT_EMPTY, Backup, BackupWriter, CannotRestore, Copied
from bot.db.database import WORKER_LOCK_TIMEOUT, open_database
from bot.db.migrate import knows, migrate_to, schema_of
from bot.db.tables import METADATA

QUEUE_SCHEMA = "dbos"
"""The schema of the queue's tables, and in a back-up what their names begin with."""
ROWS, SEQUENCES = "rows", "sequences.json"
"""The folder of the back-up with a member for each table, and the member with the numbers given out last."""
VERSION_TABLE = "alembic_version"
AfterRestore = Callable[[Connection], object]
"""Called with the restored database, before anything else can see it on PostgreSQL."""
MakeQueue = Callable[[Engine], object]
"""Makes the tables of the queue in a database that has none."""


def copy_out(engine: Engine, writer: BackupWriter) -> Copied:
    """Copy all rows of the bot's tables and of the queue's, as they were at one instant."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        there = inspect(connection).get_table_names()
        ours = [table for table in METADATA.sorted_tables if table.name in there]
        tables = [*ours, *_queue_tables(connection)]
        raw = _raw(connection)
        columns = {}
        for table in tables:
            found = inspect(connection).get_columns(table.name, table.schema)
            columns[_name(table)] = names = [column["name"] for column in found]
            with raw.cursor().copy(_copying(table, names, "TO STDOUT")) as rows:
                writer.add(_member(table), rows)
        sequences = _sequences(connection)
        writer.add(SEQUENCES, [json.dumps({"sequences": sequences, "columns": columns}).encode()])
        schema = schema_of(connection) or ""
        return Copied(schema, _queue_version(connection), tuple(map(_name, tables)))


def restore(url: str, backup: Backup, make_queue: MakeQueue, after: AfterRestore, *, replaces: bool) -> None:
    """Put the rows of a back-up in the place of those of a database that no process uses.

    All in one transaction. Raises CannotRestore.
    """
    engine = open_database(url, WORKER_LOCK_TIMEOUT)
    try:
        with engine.connect() as connection:
            _check_unused(connection)
            if (found := schema_of(connection)) and not knows(found):
                # What a newer version has made besides could not be named here, and would stay.
                raise CannotRestore(
                    f"The database has the schema “{found}” of a newer version: restore into an empty one."
                )
            if not replaces and not _is_empty(connection):
                raise CannotRestore(NOT_EMPTY)
            has_queue = bool(_queue_tables(connection))
        if backup.manifest.queue and not has_queue:
            make_queue(engine)
        with engine.begin() as connection:
            _check_queue(connection, backup.manifest.queue)
            _replace(connection, backup)
            migrate_to(connection, "head")
            after(connection)
    finally:
        engine.dispose()


def _replace(connection: Connection, backup: Backup) -> None:
    """Make the tables anew in the back-up's own schema, empty those of the queue, and fill all."""
    if schema_of(connection):
        # Of an older schema it may have tables that are not among ours any more, and the back-up's has, too.
        migrate_to(connection, "head")
    for table in reversed(METADATA.sorted_tables):
        connection.execute(text(f'DROP TABLE IF EXISTS "{table.name}"'))
    connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
    migrate_to(connection, backup.manifest.schema)
    queue = _queue_tables(connection)
    if queue:
        named = ", ".join(f'{QUEUE_SCHEMA}."{table.name}"' for table in queue)
        connection.execute(text(f"TRUNCATE {named}"))
    kept = json.loads(b"".join(backup.chunks(SEQUENCES)))
    raw = _raw(connection)
    for name in backup.manifest.tables:
        table = _of_name(name)
        with raw.cursor().copy(_copying(table, kept["columns"][name], "FROM STDIN")) as rows:
            for chunk in backup.chunks(_member(table)):
                rows.write(chunk)
    for name, last in kept["sequences"].items():
        connection.execute(
            text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": name, "last": last}
        )


def _check_unused(connection: Connection) -> None:
    """Raises CannotRestore where another process is connected: it would go on with what it knows."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    if count := connection.execute(text(others)).scalar():
        raise CannotRestore(f"The database is in use by {count} connections: stop every process first.")


def _is_empty(connection: Connection) -> bool:
    there = set(inspect(connection).get_table_names())
    return not any(
        connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()  # noqa: S608  -- our own name
        for name in METADATA.tables
        if name in there
    )


def _check_queue(connection: Connection, wanted: int) -> None:
    """Raises CannotRestore where the queue's tables are of another version than those of the back-up."""
    found = _queue_version(connection)
    if wanted and found != wanted:
        raise CannotRestore(
            f"The queue's tables have version {found}, and those of the back-up {wanted}: restore it with "
            "the version of the bot that made it, into an empty database, and upgrade then."
        )


def _queue_tables(connection: Connection) -> list[Table]:
    there = MetaData()
    there.reflect(connection, schema=QUEUE_SCHEMA)
    return [table for table in there.sorted_tables if table.name != "dbos_migrations"]


def _queue_version(connection: Connection) -> int:
    """The version of the queue's tables; 0 where there are none, since nothing was ever delivered."""
    if not inspect(connection).has_table("dbos_migrations", QUEUE_SCHEMA):
        return 0
    version: int | None = connection.execute(text("SELECT version FROM dbos.dbos_migrations")).scalar()
    return version or 0


def _sequences(connection: Connection) -> dict[str, int]:
    """The number that each sequence has given out last; those that have given none are left out."""
    query = (
        "SELECT sequencename, last_value FROM pg_sequences "
        "WHERE schemaname = current_schema() AND last_value IS NOT NULL"
    )
    found = connection.execute(text(query)).all()
    return {name: last for name, last in found if name.removesuffix("_id_seq") in METADATA.tables}


def _raw(connection: Connection) -> psycopg.Connection[tuple[object, ...]]:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)  # noqa: S101  -- no other driver is ever used
    return raw


def _copying(table: Table, columns: Iterable[str], direction: str) -> sql.Composed:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    identifier = sql.Identifier(*filter(None, (table.schema, table.name)))
    return sql.SQL("COPY {} ({}) " + direction).format(identifier, named)


def _name(table: Table) -> str:
    return f"{table.schema}.{table.name}" if table.schema else table.name


def _of_name(name: str) -> Table:
    schema, _, table = name.rpartition(".")
    return Table(table, MetaData(), schema=schema or None)


def _member(table: Table) -> str:
    return f"{ROWS}/{_name(table)}"
