"""The schema: brought up to date by one command, on both databases, and never guessed at."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.db.database import open_database
from bot.db.migrate import SchemaMismatch, check, migrate
from bot.db.tables import METADATA


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(database: Engine) -> None:
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_database_that_is_up_to_date_is_left_alone(database: Engine) -> None:
    assert migrate(database) == ()
    check(database)


def test_a_database_that_was_never_migrated_is_refused_with_the_command_that_helps(
    empty_database: str,
) -> None:
    engine = open_database(empty_database)
    with pytest.raises(SchemaMismatch, match="Run: python -m bot migrate"):
        check(engine)
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused_and_nothing_is_changed(database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (check, migrate):
        with pytest.raises(SchemaMismatch, match=r"9999.*newer one has migrated it"):
            refuse(database)
    with database.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_processes_that_migrate_at_once_take_turns(empty_database: str) -> None:
    applied: list[tuple[str, ...]] = []

    def bring_up_to_date() -> None:
        engine = open_database(empty_database, lock_timeout=20)
        applied.append(migrate(engine))
        engine.dispose()

    threads = [threading.Thread(target=bring_up_to_date) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied, key=len)[:3] == [(), (), ()]
    assert len(applied) == 4


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    versions = tmp_path / "migrations"
    (versions / "versions").mkdir(parents=True)
    ours = Path("bot/db/migrations")
    (versions / "env.py").write_bytes((ours / "env.py").read_bytes())
    script = (ours / "versions/v0001_digests.py").read_text()
    (versions / "versions/v0001_digests.py").write_text(script.replace("    _executors()", "    1 / 0"))
    monkeypatch.setattr("bot.db.migrate.VERSIONS", versions)
    engine = open_database(empty_database)
    with pytest.raises(ZeroDivisionError):
        migrate(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
