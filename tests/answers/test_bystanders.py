"""Questions of the guilt of somebody whom nobody accuses do not get what was found about others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.answer import Answer
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.truths import OVER_TIME

INVENTED = Path(__file__).parent.parent / "cases_invented"
FOUND = ("liable", "guilty", "convicted", "at fault", "did not believe", "threw out", "copied")


@pytest.fixture(scope="module")
def archives(archive: Archive, corpora: Corpora) -> dict[str, Archive]:
    every = (archive, corpora(INVENTED).archive, corpora(OVER_TIME).archive)
    return {case: one for one in every for case in one.library.cases}


def asked(archives: dict[str, Archive], case: str, question: str) -> Answer:
    return respond(archives[case], Query("ask", (("question", question), ("case", case))))


@pytest.mark.parametrize(
    ("case", "question"),
    [
        ("carroll-v-trump", "Did Epstein rape Carroll?"),
        ("carroll-v-trump", "is bill clinton guilty"),
        ("carroll-v-trump", "Did Joe Tacopina rape anybody?"),
        ("carroll-v-trump", "is the judge guilty"),
        ("marrow-v-tallis", "is the jingle writer guilty"),
        ("oyelaran-fuchs-v-maxilo", "did the union lie"),
        ("carrick-dunne-v-examiner", "did his wife take a bribe"),
        ("carrick-dunne-v-examiner", "is the minister's wife guilty"),
        ("carroll-v-trump", "is eric trump guilty"),
        ("solheim-dray-v-vale", "is the dealer guilty"),
        ("solheim-dray-v-vale", "is the judge guilty"),
        ("solheim-dray-v-vale", "did the expert lie"),
        ("carrick-dunne-v-examiner", "did Ostrava lie"),
    ],
)
def test_nothing_that_was_found_about_others_answers(
    archives: dict[str, Archive], case: str, question: str
) -> None:
    answer = asked(archives, case, question)
    shown = " ".join(one.text for one in answer.quotations())
    assert answer.abstained or not any(word in shown for word in FOUND), shown


@pytest.mark.parametrize(
    ("case", "question"),
    [
        ("carroll-v-trump", "is he guilty"),
        ("carroll-v-trump", "is trump guilty"),
        ("carroll-v-trump", "did the jury find him liable"),
        ("carroll-v-trump", "is the former president liable"),
        ("osk-v-brine", "did froome do it"),
        ("osk-v-brine", "is brine & daughters guilty"),
        ("solheim-dray-v-vale", "is vale guilty"),
        ("adeyo-lunt-v-corwhistle", "did teh lift maker do something wrong"),
    ],
)
def test_whoever_is_accused_is_answered_for(archives: dict[str, Archive], case: str, question: str) -> None:
    answer = asked(archives, case, question)
    assert not answer.abstained
    assert list(answer.quotations())


def test_an_acquittal_by_another_court_stands_beside_what_was_found(archives: dict[str, Archive]) -> None:
    shown = [one.text for one in asked(archives, "solheim-dray-v-vale", "is vale guilty").quotations()]
    assert any("liable for negligent misrepresentation" in one for one in shown)
    assert any("a jury at Eastmere Crown Court acquits" in one for one in shown)


def test_a_sentence_that_mostly_tells_something_else_is_not_on_what_somebody_said(
    archives: dict[str, Archive],
) -> None:
    shown = asked(archives, "solheim-dray-v-vale", "was vale acquitted").quotations()
    [found] = (one for one in shown if one.text.startswith("A gallery owner who was acquitted of fraud"))
    assert found.attribution.speaker is None
