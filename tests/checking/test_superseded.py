"""Claims that a newer edition or report outdated, in the invented cases that were reported over time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.answer import VerdictPart
from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.search.archive import Archive
from tests.corpora import Corpora

OVER_TIME = Path(__file__).parent.parent / "cases_over_time"


@pytest.fixture(scope="module")
def archive(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


@pytest.mark.parametrize(
    "claim",
    [
        # The edition after it has another sum; an event that is still current is told by the same words.
        "A judge on Wednesday ordered Quillon Savings to pay a florist £480,000 for freezing her account",
        "to pay a florist £480,000",
        # The newest edition removed it, and its notice repeats its beginning.
        "We kept a list of customers who complained, and she was at the top of it",
        "We kept a list of customers who complained",
        "The award, almost half a million pounds, is the largest",
        # One of two amounts was vacated; one of two findings was reversed.
        "$900,000 for medical costs and $600,000 for emotional distress",
        "had also acted with reckless disregard, and that it was liable for fraudulent concealment.",
        # A notice repeats what it corrects.
        "Ms. Osk had been awarded $58,000",
        "Osk had been awarded $58,000",
    ],
)
def test_what_is_outdated_in_part_is_not_verbatim(archive: Archive, claim: str) -> None:
    given = claim.replace("freezing her account", "freezing her business account")
    report = check(archive, [TextPart(f"“{given}”")])
    assert [one.verdict for one in report.claims] == ["superseded"]


@pytest.mark.parametrize(
    "claim",
    [
        "ordered Quillon Savings to pay a florist £408,000 for freezing her business account",
        "$900,000 for medical costs",
        "Tarrow Vale had also acted with reckless disregard",
        "An earlier version of this article said that Ms. Osk had been awarded $58,000.",
        "She was awarded $85,000",
        "We accept that we should have written sooner",
    ],
)
def test_what_is_current_stays_verbatim(archive: Archive, claim: str) -> None:
    report = check(archive, [TextPart(f"“{claim}”")])
    assert [one.verdict for one in report.claims] == ["verbatim"]


def test_a_claim_of_an_older_edition_shows_the_newest_words(archive: Archive) -> None:
    answer = respond(archive, query("verify", {"text": "“to pay a florist £480,000”"}))
    [part] = [one for one in answer.parts if isinstance(one, VerdictPart)]
    assert any("£408,000" in one.text for one in part.quotations)
    assert any("2024-10-04" in str(remark) for remark in part.remarks)
