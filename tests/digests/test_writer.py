"""What delivery is given to post: proven payloads, how far they tell, and corrections of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.cases.changes import version_of
from bot.cases.library import Library
from bot.digests.composer import Composer, Correction, Digest, NothingNew
from bot.digests.outcomes import Reason, Rejected
from bot.digests.writer import DigestWriter
from bot.rendering.proof import discord_quotations, slack_quotations, text_quotations
from bot.rendering.render import Presentation
from bot.store.subscriptions import Subscription

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


def writer_of(library: Library) -> DigestWriter:
    return DigestWriter(lambda: library, Presentation())


def corrected(library: Library) -> Library:
    """The library after a claim was corrected, its earlier version kept."""
    before = library.cases[DAILY.case_id]
    first, *others = before.rulings
    rulings = (replace(first, claim="sexual assault"), *others)
    after = replace(before, revised="2026-12-01", rulings=rulings)
    return replace(library, cases={before.id: after}, earlier={before.id: (before,)})


async def digest_of(library: Library, subscription: Subscription = DAILY) -> Digest:
    composer: Composer = writer_of(library)
    made = await composer.compose(subscription, NOW)
    assert isinstance(made, Digest)
    return made


@pytest.mark.parametrize("platform", ["discord", "slack", "terminal"])
async def test_a_digest_is_a_proven_payload_of_its_platform(library: Library, platform: str) -> None:
    made = await digest_of(library, replace(DAILY, platform=platform))
    texts = [visible.text for visible in SHOWN[platform](made.payload)]
    assert "Trump has filed a countersuit against Carroll in June for defamation." in texts
    assert len(texts) == len(made.shown.quotations)
    assert made.seen == made.shown.case_version == version_of(library.cases[DAILY.case_id])


async def test_a_digest_speaks_the_language_of_its_channel(library: Library) -> None:
    made = await digest_of(library, replace(DAILY, locale="de"))
    assert "Der erste Digest hier" in str(made.payload)
    assert "Trump has filed a countersuit against Carroll in June for defamation." in str(made.payload)


async def test_after_a_digest_there_is_nothing_new_until_the_case_changes(library: Library) -> None:
    made = await digest_of(library)
    told = replace(DAILY, seen=made.seen)
    assert await writer_of(library).compose(told, NOW) == NothingNew(made.seen)
    assert (await digest_of(corrected(library), told)).seen != made.seen


async def test_a_delivered_digest_is_corrected_once(library: Library) -> None:
    made, after = await digest_of(library), corrected(library)
    writer = writer_of(after)
    newer = version_of(after.cases[DAILY.case_id])
    assert writer.newer(DAILY.case_id, made.seen) == newer
    correction = await writer.correct(DAILY, made.shown)
    assert isinstance(correction, Correction)
    assert "Corrected on 1 December 2026" in str(correction.payload)
    assert correction.shown.case_version == newer
    assert writer.newer(DAILY.case_id, newer) is None
    assert await writer.correct(DAILY, correction.shown) is None


async def test_a_version_that_this_process_does_not_know_corrects_nothing(library: Library) -> None:
    writer = writer_of(library)
    assert writer.newer(DAILY.case_id, "2026-12-24/ffffffff") is None
    assert writer.newer("gone", "2026-12-24/ffffffff") is None


async def test_the_owner_is_told_why_a_digest_was_paused_and_how_it_goes_on(library: Library) -> None:
    why = Rejected(Reason.NO_PERMISSION, "Send Messages")
    payload = await writer_of(library).notice(DAILY, why)
    said = str(payload)
    assert "the bot may not post there; give it the permission" in said
    assert "/digest resume 7" in said


def test_schedules_are_understood_as_they_are_kept(library: Library) -> None:
    writer = writer_of(library)
    assert writer.next_run(DAILY.schedule, DAILY.zone, NOW) == datetime(2026, 11, 25, 8, tzinfo=UTC)
    quiet = f"{DAILY.schedule}, quiet 12:00–14:00"
    assert writer.loud_from(quiet, DAILY.zone, NOW) == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert writer.loud_from(DAILY.schedule, DAILY.zone, NOW) == NOW
