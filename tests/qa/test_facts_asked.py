"""Typed facts: what a question means by its words is found in the case file, without any encoder."""

from __future__ import annotations

from functools import cache

import pytest

from bot.cases.as_of import case_as_of
from bot.cases.model import Case
from bot.corpus.loader import load_case
from bot.qa.answering import PreparedCase
from bot.qa.candidates import candidates_of
from bot.qa.corrector import corrector_of
from bot.qa.counted import asks_for_one_too_many
from bot.qa.entities import EntityResolver
from bot.qa.facts_asked import is_unreported, passages_meant, passages_named
from bot.qa.interpretation import Interpretation, interpret
from bot.qa.parsed_question import parse_question
from tests.typed_questions import Typed, folder_of, typed_questions

LEAST_DECIDED = 220
"""Of 296 spellings, those that recorded facts decide rightly; for the others the passages do."""
MOST_WRONG = 4
"""Those that a superseded fact decides, which an answer shows as earlier, and one that is wrong."""
FARM, LIFT, SONG, PAINTING = (
    "fennimore-v-tarrow-vale",
    "adeyo-lunt-v-corwhistle",
    "marrow-v-tallis",
    "solheim-dray-v-vale",
)


@cache
def at(name: str, day: str) -> tuple[Case, EntityResolver]:
    case = load_case(folder_of(name))
    known = case_as_of(case, day) if day else case
    assert known
    return known, EntityResolver(known)


def understood(name: str, question: str, day: str = "") -> Interpretation:
    case, resolver = at(name, day)
    return interpret(parse_question(question, corrector_of(case)), resolver, ())


def meant(name: str, question: str, day: str = "") -> list[str]:
    case, asked = at(name, day)[0], understood(name, question, day)
    words = passages_named(case, asked) or passages_meant(case, asked)
    return [one.exact.replace("\N{NO-BREAK SPACE}", " ") for one in words]


def test_recorded_facts_decide_most_typed_questions_and_hardly_any_wrongly() -> None:
    def decided(asked: Typed) -> list[str]:
        return meant(asked.case, asked.question, asked.as_of)

    found = [(asked, words) for asked in typed_questions() if (words := decided(asked))]
    wrong = [(asked.question, words) for asked, words in found if not asked.is_in(words)]
    assert len(found) - len(wrong) >= LEAST_DECIDED
    assert len(wrong) <= MOST_WRONG, wrong


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        (LIFT, "judges name?", "Judge Tobiah Wrenfield"),
        (LIFT, "who is her lawyer", "Ngaio Templecombe"),
        (LIFT, "how much did corwhistle offer before the trial", "$750,000"),
        (SONG, "where was the trial", "federal jury in Castellan City"),
        (SONG, "did tallis appeal", "would appeal"),
        (PAINTING, "which court acquitted him", "Eastmere Crown Court"),
        (PAINTING, "status of the counterclaim", "The judge dismissed the counterclaim."),
        (FARM, "when did fennimore sue", "in September 2020"),
        (FARM, "what did dunmarrow pay aske", "The sum was not disclosed."),
    ],
)
def test_a_question_means_what_the_case_file_records(name: str, question: str, words: str) -> None:
    assert words in meant(name, question)[0]


def test_a_fact_is_the_one_of_the_day() -> None:
    now = meant(FARM, "how much are the punitive damages")
    assert any("from $6 million to $2.1 million" in one for one in now)
    assert meant(FARM, "how much are the punitive damages", "2023-04-01") == [
        "$6 million in punitive damages, the latter against Tarrow Vale alone"
    ]


def test_a_lawyer_of_nobody_who_is_named_is_not_anybodys() -> None:
    assert meant(SONG, "who is marrows lawyer") == []


@pytest.mark.parametrize(
    "question",
    [
        "who was the source of the newspaper",
        "who was the source the newspaper ?",
        "who is the newspapers source",
        "who is the friend of the editor",
    ],
)
def test_a_role_that_is_named_by_a_small_word_is_nobody_elses(question: str) -> None:
    assert meant("carrick-dunne-v-examiner", question) == []


def test_an_offer_that_no_fact_records_is_not_answered_by_an_award() -> None:
    assert meant(SONG, "how much did the label offer") == []


def test_a_day_to_come_is_not_answered_by_what_has_been() -> None:
    assert meant(FARM, "until when can dunmarrow appeal") == []


def test_where_no_article_has_a_court_none_is_named() -> None:
    name = "osk-v-brine"
    assert is_unreported(at(name, "")[0], understood(name, "what court decided"))
    assert not is_unreported(at(FARM, "")[0], understood(FARM, "what court decided"))


BANK = "marchbank-v-quillon"


@pytest.mark.parametrize(
    "question",
    [
        "what was decided",
        "so what was the verdict?",
        "how did the judge rule",
        "what has the court decided ruled ?",
        "how reads the ruling verdict ?",
        "what did the judge find",
        "what did the court establish",
        "what has the court found established ?",
        "what was found by the court",
    ],
)
def test_what_was_decided_is_all_findings_and_the_sum(question: str) -> None:
    known = PreparedCase.of(at(BANK, "")[0], lazily=True)
    findings, dismissed, award = known.find(question).passages
    # The quotation of the first finding is a part of that of the second.
    assert "broken its contract" in findings.exact
    assert "had been negligent" in findings.exact
    assert "dismissed a third claim" in dismissed.exact
    assert "£408,000" in award.exact


@pytest.mark.parametrize(
    "question",
    [
        "what was not decided",
        "what did the jury decide",
        "what did the jury find",
        "what was found",
        "what is held by the court",
        "how was the trial held by the judge",
        "which court decided",
        "what court has decided ruled",
        "what did the judge say",
    ],
)
def test_what_asks_for_something_else_is_not_answered_with_all_findings(question: str) -> None:
    assert len(meant(BANK, question)) < len(meant(BANK, "what was decided"))


@pytest.mark.parametrize(
    ("question", "is_too_many"),
    [
        ("what did the third claim say", False),
        ("what about the third one", False),
        ("what did the fourth claim say", True),
        ("what is the 4th lawsuit about", True),
        ("what is the third post about", True),
        ("what was the second ruling", False),
        ("who sued first", False),
    ],
)
def test_more_than_a_case_tells_of_cannot_be_asked_for(question: str, *, is_too_many: bool) -> None:
    case, _ = at(BANK, "")
    assert asks_for_one_too_many(case, parse_question(question), candidates_of(case)) == is_too_many
