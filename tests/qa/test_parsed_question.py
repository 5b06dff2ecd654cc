"""What people type is understood: the kind of answer, the words it must be about, and the spelling."""

from __future__ import annotations

import pytest

from bot.qa.answer_types import AnswerType, asks_for_opinion
from bot.qa.parsed_question import parse_question


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("how much did she get", AnswerType.AMOUNT),
        ("payout??", AnswerType.AMOUNT),
        ("how many mil did she win", AnswerType.AMOUNT),
        ("how many ppl were on the jury", AnswerType.COUNT),
        ("how long did the jury need", AnswerType.DURATION),
        ("how old is he", AnswerType.AGE),
        ("whens the hearing", AnswerType.DATE),
        ("where was it filed", AnswerType.PLACE),
        ("where did he post that", AnswerType.MEDIUM),
        ("why did the judge throw it out", AnswerType.REASON),
        ("whats the judges name", AnswerType.NAME),
        ("who is the mediator", AnswerType.WHO),
        ("wat did he say abt the judge", AnswerType.SAID),
        ("is he guilty tho", AnswerType.FINDING),
        ("did he appeal", AnswerType.WHETHER),
        ("2nd suit", AnswerType.ANYTHING),
    ],
)
def test_the_form_of_a_question_tells_what_it_wants(typed: str, wanted: AnswerType) -> None:
    assert parse_question(typed).answer_type is wanted


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("did he sue her back", "countersuit"),
        ("did the judge throw the claim out", "dismissed"),
        ("did they let him off the hook", "cleared"),
        ("will he take it to a higher court", "appeal"),
        ("who coughed up the cash", "pay"),
    ],
)
def test_what_is_said_in_several_words_is_one_notion(typed: str, word: str) -> None:
    assert word in parse_question(typed).text.split()


def test_a_long_message_asks_in_one_of_its_clauses() -> None:
    typed = "sorry im late, my sister and me fight about the news all day long. how much did she get? thx"
    question = parse_question(typed)
    assert question.answer_type is AnswerType.AMOUNT
    aside = next(term for term in question.terms if term.word == "sister")
    assert aside.weight < 0.5


def test_second_and_2nd_are_the_same() -> None:
    assert parse_question("the 2nd post").ordinal == parse_question("the second post").ordinal == 2


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("ending", ["st", "nd", "rd", "th", "TH"])
def test_an_ordinal_number_is_read_with_any_ending(number: int, ending: str) -> None:
    assert parse_question(f"what did the {number}{ending} post say").ordinal == number


@pytest.mark.parametrize("typed", ["do you think he did it", "should i sue", "can i sue my boss for this"])
def test_an_opinion_or_advice_is_recognised(typed: str) -> None:
    assert asks_for_opinion(parse_question(typed).text)


@pytest.mark.parametrize("typed", ["do you know how much she got", "did he think it was fair"])
def test_a_question_about_the_case_is_no_opinion(typed: str) -> None:
    assert not asks_for_opinion(parse_question(typed).text)
