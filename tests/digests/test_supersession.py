"""What a newer article changes is told once, in its own words, wherever the older fact was told."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.corpus.content import ContentRepository
from bot.db.subscriptions import Contents, Subscription
from bot.digests.composer import DigestMessage, NothingNew
from bot.rendering.proof import discord_quotations, slack_quotations, text_quotations
from bot.rendering.render import Payload
from tests.digests.newsroom import NOW, Newsroom
from tests.digests.over_time import (
    CASE,
    both_reports,
    first_report,
    without_amount,
    write_case,
)

OLD = "the jury ordered Brenn to pay Adler €3.2 million."
CUT = "The award was cut to €1.9 million by the judge."
HEADLINE = {
    "en": "Reduced: €3.2 million → €1.9 million",
    "de": "Herabgesetzt: €3.2 million → €1.9 million",
}
REMARK = {
    "en": "As reported on 18 September 2024; reduced in the report of 11 February 2025",
    "de": "Wie am 18. September 2024 berichtet; im Bericht vom 11. Februar 2025 herabgesetzt",
}
WITHDRAWN = {"en": "“Appeal announced” → “Appeal withdrawn”", "de": "„Appeal announced“ → „Appeal withdrawn“"}


@pytest.fixture
def newsroom(tmp_path: Path, database: Engine) -> Newsroom:
    """A worker on the case as it was after its first article."""
    write_case(tmp_path / "content", first_report())
    return Newsroom(tmp_path / "content", database, CASE)


def revise(newsroom: Newsroom, text: str, keep: str | None = None) -> None:
    """Have the editor write the case file anew, perhaps keeping the one before."""
    write_case(newsroom.content, text, keep=keep)
    newsroom.library = ContentRepository(newsroom.content).read()
    assert newsroom.library.problems == ()


def texts(value: Any) -> str:
    """All words of a payload, in order, without the marks of Discord and Slack."""
    if isinstance(value, str):
        return value.replace("\\", "").replace("\n> ", "\n").replace("*", "")
    listed = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "\n".join(filter(None, map(texts, listed)))


def quoted(payload: Payload, platform: str = "discord") -> list[str]:
    """The quotations that a message shows, in order."""
    if platform == "terminal":
        return [one.text for one in text_quotations(payload["text"])]
    read = discord_quotations if platform == "discord" else slack_quotations
    return [one.text for one in read(payload)]


async def digest(newsroom: Newsroom, subscription: Subscription) -> DigestMessage:
    made = await newsroom.writer.compose(subscription, NOW)
    assert isinstance(made, DigestMessage)
    return made


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("platform", ["discord", "slack", "terminal"])
@pytest.mark.parametrize(("contents", "keep"), [("full", None), ("full", "2024"), ("changes", None)])
async def test_a_cut_award_is_told_once_with_both_amounts_quoted_and_dated(
    newsroom: Newsroom, platform: str, contents: Contents, locale: str, keep: str | None
) -> None:
    shown = newsroom.delivery(await newsroom.deliver())
    reader = replace(shown.subscription, platform=platform, contents=contents, locale=locale, seen=shown.seen)
    revise(newsroom, both_reports(), keep)
    made = await digest(newsroom, reader)
    said = texts(made.payload)
    assert said.index(HEADLINE[locale]) < said.index(REMARK[locale])
    words = quoted(made.payload, platform)
    assert [words.count(CUT), words.count(OLD)] == [1, 1]
    assert words.index(CUT) < words.index(OLD)
    assert WITHDRAWN[locale] in said
    # Neither amount is told as if nobody had known another one.
    assert "1,900,000" not in said
    assert "1.900.000" not in said
    after = replace(reader, seen=made.seen)
    assert isinstance(await newsroom.writer.compose(after, NOW), NothingNew)


async def test_the_first_digest_shows_what_is_current_and_what_changed_since_when(newsroom: Newsroom) -> None:
    revise(newsroom, both_reports())
    payload = newsroom.posted[await newsroom.deliver()]
    said = texts(payload)
    assert "settled" in said
    assert said.index("Where it stands") < said.index(HEADLINE["en"]) < said.index(REMARK["en"])
    assert quoted(payload).count(CUT) == 1


async def test_a_stage_whose_words_are_all_superseded_is_told_in_the_words_of_the_newer_fact(
    newsroom: Newsroom,
) -> None:
    # The verdict is the newest stage that was reported, and its words tell nothing but the award.
    revise(newsroom, both_reports(settled=False, ruling=False))
    payload = newsroom.posted[await newsroom.deliver()]
    assert "In a verdict the jury ordered Brenn to pay Adler €3.2 million." not in quoted(payload)
    assert quoted(payload).count(OLD) == 1


async def test_a_fact_that_was_superseded_before_anybody_was_told_of_it_is_no_news(
    newsroom: Newsroom,
) -> None:
    revise(newsroom, without_amount("2024-09-19"))
    shown = newsroom.delivery(await newsroom.deliver())
    revise(newsroom, both_reports())
    made = await digest(newsroom, replace(shown.subscription, contents="changes", seen=shown.seen))
    said = texts(made.payload)
    assert HEADLINE["en"] in said
    assert "Awarded" not in said
    assert quoted(made.payload).count(CUT) == 1


async def test_an_amount_that_was_cut_twice_since_is_told_from_the_one_that_readers_know(
    newsroom: Newsroom,
) -> None:
    shown = newsroom.delivery(await newsroom.deliver())
    revise(newsroom, both_reports(again=True))
    made = await digest(newsroom, replace(shown.subscription, contents="changes", seen=shown.seen))
    said = texts(made.payload)
    assert "Replaced: €3.2 million → €1 million" in said
    assert CUT not in quoted(made.payload)


async def told_as_news(newsroom: Newsroom) -> int:
    """Post a digest in which the first amount is news; gives the delivery's id."""
    revise(newsroom, without_amount("2024-09-19"))
    seen = newsroom.delivery(await newsroom.deliver()).seen
    revise(newsroom, first_report())
    identifier = await newsroom.deliver(seen)
    assert "Awarded" in texts(newsroom.posted[identifier])
    return identifier


