"""Whoever is forgotten is in no table any more, whichever tables and columns there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    Table,
    insert,
    select,
    text,
)

from bot.cli.main import main
from bot.db.database import open_database, writing
from bot.db.forgetting import Forgetting, forget, texts_of
from bot.db.slack_workspaces import note_grid_workspace
from bot.db.tables import METADATA
from tests.databases import migrated

NOW = datetime(2026, 7, 1, tzinfo=UTC)
ADA, OTHER = "U0ADA1234", "U0EVE5678"
REFERENCES: dict[str, dict[str, Any]] = {
    "deliveries": {"subscription_id": 1},
    "editor_sessions": {"editor": "name1"},
}
"""What rows of a table refer to, which is there before them."""
ALLOWED = {"kind": "dm", "contents": "full", "nothing_new": "skip", "platform": "slack"}


def value_of(column: Column[Any], number: int, state: str) -> Any:  # noqa: PLR0911  -- one for each type
    """Something that a column can hold, without an id."""
    if column.name in ALLOWED:
        return ALLOWED[column.name]
    if column.name == "state":
        return state
    match column.type:
        case Integer():
            return number
        case DateTime():
            return NOW
        case Date():
            return NOW.date()
        case JSON():
            return {"text": "nothing"}
        case LargeBinary():
            return b"file"
        case _ if "Utc" in type(column.type).__name__:
            return NOW
        case _:
            return f"{column.name}{number}"


def is_checked(table: Table, column: Column[Any]) -> bool:
    """Whether a column takes some values alone."""
    checks = (one for one in table.constraints if isinstance(one, CheckConstraint))
    return column.name == "platform" or any(column.name in str(one.sqltext) for one in checks)


def fill(connection: Connection, held: str) -> int:
    """Rows of every table: in each the id stands in one column, so that each text column has it once."""
    number, filled = 100, 0
    connection.execute(insert(METADATA.tables["subscriptions"]).values(**row("subscriptions", 1, "active")))
    connection.execute(insert(METADATA.tables["editor_tokens"]).values(**row("editor_tokens", 1, "")))
    for table in METADATA.sorted_tables:
        for column in texts_of(table):
            if is_checked(table, column):
                continue
            number += 1
            values = row(table.name, number, "active" if table.name == "subscriptions" else "sent")
            kept = {"blocks": [f"<@{held}>"]} if isinstance(column.type, JSON) else held
            connection.execute(insert(table).values(**values | {column.name: kept}))
            filled += 1
    return filled


def row(name: str, number: int, state: str) -> dict[str, Any]:
    values = {one.name: value_of(one, number, state) for one in METADATA.tables[name].columns}
    return values | REFERENCES.get(name, {})


def cells(connection: Connection) -> Iterator[tuple[str, str]]:
    """All that is stored, with the table and column that it stands in."""
    for table in METADATA.sorted_tables:
        for one in connection.execute(select(table)).mappings():
            for name, value in one.items():
                yield f"{table.name}.{name}", json.dumps(value, default=str)


def test_nothing_is_left_of_whoever_is_forgotten_in_any_column_of_any_table(database: Engine) -> None:
    with writing(database) as connection:
        filled = fill(connection, ADA)
        assert {where for where, value in cells(connection) if ADA in value} == {
            f"{table.name}.{column.name}"
            for table in METADATA.sorted_tables
            for column in texts_of(table)
            if not is_checked(table, column)
        }
        done = forget(connection, Forgetting("slack", (ADA,)))
        assert [where for where, value in cells(connection) if ADA in value] == []
    assert sum(one.deleted + one.changed for one in done) >= filled
    assert forget_again(database) == ()


def forget_again(database: Engine) -> tuple[object, ...]:
    with writing(database) as connection:
        return forget(connection, Forgetting("slack", (ADA,)))


def test_nobody_else_is_touched(database: Engine) -> None:
    with writing(database) as connection:
        fill(connection, OTHER)
        before = list(cells(connection))
        assert forget(connection, Forgetting("slack", (ADA,))) == ()
        assert forget(connection, Forgetting("discord", (OTHER,))) != ()
        kept = list(cells(connection))
    assert [one for one in before if one[0].startswith("slack_")] == [
        one for one in kept if one[0].startswith("slack_")
    ]


def test_a_digest_for_a_channel_stays_without_its_owner_and_a_direct_one_goes(database: Engine) -> None:
    with writing(database) as connection:
        subscriptions = METADATA.tables["subscriptions"]
        own = row("subscriptions", 1, "active") | {"channel": ADA, "owner": ADA}
        shared = row("subscriptions", 2, "active") | {"kind": "channel", "channel": "C0NEWS123", "owner": ADA}
        for values in (own, shared):
            connection.execute(insert(subscriptions).values(**values))
        connection.execute(insert(METADATA.tables["deliveries"]).values(**row("deliveries", 1, "sent")))
        done = forget(connection, Forgetting("slack", (ADA,)))
        assert {(one.table, one.deleted, one.changed) for one in done} == {
            ("deliveries", 1, 0),
            ("subscriptions", 1, 1),
        }
        assert [
            tuple(one) for one in connection.execute(text("SELECT channel, owner FROM subscriptions"))
        ] == [("C0NEWS123", "")]


def test_a_manager_who_is_forgotten_leaves_the_others(database: Engine) -> None:
    with writing(database) as connection:
        values = row("preferences", 1, "") | {"name": "managers", "value": f"{OTHER} {ADA} {ADA}9"}
        connection.execute(insert(METADATA.tables["preferences"]).values(**values))
        forget(connection, Forgetting("slack", (ADA,)))
        [kept] = connection.execute(text("SELECT value FROM preferences")).scalars()
    assert kept == f"{OTHER} {ADA}9"


def test_a_person_can_be_forgotten_in_one_workspace_alone(database: Engine) -> None:
    shortcuts = METADATA.tables["slack_shortcuts"]
    with writing(database) as connection:
        for workspace in ("T0ONE1234", "T0TWO1234"):
            values = row("slack_shortcuts", 1, "") | {"workspace": workspace, "person": ADA}
            connection.execute(insert(shortcuts).values(**values))
        forget(connection, Forgetting("slack", (ADA,), "T0ONE1234"))
        assert connection.execute(select(shortcuts.c.workspace)).scalars().all() == ["T0TWO1234"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", migrated(f"sqlite:///{tmp_path}/bot.db"))
    return tmp_path


def test_the_command_says_what_it_does_and_a_dry_run_does_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import create_engine  # noqa: PLC0415  -- of this test alone

    engine = create_engine(f"sqlite:///{folder}/bot.db")
    with engine.begin() as connection:
        values = row("slack_shortcuts", 1, "") | {"person": ADA}
        connection.execute(insert(METADATA.tables["slack_shortcuts"]).values(**values))
    engine.dispose()
    for more, ends in ((["--dry-run"], "this was a dry run."), ([], "Done.")):
        assert main(["forget", "person", "slack", ADA, *more]) == 0
        said = capsys.readouterr().out
        assert "slack_shortcuts: 1 row deleted, 0 rows without the id" in said
        assert said.rstrip().endswith(ends)
    assert main(["forget", "person", "slack", ADA]) == 1
    assert f"Nothing is stored about {ADA}." in capsys.readouterr().err


def test_an_enterprise_is_forgotten_with_its_workspaces(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_database(f"sqlite:///{folder}/bot.db")
    with writing(engine) as connection:
        for workspace, enterprise in (("T0ONE1234", "E0BIG1234"), ("T0TWO1234", "E0BIG1234")):
            note_grid_workspace(connection, enterprise, workspace)
        note_grid_workspace(connection, "E0ELSE123", "T0ELSE123")
        for number, workspace in enumerate(("T0ONE1234", "T0TWO1234", "T0ELSE123"), start=1):
            values = row("preferences", number, "") | {"platform": "slack", "workspace": workspace}
            connection.execute(insert(METADATA.tables["preferences"]).values(**values))
    assert main(["forget", "workspace", "slack", "E0BIG1234"]) == 0
    assert "preferences: 2 rows deleted" in capsys.readouterr().out
    with writing(engine) as connection:
        left = list(cells(connection))
    engine.dispose()
    assert [one for one in left if re.search("T0ONE|T0TWO|E0BIG", one[1])] == []
    assert {where for where, value in left if "T0ELSE123" in value} == {
        "preferences.workspace",
        "slack_grid_workspaces.workspace",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["person", "slack", "ada"], "“ada” is no id of Slack"),
        (["person", "discord", "U0ADA1234"], "is no id of Discord"),
        (["person", "slack", ADA, "--workspace", "%"], "“%” is no id of Slack"),
        (["workspace", "slack", "T0ONE1234", "--channel", "D0ONE1234"], "are about a person"),
    ],
)
def test_what_is_no_id_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert folder.is_dir()
    assert main(["forget", *arguments]) == 2
    assert said in capsys.readouterr().err
