"""Claims with words left out, whose parts stand at several places."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.checking.claims import ClaimMatch, parts_of
from bot.checking.elisions import match_parts
from bot.checking.regions import Region
from bot.checking.verdicts import match_claim
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

TEXT = (
    "The court held the firm was not to blame, the jury said. "
    "The court held the firm was wrong and must pay the owners what they had lost."
)


@pytest.fixture(scope="module")
def archive() -> Archive:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    source = Source(id="a", file="a.txt", sha256=digest, date_published="2024-01-01", text=TEXT)
    case = Case(id="firm", title="Firm", revised="2024-01-01", sources=(source,))
    return open_archive(Library({"firm": case}, folder="content"), None)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("The court held the firm … must pay the owners", "elided"),
        ("the firm was … wrong", "elided"),
        ("the firm was wrong … to blame", "altered"),
        ("The court held … must pay", "altered"),
    ],
)
def test_a_claim_is_judged_by_the_best_of_the_places_of_its_first_part(
    archive: Archive, claim: str, kind: str
) -> None:
    assert match_claim(archive, claim).kind == kind


@pytest.mark.parametrize(
    ("claim", "words", "differences"),
    [
        ("wrong and must pay … to blame", ["wrong and must pay", "to blame"], []),
        ("The court held … must pay the tenants", ["The court held", "must pay the"], ["tenants"]),
        ("The jury held … must pay the owners", ["The court held"], ["jury"]),
    ],
)
def test_the_first_part_that_is_wrong_is_reported_with_the_parts_before_it(
    archive: Archive, claim: str, words: list[str], differences: list[str]
) -> None:
    match = match_claim(archive, claim)
    assert match.kind == "altered"
    assert [place.selector.exact for place in match.places] == words
    assert [difference.claimed for difference in match.differences] == differences


SPLIT = (
    "Mr Reed won. The owl sat on a wall and saw the moon rise.\n\n"
    "The fox came late. It ate the bread. It did not drink. "
    "It left the house at dawn, and nobody saw it go.\n\n"
    "“I never lied to the court,” said Ada.\n\n“My sons did it all.”\n"
)
SPLIT_BODY = (
    "parties: [{id: ada, name: Ada, kind: person, described_as: Ada}]\n"
    "statements:\n"
    "  - speaker: ada\n    quote_type: direct\n"
    "    quote: ['I never lied to the court,', 'My sons did it all.']\n"
)


def judged(archive: Archive, claim: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """The kind of a claim's match in parts, the words at its places, and the words that differ."""
    region = Region(archive.library.cases["stone"], "article", 0, len(SPLIT))
    match = match_parts(claim, parts_of(claim), [region], lambda part: match_claim(archive, part))
    edits = [(one.claimed, one.source) for one in match.differences]
    return match.kind, [place.selector.exact for place in match.places], edits


@pytest.fixture
def split(archive_of: Callable[..., Archive]) -> Archive:
    return archive_of(SPLIT, SPLIT_BODY)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("owl sat … saw the moon", "elided"),
        # “the moon” is what it saw.
        ("owl sat … the moon", "altered"),
        ("owl sat … saw the … moon rise", "elided"),
        ("owl … saw the moon", "elided"),
        ("owl … moon", "altered"),
        ("the moon … owl sat", "altered"),
        # The second part stands only after the third.
        ("owl sat … moon rise … saw the", "altered"),
        # What no one has said in one go stands in one paragraph; what one has said may stand in two.
        ("Mr Reed won … The fox came", "altered"),
        ("I never lied … My sons did it all", "elided"),
        # Not the speaker did it, but the sons.
        ("I never lied … did it all", "altered"),
        ("said Ada … did it all", "altered"),
        ("left the house … I never lied", "altered"),
    ],
)
def test_parts_stand_in_order_in_one_paragraph_or_statement(split: Archive, claim: str, kind: str) -> None:
    assert match_claim(split, claim).kind == kind