def shows(payload: Payload, words: str) -> bool:
    """Whether a message quotes words, alone or within what it quotes."""
    return any(words in quotation for quotation in quoted(payload))


def edits_of(newsroom: Newsroom, identifier: int) -> list[Payload]:
    message = newsroom.delivery(identifier).message
    pairs = zip(newsroom.channel.edited, newsroom.channel.edits, strict=True)
    return [payload for edited, payload in pairs if edited == message]


async def test_a_digest_that_told_the_amount_is_edited_once_to_say_that_it_was_reduced(
    newsroom: Newsroom,
) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    newsroom.forget_edits()
    revise(newsroom, both_reports())
    await newsroom.correct()
    [edit] = edits_of(newsroom, identifier)
    said = texts(edit)
    assert "Updated on 12 February 2025: 1 point was superseded since." in said
    assert HEADLINE["en"] in said
    assert REMARK["en"] in said
    assert "Awarded" not in said
    assert sum(OLD in words for words in quoted(edit)) == quoted(edit).count(CUT) == 1
    assert await newsroom.correct() == []
    # What is corrected later leaves the old amount what it is.
    revise(newsroom, both_reports("2025-02-13").replace("claim: The bill", "claim: The debt"))
    await newsroom.correct()
    [_, edit] = edits_of(newsroom, identifier)
    assert HEADLINE["en"] in texts(edit)
    assert "Awarded" not in texts(edit)


async def test_a_first_digest_that_quoted_the_old_amount_within_other_words_is_edited_too(
    newsroom: Newsroom,
) -> None:
    identifier = await newsroom.deliver()
    assert OLD not in quoted(newsroom.posted[identifier])
    revise(newsroom, both_reports())
    await newsroom.correct()
    [edit] = edits_of(newsroom, identifier)
    assert "Updated on 12 February 2025: 1 point was superseded since." in texts(edit)
    assert HEADLINE["en"] in texts(edit)


