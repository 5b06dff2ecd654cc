"""Bringing a database to the schema that this version of the bot needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from bot.db.database import writing

VERSIONS = Path(__file__).parent / "migrations"
LOCK = 7_237_481
"""Names the lock under which PostgreSQL lets one process migrate at a time."""


class SchemaMismatch(Exception):
    """The database has another schema than this version of the bot; the sentence says what to do."""


def migrate(engine: Engine) -> tuple[str, ...]:
    """Apply the migrations that are missing, in one transaction.

    Gives their revisions. Raises SchemaMismatch.
    """
    scripts = ScriptDirectory.from_config(_config())
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = schema_of(connection)
        missing = _missing(scripts, found)
        if missing:
            migrate_to(connection, "head")
    return missing


def migrate_to(connection: Connection, revision: str) -> None:
    """Apply the migrations that are missing up to a revision, or to the newest (“head”)."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def knows(revision: str) -> bool:
    """Whether this version of the bot has a migration of that name: the schema is not newer than its own."""
    return any(one.revision == revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def check(engine: Engine) -> None:
    """Raises SchemaMismatch unless the database has the schema of this version."""
    with engine.connect() as connection:
        found = schema_of(connection)
    if _missing(ScriptDirectory.from_config(_config()), found):
        raise SchemaMismatch(
            "The database has not got the schema of this version yet. Run: python -m bot migrate"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def schema_of(connection: Connection) -> str | None:
    """The revision of the database's schema; None where it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _missing(scripts: ScriptDirectory, found: str | None) -> tuple[str, ...]:
    """The revisions after the one that was found, the oldest first."""
    ours = [script.revision for script in scripts.walk_revisions()][::-1]
    if found is None:
        return tuple(ours)
    if found not in ours:
        raise SchemaMismatch(
            f"The database has the schema “{found}”, which this version of the bot does not know: a newer "
            "one has migrated it. Start that version, or restore the back-up from before the upgrade."
        )
    return tuple(ours[ours.index(found) + 1 :])