@pytest.mark.parametrize(
    ("claim", "kind", "edits"),
    [
        ("fox came … ate the … at dawn", "altered", []),
        ("fox came … left the house", "altered", []),
        ("The fox came late. … It did not drink", "elided", []),
        ("ate the bread … left the house", "altered", []),
        ("ate … It left the house", "altered", [("", "It did not drink.")]),
        ("ate the … nobody saw", "altered", []),
        ("late. It ate … drink. It left", "altered", [("", "It did not")]),
        ("It did … left the house", "altered", [("", "not drink.")]),
        ("left the house … saw it go", "altered", [("", "at dawn, and nobody")]),
        ("The fox [never] came late", "altered", [("[never]", "")]),
        ("The fox came [2 hours] late", "altered", [("[2 hours]", "")]),
        ("The fox [un]came late", "altered", [("[un]", "")]),
        ("The fox [a red one] came late", "altered", [("[a red one]", "")]),
        ("The fox [and the owl] came late", "elided", []),
        ("The fox [sic] came late", "elided", []),
        ("The fox [emphasis added] came late", "elided", []),
        ("The fox [secretly] came late", "altered", [("[secretly]", "")]),
        ("The fox came late [from Havana]", "altered", [("[from Havana]", "")]),
        ("[The thief] left the house at dawn", "altered", [("[The thief]", "")]),
        ("[Mr Reed] left the house at dawn", "elided", []),
        ("The fox [two] came late", "altered", [("[two]", "")]),
        ("The fox [ran] late", "altered", [("[ran]", "came")]),
        ("[The fox] left the house at dawn", "elided", []),
        ("ate the bread. It did [never] drink", "altered", [("[never]", ""), ("[never]", "not")]),
        ("fox [ran] late. It [drank] the bread", "altered", [("[ran]", "came"), ("[drank]", "ate")]),
    ],
)
def test_an_edit_that_can_change_the_meaning_is_shown(
    split: Archive, claim: str, kind: str, edits: list[tuple[str, str]]
) -> None:
    found, _, differing = judged(split, claim)
    assert (found, differing) == (kind, edits)


def test_what_follows_the_first_wrong_part_is_not_looked_at(split: Archive) -> None:
    assert judged(split, "owl sat … saw the sun rise … the moon") == (
        "altered",
        ["owl sat", "saw the moon rise"],
        [("sun", "moon")],
    )


def test_words_picked_one_by_one_are_shown_with_all_that_stands_between_them(split: Archive) -> None:
    assert judged(split, "owl … wall … moon") == (
        "altered",
        ["owl", "wall", "moon"],
        [("", "sat on a"), ("", "and saw the")],
    )


def not_found(part: str) -> ClaimMatch:
    return ClaimMatch("not_found", part)


@pytest.mark.parametrize(("others", "kind"), [(18, "elided"), (19, "elided"), (20, "not_found")])
def test_the_first_part_is_tried_at_twenty_of_its_places(
    archive_of: Callable[..., Archive], others: int, kind: str
) -> None:
    text = "The owl sat down.\n" * others + "The owl sat down and then flew off.\n"
    region = Region(archive_of(text).library.cases["stone"], "article", 0, len(text))
    match = match_parts("owl sat … flew off", ("owl sat", "flew off"), [region], not_found)
    assert match.kind == kind


def test_the_other_parts_may_stand_outside_the_region_of_the_first(split: Archive) -> None:
    case, end = split.library.cases["stone"], SPLIT.index("on a wall")
    regions = [Region(case, "article", SPLIT.index("The fox"), len(SPLIT)), Region(case, "article", 5, end)]
    match = match_parts("owl sat … saw the moon", ("owl sat", "saw the moon"), regions, not_found)
    assert match.kind == "elided"
    assert [place.selector.start for place in match.places] == [SPLIT.index("owl"), SPLIT.index("saw the")]