async def test_a_supersession_that_was_taken_back_is_corrected(newsroom: Newsroom) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    revise(newsroom, both_reports())
    await newsroom.correct()
    newsroom.forget_edits()
    revise(newsroom, first_report("2025-02-14"))
    await newsroom.correct()
    [edit] = edits_of(newsroom, identifier)
    said = texts(edit)
    assert "Corrected on 14 February 2025" in said
    assert "Removed: amount “€1.9 million”" in said
    assert shows(edit, OLD)


MISPRINT = ("€3.2 million", "€2.3 million")


def correct_article(newsroom: Newsroom, day: str, *, in_place: bool) -> None:
    """Have the editor correct the amount in the article, in its file or in a file beside it."""
    folder = newsroom.content / CASE
    article, file = folder / "sources/september.txt", folder / "case.yaml"
    text = file.read_text("utf-8").replace(*MISPRINT).replace("3200000", "2300000")
    was = hashlib.sha256(article.read_bytes()).hexdigest()
    corrected = article if in_place else article.with_name("september-2.txt")
    corrected.write_text(f"Correction: the amount.\n{article.read_text('utf-8').replace(*MISPRINT)}", "utf-8")
    now = hashlib.sha256(corrected.read_bytes()).hexdigest()
    text = text.replace(was, now).replace("sources/september.txt", f"sources/{corrected.name}")
    file.write_text(text.replace("2024-09-20", day), "utf-8")
    newsroom.library = ContentRepository(newsroom.content).read()
    assert newsroom.library.problems == ()


async def test_what_a_corrected_article_says_is_told_without_the_articles_text(newsroom: Newsroom) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    newsroom.forget_edits()
    shown = newsroom.delivery(identifier)
    correct_article(newsroom, "2024-09-21", in_place=False)
    made = await digest(newsroom, replace(shown.subscription, contents="changes", seen=shown.seen))
    await newsroom.correct()
    [edit] = edits_of(newsroom, identifier)
    for said in (texts(made.payload), texts(edit)):
        assert "amount: €3.2 million → €2.3 million" in said
        assert "Correction: the amount." not in said
    assert shows(edit, OLD)
    assert shows(edit, OLD.replace(*MISPRINT))


async def test_a_digest_of_an_article_that_was_overwritten_is_edited_to_what_stands(
    newsroom: Newsroom,
) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    newsroom.forget_edits()
    correct_article(newsroom, "2024-09-21", in_place=True)
    await newsroom.correct()
    [edit] = edits_of(newsroom, identifier)
    assert "What changed in it was not kept" in texts(edit).replace("what", "What")
    assert "€3.2 million" not in texts(edit)
    assert await newsroom.correct() == []


GONE = "withdrawn: {date: 2024-10-01, why: a retraction}"


async def test_a_digest_that_was_edited_to_withdrawn_is_edited_back_when_the_case_stands_again(
    newsroom: Newsroom,
) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    newsroom.forget_edits()
    shown = newsroom.delivery(identifier)
    revise(newsroom, f"{GONE}\n{first_report('2024-10-01')}")
    await newsroom.correct()
    withdrawal = await digest(newsroom, replace(shown.subscription, seen=shown.seen))
    revise(newsroom, first_report("2024-10-05"))
    await newsroom.correct()
    [withdrawn, back] = edits_of(newsroom, identifier)
    assert quoted(withdrawn) == []
    said = texts(back)
    assert "withdrawn on" not in said
    assert "Corrected on 5 October 2024: the case was withdrawn and stands again." in said
    assert shows(back, OLD)
    assert await newsroom.correct() == []
    # Those who were told of the withdrawal are told once that it was taken back.
    made = await digest(newsroom, replace(shown.subscription, seen=withdrawal.seen))
    assert "The case was withdrawn and stands again." in texts(made.payload)
    assert "In a verdict the jury ordered Brenn to pay Adler €3.2 million." in quoted(made.payload)
    after = replace(shown.subscription, seen=made.seen)
    assert isinstance(await newsroom.writer.compose(after, NOW), NothingNew)


