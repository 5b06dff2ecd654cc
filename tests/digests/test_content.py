"""What digests say: news, corrections and where a case stands, each point quoted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer, ChangePart
from bot.answers.grammar import parse, write
from bot.cases.changes import Change
from bot.cases.library import Library
from bot.cases.model import Award, Case
from bot.cases.spans import selectors_of_entry
from bot.digests.content import Subject, correction, digest
from bot.digests.cursor import Cursor, version_at
from bot.digests.news import succession
from bot.rendering.change_wording import change_lines
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.rendering.wording import Wording
from tests.corpora import Corpora
from tests.rendering.limits import assert_discord_takes, assert_slack_takes
from tests.truths import OVER_TIME

INVENTED = Path(__file__).parents[1] / "cases_invented"
SECTIONS = ("lawsuits", "rulings", "awards", "statements", "events", "caveats")
CARROLL = Subject(7, "carroll-v-trump")
LATCH = Subject(7, "okoro-hale-v-corvane")


@pytest.fixture(scope="module")
def march(corpora: Corpora) -> Case:
    """The case of the locks as it was before its second article."""
    now = corpora(INVENTED).archive.library.cases[LATCH.case]
    values: dict[str, Any] = {name: _of(now, name) for name in SECTIONS}
    return replace(now, revised="2024-03-06", version="", sources=now.sources[:1], **values)


def _of(case: Case, section: str) -> tuple[Any, ...]:
    return tuple(
        entry
        for entry in getattr(case, section)
        if {selector.source for selector in selectors_of_entry(entry)} <= {"march"}
    )


@pytest.fixture(scope="module")
def latch(corpora: Corpora, march: Case) -> Library:
    library = corpora(INVENTED).archive.library
    return replace(library, earlier={**library.earlier, LATCH.case: (march,)})


def corrected(library: Library, change: Callable[[Case], Case], *, kept: bool = True) -> Library:
    """The library after the editor has corrected the real case, which was kept before, or not."""
    before = library.cases[CARROLL.case]
    after = replace(change(before), revised="2026-12-01", version="")
    earlier = {CARROLL.case: (before,)} if kept else {}
    return replace(library, cases={CARROLL.case: after}, earlier=earlier)


def text(answer: Answer) -> str:
    return to_text(answer, Presentation())


def said(library: Library, about: Subject, cursor: Cursor) -> str:
    made = digest(library, about, cursor)
    assert made
    for discord in to_discord(made.answer, Presentation()):
        assert_discord_takes(discord)
    for slack in to_slack(made.answer, Presentation()):
        assert_slack_takes(slack)
    return text(made.answer)


def test_the_first_digest_says_where_the_case_stands_with_every_ruling_of_a_verdict(library: Library) -> None:
    text = said(library, CARROLL, Cursor())
    assert text.startswith("Carroll v. Trump · digest\nAs reported on 12 July 2023\nThe first digest here:")
    for quoted in (
        "In May, Trump was held liable for sexually abusing Carroll in the 1990s",
        "However, he was cleared of the rape allegation for the 2019 lawsuit Carroll filed.",
        "Trump has filed a countersuit against Carroll in June for defamation.",
    ):
        assert f"│ {quoted}" in text
    assert "points about this are open in the source: see the status." in text


def test_a_digest_is_one_short_message(library: Library, latch: Library, march: Case) -> None:
    for cases, about, cursor in (
        (library, CARROLL, Cursor()),
        (latch, LATCH, Cursor()),
        (latch, LATCH, Cursor.of(march)),
    ):
        made = digest(cases, about, cursor)
        assert made
        assert len(to_discord(made.answer, Presentation())) == 1
        assert len(to_slack(made.answer, Presentation())) == 1
        assert len(text(made.answer)) < 4_000


def test_news_is_told_with_its_quotations_and_counted(latch: Library, march: Case) -> None:
    text = said(latch, replace(LATCH, contents="changes"), Cursor.of(march))
    assert "33 new points since the last digest." in text
    assert "An article: Corvane settles smart-lock lawsuit for $38.5 million" in text
    assert "The class action · Delphine Okoro-Hale and The owners of the locks" in text
    assert "│ But this one is fair, and it is certain" in text
    assert "And 24 more: see all changes." in text
    assert "Where it stands" not in text
    assert "/case changes since:2024-03-06" in text


def test_however_many_slots_were_missed_one_digest_tells_all_that_is_new(latch: Library, march: Case) -> None:
    first = replace(march, revised="2024-01-01", version="", statements=())
    both = replace(latch, earlier={LATCH.case: (first, march)})
    made, later = digest(both, LATCH, Cursor.of(first)), digest(both, LATCH, Cursor.of(march))
    assert made
    assert later
    assert made.cursor == later.cursor == Cursor.of(latch.cases[LATCH.case])
    assert len(march.statements) > 0
    assert f"{33 + len(march.statements)} new points" in text(made.answer)


def test_nothing_new_is_skipped_or_said_as_the_channel_chose(library: Library) -> None:
    seen = Cursor.of(library.cases[CARROLL.case])
    assert digest(library, CARROLL, seen) is None
    text = said(library, replace(CARROLL, nothing_new="say"), seen)
    assert "Nothing new since the last digest." in text
    assert "│" not in text


def test_a_channel_that_wants_only_changes_is_not_greeted_with_the_whole_case(library: Library) -> None:
    only = replace(CARROLL, contents="changes")
    assert digest(library, only, Cursor()) is None
    assert "From now on it tells what is new." in said(library, replace(only, nothing_new="say"), Cursor())


def test_a_case_that_is_gone_has_no_digest(library: Library) -> None:
    assert digest(library, Subject(7, "gone"), Cursor()) is None


def test_a_revision_whose_earlier_version_was_not_kept_is_told_as_such(library: Library) -> None:
    seen = Cursor.of(library.cases[CARROLL.case])
    after = corrected(library, lambda case: replace(case, statements=()), kept=False)
    assert "What changed in it was not kept" in said(after, CARROLL, seen).replace("what", "What")


def test_changes_that_tell_readers_nothing_are_no_news(library: Library) -> None:
    seen = Cursor.of(library.cases[CARROLL.case])
    after = corrected(
        library, lambda case: replace(case, parties=tuple(replace(one, aliases=()) for one in case.parties))
    )
    assert Cursor.of(after.cases[CARROLL.case]) != seen
    assert digest(after, CARROLL, seen) is None


def test_the_buttons_of_a_digest_ask_what_can_be_typed_and_its_pages_are_of_the_same_digest(
    latch: Library, march: Case
) -> None:
    made = digest(latch, LATCH, Cursor.of(march))
    assert made
    for suggestion in made.answer.suggestions:
        assert parse(write(suggestion.query)) == suggestion.query
    asked = made.answer.query
    assert write(asked) == f"/digest preview 7 since:2024-03-06/{march.version[:12]}"
    again = digest(latch, LATCH, Cursor.parse(asked.get("since") or ""))
    assert again == made


def wrong_claim(case: Case) -> Case:
    first, *others = case.rulings
    return replace(case, rulings=(replace(first, claim="sexual assault"), *others))


def test_a_correction_is_told_with_what_was_told_before(library: Library) -> None:
    seen = Cursor.of(library.cases[CARROLL.case])
    after = corrected(library, wrong_claim)
    text = said(after, replace(CARROLL, contents="changes"), seen)
    assert "1 correction since the last digest." in text
    assert "What was corrected" in text
    assert "sexual abuse → sexual assault" in text


def shown_by(library: Library) -> tuple[Case, list[str]]:
    made = digest(library, CARROLL, Cursor())
    assert made
    return library.cases[CARROLL.case], [quotation.id for quotation in made.answer.quotations()]


def test_a_delivered_digest_with_a_fact_that_was_corrected_is_edited_and_says_what_changed(
    library: Library,
) -> None:
    then, shown = shown_by(library)
    answer = correction(corrected(library, wrong_claim), CARROLL, then, shown)
    assert answer
    edited = text(answer)
    assert "Corrected on 1 December 2026: 1 point." in edited
    assert "sexual abuse → sexual assault" in edited
    # All that the digest showed besides is still there.
    assert {quotation.id for quotation in answer.quotations()} == set(shown)


def test_a_quotation_that_was_withdrawn_stays_readable_as_what_was_told_before(library: Library) -> None:
    then, shown = shown_by(library)
    after = corrected(library, lambda case: replace(case, rulings=case.rulings[1:]))
    answer = correction(after, CARROLL, then, shown)
    assert answer
    parts = [part for part in answer.parts if isinstance(part, ChangePart)]
    assert [part.change.kind for part in parts] == ["lost"]
    assert "Told before:" in text(answer)


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case,
        lambda case: replace(case, statements=case.statements[1:]),
        lambda case: replace(case, awards=()),
    ],
    ids=["nothing", "a statement", "the amounts"],
)
def test_a_delivered_digest_stays_as_it_is_where_what_it_showed_still_stands(
    library: Library, change: Callable[[Case], Case]
) -> None:
    then, shown = shown_by(library)
    assert correction(corrected(library, change), CARROLL, then, shown) is None


def test_a_later_stage_that_a_new_article_reports_corrects_no_digest(latch: Library, march: Case) -> None:
    before = replace(latch, cases={**latch.cases, LATCH.case: march}, earlier={})
    made = digest(before, LATCH, Cursor())
    assert made
    shown = [quotation.id for quotation in made.answer.quotations()]
    assert correction(latch, LATCH, march, shown) is None


def test_a_lawsuit_that_came_to_another_stage_is_news_and_no_correction(latch: Library) -> None:
    case = latch.cases[LATCH.case]
    lawsuits = tuple(replace(one, status=(), date_filed=None) for one in case.lawsuits)
    before = replace(case, revised="2024-11-19", version="", lawsuits=lawsuits)
    text = said(replace(latch, earlier={LATCH.case: (before,)}), LATCH, Cursor.of(before))
    assert "What was corrected" not in text
    assert "What is new" in text


def test_a_cursor_is_read_as_it_is_written(march: Case) -> None:
    for cursor in (Cursor(), Cursor("2024-03-06"), Cursor.of(march), Cursor.of(march).abbreviated):
        assert Cursor.parse(str(cursor)) == cursor
    assert Cursor.parse("") == Cursor()
    assert [str(Cursor()), str(Cursor("2024-03-06", "ab"))] == ["start", "2024-03-06/ab"]


def test_the_version_of_a_cursor_is_found_by_its_digest_or_by_its_day(latch: Library, march: Case) -> None:
    now = latch.cases[LATCH.case]

    def at(written: str) -> Case | None:
        return version_at(latch, LATCH.case, Cursor.parse(written))

    assert at(f"2024-03-06/{march.version}") == march
    assert at(f"2024-03-06/{march.version[:12]}") == march
    assert at("2024-03-07") == march
    # What nobody has kept from before the first version, nobody can compare with.
    assert at("2024-03-06") == march
    assert at("2025-01-01") == now
    # A version that was not kept: the newest one that is no newer than it.
    assert at("2024-05-01/00000000") == march
    assert at("2024-01-01/00000000") is None


def test_a_first_digest_tells_what_was_reported_last_and_how_much_more_changed(
    corpora: Corpora,
) -> None:
    library = corpora(OVER_TIME).archive.library
    made = digest(library, Subject(1, "fennimore-v-tarrow-vale"), Cursor())
    assert made
    text = to_text(made.answer, Presentation())
    changed = [line for line in text.splitlines() if " → " in line]
    # What Dunmarrow paid in 2023, the newest report only mentions.
    assert changed == [
        "Reduced: $10.2 million → $5.7 million",
        "Reduced: $4.2 million → $3.6 million",
        "Reduced: $6 million → $2.1 million",
    ]
    assert "And 16 more: see the status." in text


def headline(change: Change) -> str:
    return next(change_lines(ChangePart(change, "", "2024-05-16", (), is_news=True), Wording()))[1]


def test_an_amount_that_was_paid_as_it_was_due_is_named_once_and_one_that_is_secret_in_words(
    corpora: Corpora,
) -> None:
    case = corpora(OVER_TIME).archive.library.cases["fennimore-v-tarrow-vale"]
    titles = {
        change.after.id: next(
            change_lines(ChangePart(change, "", "2024-05-16", (), is_news=True), Wording())
        )[1]
        for change in succession(case)
        if isinstance(change.after, Award)
    }
    assert titles["dunmarrow-paid"] == "Fulfilled: $1.26\xa0million"
    assert titles["orchard-settled"] == "Settled: $850,000 → an undisclosed amount"
