"""Backs up a database while the bot runs, and restores it: an SQLite file, or the rows of a PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, make_url

from bot.db import backup_sqlite, backup_tables
from bot.db.backup_file import Backup, BackupManifest, BackupWriter, CannotRestore, UnusableBackup
from bot.db.backup_tables import AfterRestore, MakeQueue
from bot.db.database import file_of
from bot.db.migrate import check, knows, schema_of


def back_up(engine: Engine, writer: BackupWriter, version: str) -> BackupManifest:
    """Write a consistent copy of the database, of this schema or an older one; ``version`` is the bot's.

    Raises SchemaMismatch for a newer one, and where there is none.
    """
    with engine.connect() as connection:
        if not knows(schema_of(connection) or ""):
            check(engine)
    kind = engine.dialect.name
    copy = backup_sqlite.copy_out if kind == "sqlite" else backup_tables.copy_out
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    copied = copy(engine, writer)
    return BackupManifest(made_at, version, kind, copied.schema, copied.queue, copied.tables, writer.members)


def restore(url: str, backup: Backup, make_queue: MakeQueue, after: AfterRestore, *, replaces: bool) -> None:
    """Put a back-up into the database at ``url``, bring it to the schema of this version, and call ``after``.

    ``make_queue`` makes the queue's own tables where PostgreSQL has none. Whatever fails leaves the target's
    rows as they were. Raises CannotRestore, UnusableBackup, and what the database raises.
    """
    manifest = backup.manifest
    if not knows(manifest.schema):
        raise UnusableBackup(
            f"The back-up has the schema “{manifest.schema}”, which this version of the bot does not know: "
            f"restore it with the version that made it ({manifest.bot}) or a newer one."
        )
    if make_url(url).get_backend_name() != manifest.database:
        raise CannotRestore(
            f"The back-up is one of {manifest.database}, and DATABASE_URL names another kind."
        )
    if file := file_of(url):
        backup_sqlite.restore(file, backup, after, replaces=replaces)
    else:
        backup_tables.restore(url, backup, make_queue, after, replaces=replaces)
