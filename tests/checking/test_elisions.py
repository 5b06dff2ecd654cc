"""Claims with words left out, whose parts stand at several places."""

from __future__ import annotations

import hashlib

import pytest

from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.checking.verdicts import match_claim
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
        ("The court held … must pay", "elided"),
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