def test_parts_without_a_space_between_them_follow_each_other(archive_of: Callable[..., Archive]) -> None:
    text = "The owl (grey)(old) sat down."
    region = Region(archive_of(text).library.cases["stone"], "article", 0, len(text))
    parts = ("owl (grey)", "(old) sat")
    assert match_parts(" … ".join(parts), parts, [region], not_found).kind == "elided"


def test_parts_that_no_region_has_together_are_looked_up_one_by_one(split: Archive) -> None:
    parts = ("owl sat", "saw the", "moon rise")
    match = match_parts(" … ".join(parts), parts, (), lambda part: match_claim(split, part))
    assert match.kind == "elided"
    assert [place.selector.exact for place in match.places] == list(parts)
    parts = ("owl sat", "saw the", "on a wall")
    match = match_parts(" … ".join(parts), parts, (), lambda part: match_claim(split, part))
    assert match.kind == "altered"
    assert [place.selector.exact for place in match.places] == list(parts)
    parts = ("owl sat", "zebra", "on a wall")
    match = match_parts(" … ".join(parts), parts, (), lambda part: match_claim(split, part))
    assert match.kind == "not_found"
    assert [place.selector.exact for place in match.places] == ["owl sat"]


def test_of_parts_that_are_looked_up_the_last_may_be_the_wrong_one(split: Archive) -> None:
    parts = ("owl sat", "saw the", "moon raise")
    match = match_parts(" … ".join(parts), parts, (), lambda part: match_claim(split, part))
    assert match.kind == "altered"
    assert [(one.claimed, one.source) for one in match.differences] == [("raise", "rise")]


def test_a_part_that_stands_before_the_last_one_too_is_found_after_it(split: Archive) -> None:
    region = Region(split.library.cases["stone"], "article", 0, len(SPLIT))
    parts = ("fox came late.", "ate the bread.", "It")
    match = match_parts(" … ".join(parts), parts, [region], not_found)
    assert match.kind == "elided"
    assert match.places[-1].selector.start == SPLIT.index("It did")


def test_of_places_that_are_all_altered_the_first_is_reported(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of("The owl did not eat bread. The owl would never eat bread.")
    match = match_claim(archive, "owl … eat bread")
    assert match.kind == "altered"
    assert [(one.claimed, one.source) for one in match.differences] == [("", "did not")]


def test_parts_in_two_sources_do_not_follow_each_other(case_folder: Callable[..., Path]) -> None:
    head = (
        "title: A\nrevised: 2026-01-02\nsources:\n"
        "  - {id: one, file: sources/one.txt, sha256: SHA(one.txt), date_published: 2025-06-01}\n"
        "  - {id: two, file: sources/two.txt, sha256: SHA(two.txt), date_published: 2025-07-01}\n"
    )
    texts = {"one.txt": "The owl sat down.", "two.txt": "It was quite late when the fox came."}
    archive = open_archive(ContentRepository(case_folder("", texts, head=head).parent).read(), None)
    match = match_claim(archive, "owl sat … fox came")
    assert match.kind == "altered"
    assert [place.selector.source for place in match.places] == ["one", "two"]


def test_a_statement_goes_on_after_others_have_repeated_its_words(archive_of: Callable[..., Archive]) -> None:
    text = (
        "Ada said that I never lied, and so on.\n\n“I never lied to the court,” said Ada.\n\n"
        "{}“My sons did it all, you know.”\n"
    )
    body = SPLIT_BODY.replace("described_as: Ada", "described_as: Ada said that").replace(
        "all.'", "all, you know.'"
    )
    for repeated, kind in ((0, "elided"), (1, "elided"), (19, "elided"), (20, "altered")):
        archive = archive_of(text.format("People said that my sons did it all.\n\n" * repeated), body)
        assert match_claim(archive, "I never lied … My sons did it all").kind == kind, repeated
