"""The look at the database: what it says of one that is well, gone, replaced or broken, and of its clock."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.db.database import file_of, open_database
from bot.db.probe import SILENCE, DatabaseProbe, ProbeResult, look
from tests.databases import migrated


def test_a_database_that_is_well_has_no_problem(database: Engine) -> None:
    found = look(database)
    assert found.problem is None
    assert 0 < found.took < 60
    assert abs(found.clock_offset) < 2


def test_a_clock_that_is_an_hour_off_is_seen_where_the_database_has_one_of_its_own(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3600)
    offset = look(database).clock_offset
    assert abs(offset + 3600) < 5 if file_of(str(database.url)) is None else offset == 0


def test_a_file_that_is_gone_replaced_or_broken_is_told_of_though_a_connection_was_open(
    tmp_path: Path,
) -> None:
    file = tmp_path / "bot.db"
    engine = open_database(migrated(f"sqlite:///{file}"))
    try:
        assert look(engine).problem is None
        file.unlink()
        assert look(engine).problem == "its file is gone"
        assert not file.exists()
        file.touch()
        assert look(engine).problem == "no such table: executors"
        file.write_bytes(b"no database" * 100)
        assert look(engine).problem == "file is not a database"
    finally:
        engine.dispose()


def test_a_server_that_is_not_there_is_told_of_without_its_password() -> None:
    engine = open_database("postgresql+psycopg://bot:hidden@127.0.0.1:1/bot", 2)
    problem = look(engine).problem
    engine.dispose()
    assert problem
    assert "hidden" not in problem
    assert "\n" not in problem


def test_a_look_that_never_ends_counts_as_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    looking, now = DatabaseProbe("sqlite:///nowhere.db"), time.monotonic()
    said = []
    for later in (0.0, SILENCE + 1):
        monkeypatch.setattr(time, "monotonic", lambda later=later: now + later)
        said.append(looking.problem)
    assert said == [None, "it has not answered for 21 seconds"]


def test_the_thread_shows_each_result_until_it_is_stopped(tmp_path: Path) -> None:
    shown: list[ProbeResult] = []

    def show(result: ProbeResult) -> None:
        shown.append(result)
        if len(shown) == 3:
            looking.stop()

    looking = DatabaseProbe(migrated(f"sqlite:///{tmp_path}/bot.db"), show, interval=0.01)
    thread = looking.start()
    thread.join(60)
    assert [one.problem for one in shown] == [None] * 3
