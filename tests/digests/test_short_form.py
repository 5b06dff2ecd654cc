"""Digests in chats, of every case of the tests and every day: one screen, whole points, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer import Answer, ChangePart, NoticePart
from bot.answers.short.condensing import EVERYTHING
from bot.cases.as_of import case_as_of
from bot.cases.library import Library
from bot.digests.content import Subject, digest
from bot.digests.cursor import Cursor
from bot.rendering.limits import SCREEN
from bot.rendering.outline import outline
from bot.rendering.render import Presentation, in_detail, to_discord, to_slack, visible_length
from bot.rendering.wording import Wording
from tests.corpora import Corpora

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "content", ROOT / "tests/cases_over_time", ROOT / "tests/cases_invented")
TODAY = date(2026, 11, 29)


CASES = [(folder, file.parent.name) for folder in FOLDERS for file in sorted(folder.glob("*/case.y*ml"))]
Digests = dict[str, Answer]
"""Those of a case, each by what its readers knew."""


@pytest.fixture(scope="module", params=CASES, ids=lambda at: at[1])
def digests(request: pytest.FixtureRequest, corpora: Corpora) -> Digests:
    """The first digest of each case, and the next one for readers of each of its articles but the last."""
    folder, name = request.param
    return digests_of(corpora(folder).archive.library, name)


def digests_of(library: Library, name: str) -> Digests:
    case = library.cases[name]
    first = digest(library, Subject(7, name), Cursor())
    assert first
    made = {"nothing": first.answer}
    for day in sorted({source.day for source in case.sources})[:-1]:
        known = case_as_of(case, day)
        assert known
        known = replace(known, revised=day)
        earlier = replace(library, earlier={name: (known,)})
        later = digest(earlier, Subject(7, name), Cursor.of(known))
        assert later
        made[day] = later.answer
    return made


def test_a_digest_is_one_message_of_one_screen(digests: Digests) -> None:
    for made in digests.values():
        short = in_detail(made, "short")
        items = [item for section in outline(short, Wording(), TODAY) for item in section.items]
        assert sum(map(visible_length, items)) <= SCREEN.text
        for render in (to_discord, to_slack):
            assert len(render(made, Presentation(today=TODAY))) == 1


def test_it_begins_with_the_first_point_and_leads_to_the_whole_digest(digests: Digests) -> None:
    for made in digests.values():
        short = in_detail(made, "short")
        assert short.lead == made.lead
        assert any(not (isinstance(part, NoticePart) and part.heading) for part in short.parts)
        first = short.suggestions[0]
        assert (first.label, first.in_place) == (EVERYTHING, True)
        assert first.query == made.query.changed(detail="full")
        assert in_detail(replace(made, query=first.query), "short").parts == made.parts


def test_each_word_is_quoted_once_and_was_in_the_whole_digest(digests: Digests) -> None:
    for made in digests.values():
        quotations = list(in_detail(made, "short").quotations())
        for at, quotation in enumerate(quotations):
            others = [other for number, other in enumerate(quotations) if number != at]
            same_text = [other for other in others if other.source == quotation.source]
            assert not any(other.selector.contains(quotation.selector) for other in same_text), quotation.text
        whole = [selector for one in made.quotations() for selector in [one.selector]]
        denials = [part for part in in_detail(made, "short").parts if isinstance(part, NoticePart)]
        own = {one.id for part in denials for one in part.quotations}
        assert all(
            one.id in own or any(one.selector.overlaps(words) for words in whole) for one in quotations
        )


def test_what_was_told_before_is_never_announced_without_its_words(digests: Digests) -> None:
    for made in digests.values():
        for part in in_detail(made, "short").parts:
            if isinstance(part, NoticePart) and not part.heading and str(part.text).endswith(":"):
                assert part.quotations, part.text


def test_a_reduction_is_told_with_both_amounts_and_the_older_report(corpora: Corpora) -> None:
    library = corpora(ROOT / "tests/cases_over_time").archive.library
    made = digests_of(library, "fennimore-v-tarrow-vale")["2023-12-12"]
    parts = in_detail(made, "short").parts
    [first] = [at for at, part in enumerate(parts) if isinstance(part, ChangePart)][:1]
    assert "$5.7" in parts[first].quotations[0].text.replace("\N{NO-BREAK SPACE}", " ")
    assert "$10.2" in parts[first + 1].quotations[0].text.replace("\N{NO-BREAK SPACE}", " ")
