"""Corrections of delivered digests, on both databases: each message is brought to what its case says now."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.corpus.content import ContentRepository
from bot.db import corrections
from bot.digests.composer import DigestMessage, NothingNew
from bot.digests.cursor import Cursor
from bot.digests.delivery.attempts import Later
from bot.digests.delivery.corrector import Corrector
from bot.digests.outcomes import Ambiguous, Outcome, Reason, Rejected, Retry, Sent
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import DigestWriter
from bot.rendering.proof import discord_quotations
from bot.rendering.render import Presentation
from tests.digests.newsroom import CASE, NOW, Newsroom

FIRST, SECOND, THIRD = "sexual abuse", "sexual assault", "sexual battery"


@contextmanager
def away(database: Engine) -> Iterator[None]:
    """A database whose every new statement fails as one that is gone."""

    def fail(*_: Any) -> None:
        raise OperationalError("simulated", None, Exception("gone"))

    event.listen(database, "before_cursor_execute", fail)
    yield
    event.remove(database, "before_cursor_execute", fail)


@pytest.fixture
def newsroom(content: Path, tmp_path: Path, database: Engine) -> Newsroom:
    copy = shutil.copytree(content / CASE, tmp_path / "content" / CASE).parent
    return Newsroom(copy, database)


async def test_what_is_changed_and_changed_back_and_changed_again_is_corrected_each_time(
    newsroom: Newsroom,
) -> None:
    identifier = await newsroom.deliver()
    assert await newsroom.correct() == []
    was = FIRST
    for number, now in enumerate([SECOND, FIRST, SECOND, FIRST, THIRD], 1):
        newsroom.edit(now)
        await newsroom.correct()
        assert len(newsroom.channel.edits) == number
        assert f"{was} → {now}" in newsroom.last()
        assert newsroom.delivery(identifier).case_version == newsroom.version()
        assert await newsroom.correct() == []
        was = now


async def test_what_is_taken_back_to_an_earlier_day_is_corrected_by_a_later_process_too(
    newsroom: Newsroom,
) -> None:
    first_day = str(newsroom.library.cases[CASE].revised)
    await newsroom.deliver()
    newsroom.edit(SECOND, "2026-12-01")
    await newsroom.correct()
    newsroom.begin()
    newsroom.edit(FIRST, first_day)
    await newsroom.correct()
    assert f"{SECOND} → {FIRST}" in newsroom.last()


async def test_a_process_that_has_not_read_a_version_does_not_undo_it(
    newsroom: Newsroom, content: Path, tmp_path: Path, database: Engine
) -> None:
    behind = Newsroom(shutil.copytree(content / CASE, tmp_path / "behind" / CASE).parent, database)
    await newsroom.deliver()
    assert await behind.correct() == []
    newsroom.edit(SECOND)
    await newsroom.correct()
    assert len(newsroom.channel.edits) == 1
    assert await behind.correct() == []
    behind.edit(SECOND)
    assert await behind.correct() == []


async def test_each_message_is_given_to_one_batch_however_many_workers_look(
    newsroom: Newsroom, database: Engine
) -> None:
    identifier = await newsroom.deliver()
    newsroom.edit(SECOND)
    await newsroom.corrector.enqueue()
    await newsroom.corrector.enqueue()
    [batch] = newsroom.engine.batches.values()
    assert batch.deliveries == (identifier,)
    # One that is posted meanwhile and shows the old version gets a batch of its own.
    newsroom.edit(FIRST)
    late = await newsroom.deliver()
    newsroom.edit(SECOND)
    await newsroom.corrector.enqueue()
    assert [one.deliveries for one in newsroom.engine.batches.values()] == [(identifier,), (late,)]


async def test_a_correction_that_was_overtaken_before_it_was_made_can_be_asked_for_again(
    newsroom: Newsroom,
) -> None:
    await newsroom.deliver()
    newsroom.edit(SECOND)
    await newsroom.corrector.enqueue()
    newsroom.edit(FIRST)
    await newsroom.correct()
    assert newsroom.channel.edits == []
    newsroom.edit(SECOND)
    await newsroom.correct()
    assert f"{FIRST} → {SECOND}" in newsroom.last()


async def test_all_versions_that_are_shown_are_found_and_those_that_nothing_shows_any_more_are_not(
    newsroom: Newsroom, database: Engine
) -> None:
    versions = []
    for claim in (FIRST, SECOND, THIRD):
        newsroom.edit(claim)
        await newsroom.deliver()
        await newsroom.deliver()
        versions.append(newsroom.version())
    with database.connect() as connection:
        assert list(corrections.versions_shown(connection)) == sorted((CASE, one) for one in versions)
    await newsroom.correct()
    with database.connect() as connection:
        assert list(corrections.versions_shown(connection)) == [(CASE, versions[-1])]


@pytest.mark.parametrize(
    "outcome", [ConnectionResetError("dropped"), Ambiguous("502"), Retry(70, whole_bot=True), Retry(70)]
)
async def test_a_sender_that_fails_or_raises_keeps_the_correction_for_later(
    newsroom: Newsroom,
    outcome: Outcome | Exception,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    identifier = await newsroom.deliver()
    newsroom.edit(SECOND)
    newsroom.channel.outcome = outcome
    [name] = await newsroom.correct()
    assert newsroom.delivery(identifier).payload is not None
    [rest] = newsroom.engine.batches.values()
    assert (rest.name, rest.deliveries) == (f"{name}#1", (identifier,))
    if isinstance(outcome, Exception):
        assert "sender failed" in "".join(capsys.readouterr())
    # Where the platform says to wait, that process would.
    monkeypatch.setattr("bot.digests.delivery.corrector.EDIT_TIMEOUT", 0.1)
    newsroom.begin()
    newsroom.channel.outcome = Sent("message")
    await newsroom.work()
    assert newsroom.channel.edits[0] == newsroom.channel.edits[1]
    assert newsroom.delivery(identifier).payload is None
    assert newsroom.delivery(identifier).case_version == newsroom.version()


@pytest.fixture
async def unanswered(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> int:
    """The id of a delivery that may show the second claim: the answer to its edit was lost."""
    monkeypatch.setattr("bot.digests.delivery.corrector.EDIT_TIMEOUT", 0.1)
    newsroom.begin()
    identifier = await newsroom.deliver()
    newsroom.edit(SECOND)
    newsroom.channel.outcome = Ambiguous("502")
    await newsroom.correct()
    newsroom.channel.outcome = Sent("message")
    return identifier


async def test_an_edit_whose_answer_was_lost_is_ended_before_the_next_and_what_it_showed_corrected(
    newsroom: Newsroom, unanswered: int
) -> None:
    # What the database says for sure is what the case says again, and the message may say something else.
    newsroom.edit(FIRST)
    await newsroom.correct()
    assert f"{SECOND} → {FIRST}" in newsroom.last()
    assert newsroom.delivery(unanswered).case_version == newsroom.version()
    assert await newsroom.correct() == []


async def test_an_edit_whose_answer_was_lost_is_ended_though_the_case_went_back_and_forth_meanwhile(
    newsroom: Newsroom, unanswered: int
) -> None:
    newsroom.edit(FIRST)
    await newsroom.corrector.enqueue()
    newsroom.edit(SECOND)
    await newsroom.work()
    assert f"{FIRST} → {SECOND}" in newsroom.last()
    assert newsroom.delivery(unanswered).payload is None
    assert await newsroom.correct() == []


async def test_a_version_that_says_the_same_is_no_news_and_leaves_messages_as_they_are(
    newsroom: Newsroom,
) -> None:
    identifier = await newsroom.deliver()
    shown = newsroom.delivery(identifier)
    newsroom.annotate()
    informed = replace(shown.subscription, seen=shown.seen)
    newest = str(Cursor.of(newsroom.library.cases[CASE]))
    assert newest != shown.seen
    assert await newsroom.writer.compose(informed, NOW) == NothingNew(newest)
    assert len(await newsroom.correct()) == 1
    assert newsroom.channel.edits == []
    after = newsroom.delivery(identifier)
    assert after == replace(shown, case_version=newsroom.version())
    assert await newsroom.correct() == []
    # What was corrected since is corrected once, from what the message shows.
    newsroom.edit(SECOND)
    await newsroom.correct()
    assert f"{FIRST} → {SECOND}" in newsroom.last()
    assert len(newsroom.channel.edits) == 1


def plain(payload: str) -> str:
    """A payload for Discord, without the backslashes before marks."""
    return payload.replace("\\", "")


def withdraw(newsroom: Newsroom, why: str, *, source: bool = False) -> None:
    """Withdraw the case or its article, for a reason, or give another reason."""
    file = newsroom.content / CASE / "case.yaml"
    text = re.sub(r"(?m)^ *withdrawn: .*\n", "", file.read_text("utf-8"))
    withdrawn = f"withdrawn: {{date: 2026-12-01, why: {why}}}\n"
    before = "    date_published:" if source else "title:"
    indented = f"    {withdrawn}" if source else withdrawn
    file.write_text(text.replace(before, f"{indented}{before}", 1), "utf-8")
    newsroom.library = ContentRepository(newsroom.content).read()
    assert not newsroom.library.problems


async def test_digests_of_a_withdrawn_case_are_edited_once_and_it_is_told_once(newsroom: Newsroom) -> None:
    identifier = await newsroom.deliver()
    shown = newsroom.delivery(identifier)
    withdraw(newsroom, "a retraction")
    await newsroom.correct()
    assert "This case was withdrawn on 1 December 2026: a retraction" in plain(newsroom.last())
    assert FIRST not in newsroom.last()
    after = newsroom.delivery(identifier)
    assert (after.case_version, after.quotations) == (newsroom.version(), shown.quotations)
    assert await newsroom.correct() == []
    subscription = replace(shown.subscription, seen=shown.seen)
    made = await newsroom.writer.compose(subscription, NOW)
    assert isinstance(made, DigestMessage)
    assert "This case was withdrawn on 1 December 2026: a retraction" in plain(str(made.payload))
    assert made.shown.quotations == ()
    silent = replace(subscription, seen=made.seen, nothing_new="say")
    assert await newsroom.writer.compose(silent, NOW) == NothingNew(made.seen)
    # Another reason is no news, and edits nothing again.
    withdraw(newsroom, "two retractions")
    assert isinstance(await newsroom.writer.compose(silent, NOW), NothingNew)
    await newsroom.correct()
    assert len(newsroom.channel.edits) == 1
    assert newsroom.delivery(identifier).case_version == newsroom.version()


async def test_digests_of_a_withdrawn_article_are_edited_without_its_words(newsroom: Newsroom) -> None:
    await newsroom.deliver()
    withdraw(newsroom, "a retraction", source=True)
    await newsroom.correct()
    assert "This article was withdrawn on 1 December 2026: a retraction" in plain(newsroom.last())
    [edit] = newsroom.channel.edits
    assert discord_quotations(edit) == ()
    assert await newsroom.correct() == []
    assert len(newsroom.channel.edits) == 1


async def test_a_message_that_is_gone_is_not_corrected_over_and_over(newsroom: Newsroom) -> None:
    identifier = await newsroom.deliver()
    newsroom.edit(SECOND)
    newsroom.channel.outcome = Rejected(Reason.NO_CHANNEL)
    await newsroom.correct()
    assert newsroom.delivery(identifier).case_version == newsroom.version()
    assert await newsroom.correct() == []


async def test_a_correction_waits_for_a_process_that_can_make_it(newsroom: Newsroom) -> None:
    delivery = newsroom.delivery(await newsroom.deliver())
    newsroom.edit(SECOND)
    assert isinstance(await newsroom.corrector.correct(delivery, "f" * 64), Later)
    nobody = Corrector(replace(newsroom.context, senders={}))
    assert isinstance(await nobody.correct(delivery, newsroom.version()), Later)


async def test_a_correction_that_cannot_be_written_waits_and_stops_no_other(
    newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(DigestWriter):
        async def correct(self, *_: Any) -> Any:
            raise ZeroDivisionError

    delivery = newsroom.delivery(await newsroom.deliver())
    newsroom.edit(SECOND)
    memory = VersionRepository(newsroom.database)
    writer = Broken(lambda: newsroom.library, Presentation(), memory)
    corrector = Corrector(replace(newsroom.context, composer=writer))
    assert isinstance(await corrector.correct(delivery, newsroom.version()), Later)
    assert "ZeroDivisionError" in "".join(capsys.readouterr())


async def test_a_correction_waits_while_the_database_is_away(newsroom: Newsroom) -> None:
    delivery = newsroom.delivery(await newsroom.deliver())
    newsroom.edit(SECOND)
    newsroom.writer = DigestWriter(
        lambda: newsroom.library, Presentation(), VersionRepository(newsroom.database)
    )
    corrector = Corrector(replace(newsroom.context, composer=newsroom.writer))
    with away(newsroom.database):
        assert isinstance(await corrector.correct(delivery, newsroom.version()), Later)
    assert newsroom.channel.edits == []
