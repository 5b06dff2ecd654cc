"""The command ``editor``: makes, lists and removes tokens, and takes over an earlier version's file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.cli.main import main
from bot.db.database import open_database
from bot.db.editor_tokens import is_valid
from bot.service.editors import digest_of
from bot.service.editors_file import take_over

TODAY = datetime.now(UTC).date()


@pytest.fixture
def run(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in a folder of its own; gives its status, and what it prints and complains of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["editor", *arguments])
        said = capsys.readouterr()
        return status, said.out.strip(), said.err.strip()

    return call


Run = Callable[..., tuple[int, str, str]]


def lets_in(database: Engine, token: str) -> bool:
    with database.connect() as connection:
        return is_valid(connection, digest_of(token))


def earlier_file(folder: Path, **tokens: str) -> Path:
    """The file of an earlier version, as that wrote it."""
    file = folder / "var/editors.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({name: sha256(one.encode()).hexdigest() for name, one in tokens.items()}))
    file.chmod(0o600)
    return file


def test_a_token_is_printed_once_listed_by_name_and_removed(run: Run, database: Engine) -> None:
    status, token, _ = run("add", "ada")
    assert (status, lets_in(database, token)) == (0, True)
    assert "has a token already" in run("add", "ada")[2]
    assert run("list") == (0, f"ada: made {TODAY}, never used", "")
    assert run("remove", "ada")[0] == 0
    assert not lets_in(database, token)
    assert run("list") == (0, f"ada: made {TODAY}, never used, removed {TODAY}", "")
    assert "there is no editor “ada” with a token" in run("remove", "ada")[2]
    status, another, _ = run("add", "ada")
    assert (status, lets_in(database, another), lets_in(database, token)) == (0, True, False)
    assert run("list") == (0, f"ada: made {TODAY}, never used", "")


@pytest.mark.parametrize("name", ["", "two words", "x" * 41, "<b>"])
def test_what_is_no_name_gets_no_token(run: Run, name: str) -> None:
    status, out, error = run("add", name)
    assert (status, out) == (1, "")
    assert "name" in error.lower()
    assert run("list") == (0, "", "")


def test_tokens_of_a_file_go_on_and_the_file_is_put_aside(run: Run, database: Engine, tmp_path: Path) -> None:
    file = earlier_file(tmp_path, ada="a token", bob="another")
    held = file.read_bytes()
    status, listed, said = run("list")
    assert (status, len(listed.splitlines())) == (0, 2)
    assert said == ("Taken over from var/editors.json: ada, bob; it is var/editors.json.taken-over now.")
    aside = tmp_path / "var/editors.json.taken-over"
    assert (file.exists(), aside.read_bytes(), aside.stat().st_mode & 0o077) == (False, held, 0)
    assert lets_in(database, "a token")
    assert run("list") == (0, listed, "")


def test_a_file_that_comes_back_lets_in_nobody_who_was_removed(
    run: Run, database: Engine, tmp_path: Path
) -> None:
    earlier_file(tmp_path, ada="a token")
    assert run("remove", "ada")[0] == 0
    earlier_file(tmp_path, ada="a token", cleo="a third")
    assert "Taken over from var/editors.json: cleo;" in run("list")[2]
    assert (lets_in(database, "a token"), lets_in(database, "a third")) == (False, True)


@pytest.mark.parametrize(
    "held", [b"", b"[]", b"\xff", b'{"ada": 1}', b'{"ada": "no hash"}', b'{"a b": "%s"}' % (b"0" * 64)]
)
def test_a_damaged_file_is_left_and_nobody_is_added(run: Run, tmp_path: Path, held: bytes) -> None:
    file = earlier_file(tmp_path)
    file.write_bytes(held)
    status, out, error = run("add", "ada")
    assert (status, out) == (1, "")
    assert "var/editors.json does not hold editors" in error
    assert file.read_bytes() == held
    file.unlink()
    assert run("list") == (0, "", "")


def test_processes_that_take_over_at_once_take_over_once(database: Engine, tmp_path: Path) -> None:
    file = earlier_file(tmp_path, ada="a token")
    first = take_over(database, file)
    assert first
    assert (first.editors, take_over(database, file)) == (("ada",), None)


def test_without_a_database_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none.db").write_bytes(b"this is no database" * 99)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    earlier_file(tmp_path, ada="a token")
    assert main(["editor", "add", "bob"]) == 1
    assert "The database cannot be used" in capsys.readouterr().err
    assert (tmp_path / "var/editors.json").exists()


def test_before_the_first_start_the_command_makes_the_file_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["editor", "add", "ada"]) == 0
    engine = open_database(f"sqlite:///{tmp_path}/var/bot.db")
    assert lets_in(engine, capsys.readouterr().out.strip())
    engine.dispose()
