"""What delivery is given to post: proven payloads, how far they tell, and corrections of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.cases.library import Library
from bot.corpus.content import ContentRepository
from bot.db.subscriptions import Subscription
from bot.digests.composer import Composer, Correction, DigestMessage, NothingNew, ShownVersion
from bot.digests.outcomes import NO_NEXT_RUN, Reason
from bot.digests.version_repository import VersionRepository
from bot.digests.writer import DigestWriter
from bot.rendering.proof import discord_quotations, slack_quotations, text_quotations
from bot.rendering.render import Presentation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAILY = Subscription(
    7, "discord", "guild", "channel", "news", "", "ada", "en", "daily 09:00 Europe/Berlin", "Europe/Berlin",
    "carroll-v-trump", "full", "skip", "active", "", "", NOW, "", None, NOW,
)  # fmt: skip
SHOWN: dict[str, Callable[[Any], Any]] = {
    "discord": discord_quotations,
    "slack": slack_quotations,
    "terminal": lambda payload: text_quotations(payload["text"]),
}


@pytest.fixture
def memory(database: Engine) -> VersionRepository:
    return VersionRepository(database)


def writer_of(library: Library, memory: VersionRepository) -> DigestWriter:
    return DigestWriter(lambda: library, Presentation(), memory)


def corrected(library: Library) -> Library:
    """The library after a claim was corrected, its earlier version kept."""
    before = library.cases[DAILY.case_id]
    first, *others = before.rulings
    rulings = (replace(first, claim="sexual assault"), *others)
    after = replace(before, revised="2026-12-01", version="", rulings=rulings)
    return replace(library, cases={before.id: after}, earlier={before.id: (before,)})


async def digest_of(
    library: Library, memory: VersionRepository, subscription: Subscription = DAILY
) -> DigestMessage:
    composer: Composer = writer_of(library, memory)
    made = await composer.compose(subscription, NOW)
    assert isinstance(made, DigestMessage)
    return made


@pytest.mark.parametrize("platform", ["discord", "slack", "terminal"])
async def test_a_digest_is_a_proven_payload_of_its_platform(
    library: Library, memory: VersionRepository, platform: str
) -> None:
    made = await digest_of(library, memory, replace(DAILY, platform=platform))
    texts = [visible.text for visible in SHOWN[platform](made.payload)]
    verdict = (
        "In May, Trump was held liable for sexually abusing Carroll in the 1990s, as well as defaming her "
        "in a statement made years after the assault. However, he was cleared of the rape allegation for "
        "the 2019 lawsuit Carroll filed."
    )
    # Plain text tells the whole digest, in which each ruling has its own words.
    assert verdict in texts or platform == "terminal"
    # The rulings are quoted in one, and each of them is found when it is corrected.
    case = library.cases[DAILY.case_id]
    rulings = {words.id for ruling in case.rulings for words in ruling.quote if words.exact in verdict}
    assert len(rulings) > 1
    assert rulings <= set(made.shown.quotations)
    assert made.shown.case_version == case.version
    assert made.seen == f"{case.revised}/{case.version}"


async def test_a_digest_speaks_the_language_of_its_channel(
    library: Library, memory: VersionRepository
) -> None:
    made = await digest_of(library, memory, replace(DAILY, locale="de"))
    assert "Der erste Digest hier" in str(made.payload)
    assert "In May, Trump was held liable for sexually abusing Carroll in the 1990s" in str(made.payload)


async def test_after_a_digest_there_is_nothing_new_until_the_case_changes(
    library: Library, memory: VersionRepository
) -> None:
    made = await digest_of(library, memory)
    informed = replace(DAILY, seen=made.seen)
    assert await writer_of(library, memory).compose(informed, NOW) == NothingNew(made.seen)
    assert (await digest_of(corrected(library), memory, informed)).seen != made.seen


async def test_a_delivered_digest_is_corrected_once(library: Library, memory: VersionRepository) -> None:
    made, after = await digest_of(library, memory), corrected(library)
    writer = writer_of(after, memory)
    newer = after.cases[DAILY.case_id].version
    assert await writer.newer(DAILY.case_id, made.shown.case_version) == newer
    correction = await writer.correct(DAILY, made.shown)
    assert isinstance(correction, Correction)
    assert "Corrected on 1 December 2026" in str(correction.payload)
    assert correction.shown.case_version == newer
    assert await writer.newer(DAILY.case_id, newer) is None
    assert await writer.correct(DAILY, correction.shown) is None


async def test_a_version_that_this_process_does_not_know_corrects_nothing(
    library: Library, memory: VersionRepository
) -> None:
    writer = writer_of(library, memory)
    assert await writer.newer(DAILY.case_id, "f" * 64) is None
    assert await writer.newer("gone", "f" * 64) is None
    assert await writer.correct(DAILY, ShownVersion(DAILY.case_id, "f" * 64, ())) is None


async def test_a_version_named_as_before_the_files_digests_is_the_only_one_known_of_its_day(
    library: Library, memory: VersionRepository
) -> None:
    made, after = await digest_of(library, memory), corrected(library)
    named = f"{library.cases[DAILY.case_id].revised}/1f2e3d4c"
    writer = writer_of(after, memory)
    assert await writer.newer(DAILY.case_id, named) == after.cases[DAILY.case_id].version
    assert await writer.correct(DAILY, replace(made.shown, case_version=named))
    assert await writer.newer(DAILY.case_id, f"{after.cases[DAILY.case_id].revised}/1f2e3d4c") is None
    assert await writer.newer(DAILY.case_id, "2000-01-01/1f2e3d4c") is None
    [before] = after.earlier[DAILY.case_id]
    another = replace(before, rulings=(), version="")
    writer = writer_of(replace(after, earlier={DAILY.case_id: (before, another)}), memory)
    assert await writer.newer(DAILY.case_id, named) is None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason.NO_PERMISSION, "the bot may not post there; give it the permission (Send Messages)"),
        (NO_NEXT_RUN, "its schedule is not understood any more"),
        ("a reason of another version", "its place refuses it"),
        ("", "its place refuses it"),
    ],
)
async def test_the_owner_is_told_why_a_digest_was_paused_and_how_it_goes_on(
    library: Library, memory: VersionRepository, reason: str, sentence: str
) -> None:
    paused = replace(DAILY, state="paused", reason=reason, reason_detail="Send Messages")
    said = str(await writer_of(library, memory).notice(paused))
    assert sentence in said
    assert "/digest resume 7" in said


def test_schedules_are_understood_as_they_are_kept(library: Library, memory: VersionRepository) -> None:
    writer = writer_of(library, memory)
    assert writer.next_run(DAILY.schedule, DAILY.zone, NOW) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    quiet = f"{DAILY.schedule}, quiet 12:00–14:00"
    assert writer.loud_from(quiet, DAILY.zone, NOW) == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert writer.loud_from(DAILY.schedule, DAILY.zone, NOW) == NOW


@pytest.fixture
def edited(tmp_path: Path, content: Path) -> Path:
    """A copy of the content, whose case file is edited in place."""
    return Path(shutil.copytree(content, tmp_path / "content"))


def edit(folder: Path, old: str, new: str) -> Library:
    """Change a word of the case file, without keeping it as it was."""
    file = folder / DAILY.case_id / "case.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return ContentRepository(folder).read()


async def test_what_an_editor_changed_without_keeping_it_is_still_told_and_corrected(
    edited: Path, memory: VersionRepository
) -> None:
    made = await digest_of(ContentRepository(edited).read(), memory)
    after = edit(edited, "claim: {en: sexual abuse", "claim: {en: sexual assault")
    writer = writer_of(after, VersionRepository(memory._engine))
    again = await writer.compose(replace(DAILY, seen=made.seen), NOW)
    assert isinstance(again, DigestMessage)
    assert "1 correction since the last digest" in str(again.payload)
    assert "/case changes" not in str(again.payload)
    assert await writer.newer(DAILY.case_id, made.shown.case_version) == again.shown.case_version
    correction = await writer.correct(DAILY, made.shown)
    assert correction
    assert "sexual abuse → sexual assault" in str(correction.payload)


async def test_a_case_file_that_changed_since_it_was_read_is_not_kept_for_what_it_is_not(
    edited: Path, memory: VersionRepository
) -> None:
    before = ContentRepository(edited).read()
    after = edit(edited, "claim: {en: sexual abuse", "claim: {en: sexual assault")
    made = await digest_of(before, memory)
    assert memory.recall(after, DAILY.case_id, made.shown.case_version) is None
    memory.keep(after, DAILY.case_id)
    memory.keep(after, DAILY.case_id)
    recalled = memory.recall(before, DAILY.case_id, after.cases[DAILY.case_id].version)
    assert recalled == after.cases[DAILY.case_id]
