"""Claims that are matched as a whole, in parts or with what is most like them, and where they are shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.checking.verdicts import match_claim, smallest_passage
from bot.search.archive import Archive

ArchiveOf = Callable[..., Archive]


def test_a_claim_that_stands_there_in_two_forms_is_exact_and_has_both_places(archive_of: ArchiveOf) -> None:
    text = "The Ferry left at noon. Nobody knew why the ferry left."
    match = match_claim(archive_of(text), "The Ferry left")
    assert match.kind == "exact"
    assert [place.selector.start for place in match.places] == [0, text.index("the ferry")]
    assert match_claim(archive_of(text), "THE ferry left").kind == "typography"


def test_a_claim_that_runs_over_two_sentences_is_exact(archive_of: ArchiveOf) -> None:
    text = "The ferry left at noon. Nobody knew why. It came back late."
    match = match_claim(archive_of(text), "at noon. Nobody knew")
    assert match.kind == "exact"
    assert [place.selector.exact for place in match.places] == ["at noon. Nobody knew"]


def test_a_claim_that_is_altered_has_its_place_its_differences_and_its_likeness(
    archive_of: ArchiveOf,
) -> None:
    match = match_claim(
        archive_of("It rained. The ferry left its pier at noon. It was late."),
        "the ferry left its peer at noon",
    )
    assert match.kind == "altered"
    assert [place.selector.exact for place in match.places] == ["The ferry left its pier at noon"]
    assert [(one.claimed, one.source) for one in match.differences] == [("peer", "pier")]
    assert 90 < match.score < 100


@pytest.mark.parametrize("claim", ["", "?!", "the moon is made of green cheese"])
def test_a_claim_that_resembles_nothing_is_not_found(archive_of: ArchiveOf, claim: str) -> None:
    match = match_claim(archive_of("It rained. The ferry left its pier at noon."), claim)
    assert (match.kind, match.claim, match.places) == ("not_found", claim, ())


def test_an_elision_of_the_sources_own_belongs_to_the_words(archive_of: ArchiveOf) -> None:
    archive = archive_of("We waited … and then the bridge fell down at noon. She left.")
    assert match_claim(archive, "We waited … and then the bridge").kind == "exact"
    match = match_claim(archive, "We waited … and then the bridge came down at noon")
    assert match.kind == "altered"
    assert [place.selector.exact for place in match.places] == [
        "We waited … and then the bridge fell down at noon"
    ]
    assert [(one.claimed, one.source) for one in match.differences] == [("came", "fell")]


def test_a_likeness_of_80_is_enough_for_an_elision_to_be_the_sources_own(archive_of: ArchiveOf) -> None:
    archive = archive_of("We waited … and then the bridge fell down at noon. She left.")
    match = match_claim(archive, "We waited … and the bridge was down at noon")
    assert (match.kind, match.score) == ("altered", 80.0)
    assert [(one.claimed, one.source) for one in match.differences] == [("", "then"), ("was", "fell")]


def test_words_left_out_and_marked_are_elided_however_like_the_whole_is(archive_of: ArchiveOf) -> None:
    archive = archive_of("The court held that the firm was to pay the owners all of it. She left.")
    match = match_claim(archive, "The court held that the firm was … pay the owners all of it")
    assert match.kind == "elided"
    assert [place.selector.exact for place in match.places] == [
        "The court held that the firm was",
        "pay the owners all of it",
    ]


LETTERS = "abcdefghijklmnopqrstuvwx"


@pytest.mark.parametrize(("parts", "elided"), [(2, True), (20, True), (21, False)])
def test_a_claim_of_more_than_twenty_parts_is_no_quotation(
    archive_of: ArchiveOf, parts: int, *, elided: bool
) -> None:
    archive = archive_of(" ".join(f"{letter}ail {letter}oor {letter}ump" for letter in LETTERS))
    claim = " … ".join(f"{letter}ail {letter}oor" for letter in LETTERS[:parts])
    assert (match_claim(archive, claim).kind == "elided") is elided


BODY = "events: [{label: Event, quote: The ferry left at noon. Nobody knew}]\n"
FERRY = (
    'The ferry left at noon. Nobody knew why. It came back.\n\n"I saw it. It was late," said Ada. She left.'
)


@pytest.mark.parametrize(
    ("claim", "shown", "recorded"),
    [
        ("came back", "It came back.", False),
        ("ferry left", "The ferry left at noon.", False),
        ("at noon. Nobody", "The ferry left at noon. Nobody knew", True),
        ("Nobody knew", "Nobody knew why.", False),
        ("why. It", "why. It", False),
        ("It was late", '"I saw it. It was late," said Ada. She left.', False),
    ],
)
def test_a_place_is_shown_in_the_smallest_passage_that_has_it_whole(
    archive_of: ArchiveOf, claim: str, shown: str, *, recorded: bool
) -> None:
    archive = archive_of(FERRY, BODY)
    [place] = match_claim(archive, claim).places
    passage = smallest_passage(archive, place)
    assert (passage.selector.exact, passage.recorded) == (shown, recorded)
    assert passage.case is archive.library.cases["stone"]
