"""Back-up and restore, as docs/operations.md tells them: whole files, and targets that are refused."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, insert, make_url, select, text

from bot.cli.main import main
from bot.db.database import open_database, writing
from bot.db.editor_tokens import is_valid, revoke
from bot.db.migrate import migrate_to
from bot.db.tables import preferences, slack_installations
from bot.service.editors import add_editor, digest_of
from tests.databases import new_database

SEALED = "gAAAAABnot-a-token"


@pytest.fixture
def run(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs a command on the database, or on another one; gives what it says, or how it refuses."""
    content = tmp_path / "content"
    (content / "stone/sources").mkdir(parents=True)
    (content / "stone/case.yaml").write_text("title: Stone\n")
    (content / "stone/sources/a.txt").write_bytes(b"\xef\xbb\xbfStone won.\r\n")
    (content / ".git").mkdir()
    (content / ".git/config").write_text("[core]")

    def call(*arguments: object, database: str = database_url, folder: str = "content") -> str:
        monkeypatch.setenv("DATABASE_URL", database)
        monkeypatch.setenv("CONTENT_DIR", str(tmp_path / folder))
        status = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert bool(said.err) == bool(status)
        return said.err or said.out

    return call


@pytest.fixture
def another(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a second database of the same kind, without tables."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return f"sqlite:///{tmp_path}/other/bot.db"
    return new_database(request.getfixturevalue("postgres_server"))


def keep(database: Engine, value: str) -> None:
    row = {"platform": "slack", "workspace": "T1", "channel": "C1", "name": "case", "value": value}
    with database.begin() as connection:
        connection.execute(preferences.delete())
        connection.execute(insert(preferences), row)
    database.dispose()


def kept(url: str) -> list[str]:
    engine = open_database(url)
    with engine.connect() as connection:
        values = list(connection.execute(select(preferences.c.value)).scalars())
    engine.dispose()
    return values


def test_every_night_the_same_command_makes_a_whole_back_up_in_the_same_place(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    file = tmp_path / "nightly.zip"
    for night in ("first", "second", "third"):
        keep(database, night)
        assert "Backed up the database and 2 files" in run("backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "The database is as it was at " in run("restore", file, database=another, folder="new")
    assert kept(another) == ["third"]
    for name in ("stone/case.yaml", "stone/sources/a.txt"):
        assert (tmp_path / "new" / name).read_bytes() == (tmp_path / "content" / name).read_bytes()
    assert not (tmp_path / "new/.git").exists()


def test_where_the_case_files_alone_cannot_be_written_it_is_said_that_the_database_is_restored(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    keep(database, "old")
    run("backup", tmp_path / "a.zip")
    (tmp_path / "file").touch()
    said = run("restore", tmp_path / "a.zip", database=another, folder="file/new")
    assert said.startswith("The database is restored, the case files are not: ")
    assert f"unpack the folder content of {tmp_path / 'a.zip'}" in said
    assert kept(another) == ["old"]


def test_a_folder_takes_files_that_are_named_by_the_time_and_keeps_the_newest(
    run: Callable[..., str], tmp_path: Path
) -> None:
    folder = tmp_path / "nights"
    folder.mkdir()
    for name in ("backup-2026-01-01T020000Z.zip", "backup-2026-01-02T020000Z.zip", "mine.zip"):
        (folder / name).write_bytes(b"")
    assert "Deleted " in run("backup", folder, "--keep", 2)
    newest = sorted(file.name for file in folder.iterdir())
    assert newest[0] == "backup-2026-01-02T020000Z.zip"
    assert newest[-1] == "mine.zip"
    assert len(newest) == 3
    for none in ("-1", "0"):
        with pytest.raises(SystemExit):
            run("backup", folder, "--keep", none)
    assert len(list(folder.iterdir())) == 3


def test_the_manifest_says_what_is_in_it_and_secrets_stay_encrypted(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    installed = {"enterprise": "", "workspace": "T1", "token": SEALED, "installed_at": "2026-01-01"}
    with database.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO slack_installations (enterprise, workspace, token, installed_at) "
                "VALUES (:enterprise, :workspace, :token, :installed_at)"
            ),
            installed,
        )
    database.dispose()
    run("backup", tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    with database.connect() as connection:
        assert manifest["schema"] == connection.execute(text("SELECT * FROM alembic_version")).scalar()
    database.dispose()
    assert manifest["database"] == make_url(str(database.url)).get_backend_name()
    assert all(len(member["sha256"]) == 64 for member in manifest["members"].values())
    run("restore", tmp_path / "a.zip", database=another)
    engine = open_database(another)
    with engine.connect() as connection:
        assert connection.execute(select(slack_installations.c.token)).scalar() == SEALED
    engine.dispose()


def test_editors_are_let_in_after_a_restore_and_nothing_in_it_lets_anybody_else_in(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    with database.begin() as connection:
        tokens = [add_editor(connection, name, datetime.now(UTC)) for name in ("ada", "bob")]
        revoke(connection, "bob", datetime.now(UTC))
    database.dispose()
    run("backup", tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        held = b"".join(map(archive.read, archive.namelist()))
    assert not [one for one in tokens if one.encode() in held]
    said = run("restore", tmp_path / "a.zip", database=another)
    assert "Editors with a token: ada. Remove again whom you have removed since." in said
    engine = open_database(another)
    with engine.connect() as connection:
        assert [is_valid(connection, digest_of(one)) for one in tokens] == [True, False]
    engine.dispose()


def test_a_database_that_holds_something_is_replaced_only_when_told_to(
    run: Callable[..., str], database: Engine, database_url: str, tmp_path: Path
) -> None:
    keep(database, "old")
    run("backup", tmp_path / "a.zip")
    keep(database, "new")
    assert "not empty" in run("restore", tmp_path / "a.zip")
    assert kept(database_url) == ["new"]
    assert "content was left as it is: as in the back-up." in run("restore", tmp_path / "a.zip", "--replace")
    assert kept(database_url) == ["old"]
    keep(database, "goes on")  # numbers and locks are as they should be
    assert kept(database_url) == ["goes on"]


def test_a_database_that_a_process_uses_is_not_replaced(
    run: Callable[..., str], database: Engine, database_url: str, tmp_path: Path
) -> None:
    keep(database, "old")
    run("backup", tmp_path / "a.zip")
    with database.connect() as connection:
        connection.execute(select(preferences)).all()
        assert "stop every process first" in run("restore", tmp_path / "a.zip", "--replace")
    database.dispose()
    assert kept(database_url) == ["old"]


@pytest.mark.parametrize("harm", ["half", "flipped", "empty", "text", "without a manifest"])
def test_a_file_that_is_not_whole_is_refused_and_the_target_stays(
    run: Callable[..., str], database: Engine, database_url: str, tmp_path: Path, harm: str
) -> None:
    keep(database, "old")
    file = tmp_path / "a.zip"
    run("backup", file)
    whole = bytearray(file.read_bytes())
    if harm == "flipped":
        with ZipFile(file) as archive:
            largest = max(archive.infolist(), key=lambda member: member.compress_size)
        whole[largest.header_offset + 60 + largest.compress_size // 2] ^= 0xFF
    elif harm == "without a manifest":
        file.unlink()
        with ZipFile(file, "w") as archive:
            archive.writestr("bot.db", b"SQLite format 3")
    damaged: dict[str, bytes | bytearray] = {
        "half": whole[: len(whole) // 2],
        "flipped": whole,
        "empty": b"",
        "text": b"no archive" * 99,
    }
    if harm in damaged:
        file.write_bytes(damaged[harm])
    keep(database, "new")
    assert "Not restored: " in run("restore", file, "--replace")
    assert kept(database_url) == ["new"]


def rewritten(file: Path, **changes: object) -> Path:
    """The same back-up with another manifest."""
    made = file.with_name("rewritten.zip")
    with ZipFile(file) as archive, ZipFile(made, "w") as other:
        for name in archive.namelist():
            body = archive.read(name)
            if name == "manifest.json":
                body = json.dumps({**json.loads(body), **changes}).encode()
            other.writestr(name, body)
    return made


def test_a_back_up_of_a_newer_schema_format_or_another_kind_is_refused_with_a_sentence(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    keep(database, "old")
    run("backup", tmp_path / "a.zip")
    newer = rewritten(tmp_path / "a.zip", schema="9999", bot="7.0")
    assert "the schema “9999”" in run("restore", newer, database=another)
    assert "newer version" in run("restore", rewritten(tmp_path / "a.zip", format=99), database=another)
    other_kind = rewritten(tmp_path / "a.zip", database="oracle")
    assert "names another kind" in run("restore", other_kind, database=another)


def test_an_older_bot_refuses_to_back_up_what_it_does_not_know(
    run: Callable[..., str], database: Engine, tmp_path: Path
) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    assert "a newer one has migrated it" in run("backup", tmp_path / "a.zip")
    assert not list(tmp_path.glob("*a.zip*"))


def test_after_an_upgrade_an_older_bot_restores_a_file_and_asks_for_an_empty_postgresql(
    run: Callable[..., str], database: Engine, database_url: str, another: str, tmp_path: Path
) -> None:
    keep(database, "before")
    run("backup", tmp_path / "a.zip")
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE made_by_a_newer_one (id INTEGER)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    keep(database, "since")
    said = run("restore", tmp_path / "a.zip", "--replace")
    if database.dialect.name == "postgresql":
        assert "restore into an empty one" in said
        assert kept(database_url) == ["since"]
        run("restore", tmp_path / "a.zip", database=another)
        assert kept(another) == ["before"]
    else:
        assert kept(database_url) == ["before"]


def test_a_database_of_an_older_schema_is_replaced(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    keep(database, "now")
    run("backup", tmp_path / "a.zip")
    older = open_database(another)
    with writing(older) as connection:
        migrate_to(connection, "0006")  # it has a table that the newest schema lacks
    older.dispose()
    run("restore", tmp_path / "a.zip", "--replace", database=another)
    assert kept(another) == ["now"]
    run("backup", tmp_path / "b.zip", database=another)


def test_a_back_up_of_an_older_schema_is_restored_and_migrated(
    run: Callable[..., str], another: str, database_url: str, tmp_path: Path
) -> None:
    older = open_database(another)
    with writing(older) as connection:
        migrate_to(connection, "0006")
    older.dispose()
    keep(older, "then")
    run("backup", tmp_path / "a.zip", database=another)
    run("restore", tmp_path / "a.zip", "--replace", database=database_url)
    assert kept(database_url) == ["then"]


def test_a_back_up_that_cannot_be_written_leaves_the_one_of_the_night_before(
    run: Callable[..., str], database: Engine, tmp_path: Path
) -> None:
    keep(database, "old")
    file = tmp_path / "a.zip"
    run("backup", file)
    before = file.read_bytes()
    with database.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    database.dispose()
    assert "Nothing was backed up" in run("backup", file)
    assert file.read_bytes() == before
    assert "Nothing was backed up" in run("backup", tmp_path / "nowhere/a.zip")


def test_a_file_in_the_place_of_the_database_that_is_none_is_replaced_only_when_told_to(
    run: Callable[..., str], tmp_path: Path
) -> None:
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    run("backup", tmp_path / "a.zip", database=fresh)
    (tmp_path / "broken.db").write_bytes(b"this was a database once" * 99)
    broken = f"sqlite:///{tmp_path}/broken.db"
    assert "not empty" in run("restore", tmp_path / "a.zip", database=broken)
    run("restore", tmp_path / "a.zip", "--replace", database=broken)
    with sqlite3.connect(tmp_path / "broken.db") as restored:
        assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    restored.close()


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_less_than_one_back_up_cannot_be_kept(run: Callable[..., str], tmp_path: Path, number: str) -> None:
    (tmp_path / "backup-2026-01-01T020000Z.zip").write_bytes(b"")
    with pytest.raises(SystemExit):
        run("backup", tmp_path, "--keep", number)
    assert (tmp_path / "backup-2026-01-01T020000Z.zip").exists()


def test_without_a_content_folder_nothing_is_backed_up(run: Callable[..., str], tmp_path: Path) -> None:
    assert "set CONTENT_DIR" in run("backup", tmp_path / "a.zip", folder="nowhere")
    assert not (tmp_path / "a.zip").exists()


def test_links_that_lead_nowhere_or_round_and_pipes_do_not_stop_a_back_up(
    run: Callable[..., str], tmp_path: Path
) -> None:
    stone = tmp_path / "content/stone"
    (stone / "gone").symlink_to("nowhere")
    (stone / "round").symlink_to("..")
    (tmp_path / "content/linked").symlink_to("stone")
    os.mkfifo(stone / "pipe")
    run("backup", tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        kept = {name for name in archive.namelist() if name.startswith("content/")}
    files = {"case.yaml", "sources/a.txt"}
    assert kept == {f"content/{folder}/{name}" for folder in ("stone", "linked") for name in files}


def test_what_a_killed_back_up_has_left_is_deleted_by_the_next_and_nothing_else(
    run: Callable[..., str], tmp_path: Path
) -> None:
    killed = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    killed.communicate()
    runs = os.getppid()
    for name in (f".a.zip.{killed.pid}.part", f".a.zip.{runs}.part", ".mine.part", "a.zip.5.part"):
        (tmp_path / name).write_bytes(b"half")
    for name in (f".backup-{killed.pid}-x1", f".backup-{runs}-x2", ".backup-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bot.db").write_bytes(b"half")
    run("backup", tmp_path / "a.zip")
    left = {one.name for one in tmp_path.iterdir() if ".part" in one.name or one.name.startswith(".backup-")}
    assert left == {f".a.zip.{runs}.part", ".mine.part", "a.zip.5.part", f".backup-{runs}-x2", ".backup-mine"}


def test_a_manifest_that_is_nested_without_end_or_names_no_database_is_refused(
    run: Callable[..., str], database: Engine, another: str, tmp_path: Path
) -> None:
    keep(database, "mine")
    run("backup", tmp_path / "a.zip")
    with ZipFile(tmp_path / "deep.zip", "w") as archive:
        archive.writestr("manifest.json", "[" * 100_000)
    assert "manifest cannot be read" in run("restore", tmp_path / "deep.zip", database=another)
    assert "Not restored" in run("restore", rewritten(tmp_path / "a.zip", members={}), database=another)


def test_a_folder_in_the_place_of_the_database_is_told_of(run: Callable[..., str], tmp_path: Path) -> None:
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    run("backup", tmp_path / "a.zip", database=fresh)
    (tmp_path / "folder.db").mkdir()
    said = run("restore", tmp_path / "a.zip", "--replace", database=f"sqlite:///{tmp_path}/folder.db")
    assert "is a folder" in said