async def test_a_digest_whose_article_was_withdrawn_is_edited_back_when_the_article_stands_again(
    newsroom: Newsroom,
) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    newsroom.forget_edits()
    revise(newsroom, first_report("2024-10-01", old=f", {GONE}"))
    await newsroom.correct()
    revise(newsroom, first_report("2024-10-05"))
    await newsroom.correct()
    [withdrawn, back] = edits_of(newsroom, identifier)
    assert quoted(withdrawn) == []
    assert "This article was withdrawn on 1 October 2024: a retraction" in texts(withdrawn)
    assert "Stands again, its withdrawal was taken back: source “september”" in texts(back)
    assert shows(back, OLD)
    assert "This article was withdrawn" not in texts(back)
    assert await newsroom.correct() == []


async def test_a_fact_that_was_removed_and_is_there_again_is_edited_back(newsroom: Newsroom) -> None:
    identifier = await told_as_news(newsroom)
    await newsroom.correct()
    newsroom.forget_edits()
    revise(newsroom, without_amount("2024-09-21"))
    await newsroom.correct()
    revise(newsroom, first_report("2024-09-22"))
    await newsroom.correct()
    [removed, back] = edits_of(newsroom, identifier)
    assert "Removed: amount “€3.2 million”" in texts(removed)
    assert "Removed" not in texts(back)
    assert shows(back, OLD)


async def test_a_stage_that_moved_on_hides_no_correction_of_the_same_lawsuit(newsroom: Newsroom) -> None:
    identifier = await newsroom.deliver()
    shown = newsroom.delivery(identifier)
    revise(newsroom, both_reports().replace("label: The suit", "label: The lawsuit"))
    made = await digest(newsroom, replace(shown.subscription, contents="changes", seen=shown.seen))
    assert "label: The suit → The lawsuit" in texts(made.payload)
    await newsroom.correct()
    assert "label: The suit → The lawsuit" in texts(newsroom.channel.edits[-1])


async def test_a_name_that_was_wrong_is_told(newsroom: Newsroom) -> None:
    shown = newsroom.delivery(await newsroom.deliver())
    text = first_report("2024-09-21").replace("kind: organization, name: Brenn", "kind: person, name: Adler")
    revise(newsroom, text)
    made = await digest(newsroom, replace(shown.subscription, contents="changes", seen=shown.seen))
    assert "name: Brenn → Adler" in texts(made.payload)


async def test_a_revision_of_the_same_day_that_cannot_be_compared_is_told_and_not_passed_over(
    newsroom: Newsroom,
) -> None:
    shown = newsroom.delivery(await newsroom.deliver())
    correct_article(newsroom, "2024-09-20", in_place=True)
    made = await digest(newsroom, replace(shown.subscription, seen=shown.seen))
    assert "what changed in it was not kept" in texts(made.payload)
    after = replace(shown.subscription, seen=made.seen)
    assert isinstance(await newsroom.writer.compose(after, NOW), NothingNew)


async def test_news_that_another_report_contradicts_says_so(newsroom: Newsroom) -> None:
    shown = newsroom.delivery(await newsroom.deliver())
    revise(newsroom, both_reports().replace("supersedes: first, how: reduces", "contradicts: [first]"))
    whole = replace(shown.subscription, platform="terminal", contents="changes", seen=shown.seen)
    said = (await digest(newsroom, whole)).payload["text"]
    assert said.index("Awarded") < said.index("The article of 18 September 2024 says otherwise:")


async def test_one_amount_in_two_accounts_is_told_once(newsroom: Newsroom) -> None:
    revise(newsroom, without_amount("2024-09-19"))
    shown = newsroom.delivery(await newsroom.deliver())
    account = (
        "  - {id: told, kind: awarded, lawsuit: suit, quote: 'I got €3.2 million,', same_as: first,\n"
        "     amount: {value: 3200000, currency: EUR, raw: €3.2 million}}\n"
    )
    revise(newsroom, first_report().replace("events:\n", f"{account}events:\n"))
    made = await digest(newsroom, replace(shown.subscription, contents="changes", seen=shown.seen))
    assert texts(made.payload).count("Awarded") == 1
    assert "1 new point since the last digest." in texts(made.payload)
