"""On each day, answers about the invented cases show what is current on it, and the rest as earlier."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.answers.answer import Answer, LawsuitPart, NoticePart, Quotation, TimelinePart
from bot.answers.grammar import query
from bot.answers.over_time import EARLIER, SUPERSEDED
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive
from tests.truths import OVER_TIME, Truth, Truths, truths_of

CASES = sorted(path.parent.name for path in OVER_TIME.glob("*/TRUTH.md"))
ABOUT = ("status", "damages", "statements", "timeline", "people")
MONEY = ("damages",)
SAID = ("statements",)
"""The commands that show what somebody said, or claims."""
HALF = 0.5
"""How much of the words of a truth must be shown for it to be told."""
REMARKS = frozenset(phrase.message for phrase in SUPERSEDED.values())
DAYS = [(case, day) for case in CASES for day in truths_of(case).days_to_ask()]
KNOWN = [(case, day) for case, day in DAYS if truths_of(case).on(day).current]


class Shown(NamedTuple):
    """The quotations of a part of an answer, and whether they are shown as what is current."""

    quotations: tuple[Quotation, ...]
    is_current: bool


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Archive]:
    """The index of each case by itself."""
    opened = {}
    for case in CASES:
        content = tmp_path_factory.mktemp(case)
        folder = OVER_TIME / case
        shutil.copytree(folder, content / case, ignore=shutil.ignore_patterns("*.md", "*.jsonl"))
        library = ContentRepository(content).read()
        assert library.problems == ()
        opened[case] = open_archive(library, None)
    return opened


def asked(archive: Archive, about: str, day: str | None) -> Answer:
    return respond(archive, query(f"case {about}", {"as-of": day} if day else {}))


def shown(answer: Answer) -> Iterator[Shown]:
    """The quotations of each part: under “Earlier”, or remarked as superseded, they are not current."""
    is_earlier = False
    for part in answer.parts:
        if isinstance(part, LawsuitPart):
            is_earlier = False
        elif isinstance(part, NoticePart) and part.heading:
            is_earlier = part.text.message == EARLIER.message
        remark = part.remark.message if isinstance(part, TimelinePart) and part.remark else ""
        if remark.startswith("Held"):
            # Below what was held stand the words by which it had been planned, in a report before.
            newest = max(one.source.day for one in part.quotations)
            yield Shown(tuple(one for one in part.quotations if one.source.day < newest), is_current=False)
            yield Shown(tuple(one for one in part.quotations if one.source.day == newest), not is_earlier)
        else:
            yield Shown(part.quotations, not is_earlier and remark not in REMARKS)


def overlap(quotation: Quotation, truth: Truth) -> float:
    """The most of the words by which an article reports a truth that a quotation has, from 0 to 1."""
    name, selector = Path(quotation.source.file).stem, quotation.selector
    shares = (
        (min(end, selector.end) - max(start, selector.start)) / (end - start)
        for article, start, end in truth.spans
        if article == name
    )
    return max(0, *shares, 0)


def tells(quotation: Quotation, truth: Truth) -> bool:
    return overlap(quotation, truth) >= HALF


def tell(quotations: Iterable[Quotation], truth: Truth) -> bool:
    """Whether quotations that are shown together tell a truth, each some of its words."""
    return sum(overlap(one, truth) for one in quotations) >= HALF


def commands_for(truth: Truth) -> tuple[str, ...]:
    if truth.what.startswith("money") and "nothing" not in truth.what:
        return MONEY
    return SAID if truth.what.startswith(("statement", "claim")) else ABOUT


@cache
def known_truths(case: str) -> Truths:
    return truths_of(case)


@pytest.mark.parametrize(("case", "day"), [one for one in DAYS if one not in KNOWN])
@pytest.mark.parametrize("about", ABOUT)
def test_before_the_first_article_nothing_is_known(
    archives: dict[str, Archive], case: str, day: str, about: str
) -> None:
    with pytest.raises(CommandError):
        asked(archives[case], about, day)


@pytest.mark.parametrize(("case", "day"), KNOWN)
@pytest.mark.parametrize("about", ABOUT)
def test_an_answer_rests_on_the_articles_of_its_day(
    archives: dict[str, Archive], case: str, day: str | None, about: str
) -> None:
    answer = asked(archives[case], about, day)
    known = [one for one in known_truths(case).articles if day is None or one <= day]
    assert answer.as_of == known[-1]
    assert {one.source.day for one in answer.quotations()} <= set(known)


@pytest.mark.parametrize(("case", "day"), KNOWN)
def test_what_is_current_on_a_day_is_shown_as_current(
    archives: dict[str, Archive], case: str, day: str | None
) -> None:
    truths = known_truths(case)
    seen = {about: [*shown(asked(archives[case], about, day))] for about in ABOUT}
    missing = [
        truth
        for truth in (truths.facts[one] for one in sorted(truths.on(day).current))
        if not any(
            one.is_current and tell(one.quotations, truth)
            for about in commands_for(truth)
            for one in seen[about]
        )
    ]
    assert missing == []


@pytest.mark.parametrize(("case", "day"), KNOWN)
@pytest.mark.parametrize("about", ABOUT)
def test_what_was_superseded_by_a_day_is_not_shown_as_current(
    archives: dict[str, Archive], case: str, day: str | None, about: str
) -> None:
    truths = known_truths(case)
    row = truths.on(day)
    standing = [truths.facts[one] for one in row.current | row.passed]
    wrong = [
        (one, quotation.text)
        for part in shown(asked(archives[case], about, day))
        if part.is_current
        for quotation in part.quotations
        if not any(tells(quotation, truth) for truth in standing)
        for one in sorted(row.superseded)
        if tells(quotation, truths.facts[one])
    ]
    assert wrong == []


@pytest.mark.parametrize(("case", "day"), KNOWN)
def test_of_a_hearing_whose_day_has_passed_the_outcome_is_said_to_be_open(
    archives: dict[str, Archive], case: str, day: str | None
) -> None:
    truths = known_truths(case)
    hearings = [
        truth
        for truth in (truths.facts[one] for one in truths.on(day).passed)
        if truth.what.startswith(("hearing", "appeal hearing", "conference"))
    ]
    entries = [
        part for part in asked(archives[case], "timeline", day).parts if isinstance(part, TimelinePart)
    ]
    for truth in hearings:
        [entry] = [one for one in entries if tell(one.quotations, truth)]
        assert "whether it took place is not in the sources" in str(entry.remark)


@pytest.mark.parametrize(("case", "day"), KNOWN)
def test_open_contradictions_are_told_with_the_facts(
    archives: dict[str, Archive], case: str, day: str | None
) -> None:
    truths = known_truths(case)
    found_together = [
        {one for one, truth in truths.facts.items() if tell(found, truth)}
        for about in ABOUT
        for found in contradicted(asked(archives[case], about, day))
    ]
    row = truths.on(day)
    missing = [
        sorted(pair)
        for pair in row.contradictions
        if not all(any(one in ids for ids in found_together) for one in pair)
    ]
    assert missing == []


def contradicted(answer: Answer) -> Iterator[tuple[Quotation, ...]]:
    """The quotations of each part of which an answer says that somebody says otherwise, or that are open."""
    before: tuple[Quotation, ...] = ()
    for part in answer.parts:
        if isinstance(part, NoticePart) and "says otherwise" in part.text.message:
            yield before
        if part.quotations:
            before = part.quotations
    for point in answer.unfolded().open_points:
        yield point.quotations
