"""Schema 0005: what an older release kept under other names of versions keeps its meaning."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text

from bot.cases.model import Case
from bot.db import subscriptions
from bot.db.database import open_database, writing
from bot.db.migrate import _config, migrate
from bot.digests.content import digest
from bot.digests.cursor import Cursor
from bot.digests.delivery.engine import Batch
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import subject_of
from bot.rendering.render import Presentation, to_text
from tests.digests.newsroom import Newsroom

DUMP = Path(__file__).with_name("schema_0004.sql").read_text("utf-8")
OLD = {
    1: "2026-01-02/adfffb1a",
    2: "2026-01-02/fd814cf3",
    3: "2026-02-03/116c71a7",
}
"""The names of the versions whose files the dump holds."""
HEAD = """\
title: Stone v. Bell Works
revised: {day}
sources:
  - {{id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01}}
parties: [{{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}}]
lawsuits:
  - {{id: suit, label: The suit, quote: Ada Stone sued Bell Works in 2024, \
status: {{value: verdict, quote: In May a court}}}}
rulings:
  - {{id: award, claim: {claim}, outcome: liable, lawsuit: suit, quote: a court awarded Stone $5 million}}
"""
APPEAL = "events: [{id: appeal, label: Appeal, quote: Bell Works will appeal.}]\n"
FIRST = HEAD.format(day="2026-01-01", claim="a promise")
LAST = HEAD.format(day="2026-03-04", claim="a broken promise") + APPEAL


@pytest.fixture
def old(empty_database: str) -> Iterator[Engine]:
    """A database as the older release left it."""
    engine = open_database(empty_database)
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for statement in re.findall(r"^INSERT .*;$", DUMP, re.MULTILINE):
            connection.exec_driver_sql(_for(connection, statement))
    yield engine
    engine.dispose()


def _for(connection: Connection, statement: str) -> str:
    if connection.dialect.name == "sqlite":
        return statement
    return re.sub(r"X'(\w+)'", r"'\\x\1'::bytea", statement).replace("%", "%%")


@pytest.fixture
def newsroom(old: Engine, case_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A worker of this release on that database, after the case was corrected once more."""
    monkeypatch.setattr("bot.digests.delivery.corrector.EDIT_TIMEOUT", 0.1)
    folder = case_folder(LAST, head="")
    first = case_folder(FIRST, head="", content="first") / "case.yaml"
    (folder / "versions").mkdir()
    (folder / "versions/first.yaml").write_bytes(first.read_bytes())
    migrate(old)
    return Newsroom(folder.parent, old)


