"""What questions take for granted and no article reports: a conviction, a confession, an arrest."""

from __future__ import annotations

from functools import cache

import pytest

from bot.cases.model import Case
from bot.corpus.loader import load_case
from bot.qa.entities import EntityResolver
from bot.qa.interpretation import interpret
from bot.qa.parsed_question import parse_question
from bot.qa.premises import FalsePremise, false_premise
from tests.typed_questions import folder_of, typed_questions

FERRY, SONG, LOCKS, MINISTER, PAINTING = (
    "osk-v-brine",
    "marrow-v-tallis",
    "okoro-hale-v-corvane",
    "carrick-dunne-v-examiner",
    "solheim-dray-v-vale",
)


@cache
def held(name: str) -> tuple[Case, EntityResolver]:
    case = load_case(folder_of(name))
    return case, EntityResolver(case)


def supposed(name: str, question: str) -> FalsePremise | None:
    case, resolver = held(name)
    return false_premise(case, interpret(parse_question(question), resolver, ()))


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        (FERRY, "why did froome plead guilty", "He has pleaded not guilty."),
        (LOCKS, "why did corvane admit fraud", "Corvane did not admit wrongdoing."),
        (MINISTER, "how big was the bribe he took", "nobody had shown that he took a bribe"),
    ],
)
def test_what_denies_the_premise_is_shown_instead(name: str, question: str, words: str) -> None:
    found = supposed(name, question)
    assert found
    assert any(words in one.exact for one in found.otherwise)


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (FERRY, "when was froome convicted"),
        (SONG, "how long does tallis go to jail"),
        (SONG, "which prison is brandt in"),
        (LOCKS, "when was renquist arrested"),
        (FERRY, "did osk's brother sue too"),
        (LOCKS, "what did renquist's wife say"),
        (MINISTER, "how long is the minister's prison sentence"),
    ],
)
def test_what_no_article_reports_is_taken_for_granted_in_vain(name: str, question: str) -> None:
    assert supposed(name, question) is not None


def test_no_question_for_a_recorded_fact_takes_anything_for_granted_in_vain() -> None:
    assert [one.question for one in typed_questions() if supposed(one.case, one.question)] == []


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (PAINTING, "was he convicted"),
        (PAINTING, "could he go to jail"),
        (PAINTING, "when was he acquitted"),
        (LOCKS, "when did renquist resign"),
        (LOCKS, "how much did corvane pay to settle"),
        (MINISTER, "what did he say"),
    ],
)
def test_what_is_only_asked_or_is_reported_is_no_false_premise(name: str, question: str) -> None:
    assert supposed(name, question) is None
