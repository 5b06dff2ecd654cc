"""The surroundings of passages, and the spans that are found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import get_args

import pytest

from bot.cases.model import Case, Source
from bot.checking.claims import ClaimMatch, MatchKind
from bot.checking.regions import Region, regions_around
from bot.search.alignment import Alignment
from bot.search.archive import Archive, PassageLocation

TEXT = (
    "The ferry left its\nOld  pier at noon. The ferry left its new pier at ten. Nobody saw the ferry leave."
)
MIDDLE = TEXT.index("The ferry left its new")


def case_with(text: str) -> Case:
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(id="a", file="a.txt", sha256=digest, date_published="2024-01-01", text=text)
    return Case(id="ferry", title="Ferry", revised="2024-01-01", sources=(source,))


CASE = case_with(TEXT)


def test_the_words_of_a_region_are_folded_with_single_spaces_between_them() -> None:
    assert Region(CASE, "a", 4, 34).folded == "ferry left its old pier at no"


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        (PassageLocation("ferry", "a", 10, 20), True),
        (PassageLocation("ferry", "a", 12, 18), True),
        (PassageLocation("ferry", "a", 9, 20), False),
        (PassageLocation("ferry", "a", 10, 21), False),
        (PassageLocation("ferry", "b", 12, 18), False),
        (PassageLocation("other", "a", 12, 18), False),
    ],
)
def test_a_region_contains_what_lies_in_it_to_its_last_code_point(
    place: PassageLocation, *, inside: bool
) -> None:
    assert Region(CASE, "a", 10, 20).contains(place) is inside


def test_a_claim_is_found_in_the_whole_source_and_from_an_offset_on() -> None:
    region = Region(CASE, "a", MIDDLE, MIDDLE + 5)
    assert [found.start for found in region.exact("the ferry left its")] == [0, MIDDLE]
    assert [found.start for found in region.exact("the ferry left its", 1)] == [MIDDLE]


def test_the_most_similar_place_is_looked_for_in_the_region_alone() -> None:
    claim = "the ferry left its olde pier"
    for low, high, words in (
        (0, len(TEXT), "The ferry left its\nOld  pier"),
        (MIDDLE, len(TEXT) + 100, "The ferry left its new pier"),
        (0, MIDDLE, "The ferry left its\nOld  pier"),
    ):
        found = Region(CASE, "a", low, high).nearest(claim)
        assert found
        assert (TEXT[found.start : found.end], found.likeness) == (words, "altered")
    found = Region(CASE, "a", 0, MIDDLE).nearest("the ferry left its newer pier")
    assert found
    assert found.end < MIDDLE
    found = Region(CASE, "a", MIDDLE, len(TEXT)).nearest("nobody saw the fairy leave")
    assert found
    assert TEXT[found.start : found.end] == "Nobody saw the ferry leave"
    assert Region(CASE, "a", 0, MIDDLE).nearest("nobody saw the fairy leave") is None


def test_a_span_has_the_words_and_the_text_of_its_source() -> None:
    place = Region(CASE, "a", 0, 5).span(Alignment(MIDDLE, MIDDLE + 9, "exact", 100.0))
    assert place.selector.span == ("a", MIDDLE, MIDDLE + 9)
    assert place.selector.exact == "The ferry"
    assert place.text == TEXT


def test_regions_reach_so_far_that_a_claim_may_begin_or_end_there(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of("A sentence of words. " * 100)
    [first] = regions_around(archive, "12345", [PassageLocation("stone", "article", 100, 120)])
    assert (first.low, first.high) == (0, 120 + 240 + 5)
    [later] = regions_around(archive, "12345", [PassageLocation("stone", "article", 1000, 1020)])
    assert (later.low, later.high) == (1000 - 240 - 5, 1020 + 240 + 5)
    assert (later.case.id, later.source) == ("stone", "article")


def test_a_passage_in_a_region_that_was_given_has_none_of_its_own(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of("A sentence of words. " * 100)
    starts = (500, 1500, 520, 1480, 900)
    places = [PassageLocation("stone", "article", start, start + 20) for start in starts]
    assert [region.low for region in regions_around(archive, "12345", places)] == [255, 1255, 655]


@pytest.mark.parametrize("kind", get_args(MatchKind))
def test_a_claim_that_stands_there_whole_is_verbatim(kind: MatchKind) -> None:
    match = ClaimMatch(kind, "Words")
    assert match.is_verbatim is (kind in {"exact", "typography"})
    assert (match.places, match.differences, match.score) == ((), (), 100.0)