def kept(engine: Engine, query: str) -> list[tuple[str, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_names_become_digests_wherever_the_file_is_kept_and_stay_elsewhere(old: Engine) -> None:
    with old.connect() as connection:
        files = connection.execute(text("SELECT version, file FROM case_versions")).all()
    digests = {row.version: hashlib.sha256(row.file).hexdigest() for row in files}
    assert set(digests) == set(OLD.values())
    assert migrate(old)[0] == "0005"
    # The second part of each old name stays as well: buttons of posted digests name it.
    former = [name.partition("/")[2] for name in digests]
    names = {row[0] for row in kept(old, "SELECT version FROM case_versions")}
    assert names == {*digests.values(), *former}
    unknown = ("2026-01-01/023d8c83", "2026-01-02/00000000")
    shown = [unknown[0], digests[OLD[1]], digests[OLD[2]], unknown[1], digests[OLD[3]]]
    assert kept(old, "SELECT case_version, correcting FROM deliveries ORDER BY id") == [
        (one, "") for one in shown
    ]
    one, two = f"2026-01-02/{digests[OLD[1]]}", f"2026-01-02/{digests[OLD[2]]}"
    seen = [unknown[0], one, two, unknown[1], one]
    assert kept(old, "SELECT seen FROM deliveries ORDER BY id") == [(cursor,) for cursor in seen]
    assert kept(old, "SELECT seen FROM subscriptions ORDER BY id") == [
        (cursor,) for cursor in [*seen, "2026-01-03", "", "start"]
    ]


def test_two_names_of_one_file_become_one(old: Engine) -> None:
    with writing(old) as connection:
        again = "INSERT INTO case_versions SELECT case_id, :name, file FROM case_versions WHERE version = :of"
        connection.execute(text(again), {"name": "2026-01-02/aaaaaaaa", "of": OLD[1]})
        connection.execute(text("UPDATE subscriptions SET seen = '2026-01-02/aaaaaaaa' WHERE id = 1"))
    migrate(old)
    by_digest = kept(old, "SELECT version FROM case_versions WHERE length(version) = 64")
    assert len(by_digest) == len(OLD)
    assert len(kept(old, "SELECT DISTINCT seen FROM subscriptions WHERE id IN (1, 2)")) == 1


def test_each_subscription_is_told_what_the_older_release_would_have_told_it(newsroom: Newsroom) -> None:
    expected = {int(number): lead for number, lead in re.findall(r"(?m)^-- (\d) \S+: (.*)$", DUMP)}
    assert len(expected) == 8
    for number, lead in expected.items():
        with newsroom.database.connect() as connection:
            found = subscriptions.get(connection, number)
        assert found
        cursor = Cursor.parse(found.seen)
        remembered = VersionRepository(newsroom.database).recall(newsroom.library, "stone", cursor.version)
        made = digest(newsroom.library, subject_of(found), cursor, remembered)
        assert made
        assert to_text(made.answer, Presentation()).splitlines()[2] == lead


@pytest.mark.parametrize("number", OLD)
def test_a_button_of_a_digest_that_the_older_release_posted_tells_what_that_would_have_told(
    newsroom: Newsroom, number: int
) -> None:
    day, _, former = OLD[number].partition("/")
    memory = VersionRepository(newsroom.database)
    case = memory.recall(newsroom.library, "stone", former)
    assert case
    with newsroom.database.connect() as connection:
        found = subscriptions.get(connection, 1)
    assert found
    answers = [
        digest(newsroom.library, subject_of(found), cursor, case)
        for cursor in (Cursor(day, case.version), Cursor(day, former))
    ]
    assert len({(made.answer.lead, made.answer.parts) for made in answers if made}) == 1


async def test_posted_messages_are_corrected_once_whatever_was_begun_before(newsroom: Newsroom) -> None:
    # What the older release had enqueued and not run.
    for version, identifiers in ((1, (2, 5)), (2, (3,))):
        name = f"stone {OLD[version]} to {OLD[3]} {identifiers[0]}-{identifiers[-1]} 12345678"
        newsroom.engine.batches[name] = Batch(name, identifiers, correcting=OLD[3])
    await newsroom.work()
    # Its edit of which nobody knows the end is made again, as it was noted.
    assert newsroom.channel.edited == ["message 5"]
    assert "an oath" in newsroom.last()
    assert newsroom.engine.batches == {}
    newsroom.channel.edited.clear()
    await newsroom.correct()
    assert sorted(newsroom.channel.edited) == ["message 1", "message 2", "message 3", "message 5"]
    said = [str(edit) for edit in newsroom.channel.edits[1:]]
    for was in ("a promise", "a word", "an oath"):
        assert any(f"{was} → a broken promise" in edit for edit in said)
    assert await newsroom.correct() == []
    now: Case = newsroom.library.cases["stone"]
    assert {newsroom.delivery(number).case_version for number in (1, 2, 3, 5)} == {now.version}


async def test_a_message_of_a_day_with_several_versions_stays_as_it_is(newsroom: Newsroom) -> None:
    assert newsroom.delivery(4).case_version == "2026-01-02/00000000"
    await newsroom.correct()
    assert "message 4" not in newsroom.channel.edited


def test_the_kept_files_are_still_read(newsroom: Newsroom) -> None:
    found = VersionRepository(newsroom.database).recall_all(newsroom.library, "stone")
    assert sorted(case.rulings[0].claim for case in found) == ["a word", "a word", "an oath"]
