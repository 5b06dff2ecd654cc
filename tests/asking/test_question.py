"""What people type is understood: the kind of answer, the words it must be about, and the spelling."""

from __future__ import annotations

import pytest

from bot.asking.forms import Wanted, asks_for_opinion
from bot.asking.question import understand


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("how much did she get", Wanted.AMOUNT),
        ("payout??", Wanted.AMOUNT),
        ("how many mil did she win", Wanted.AMOUNT),
        ("how many ppl were on the jury", Wanted.COUNT),
        ("how long did the jury need", Wanted.DURATION),
        ("how old is he", Wanted.AGE),
        ("whens the hearing", Wanted.DATE),
        ("where was it filed", Wanted.PLACE),
        ("where did he post that", Wanted.MEDIUM),
        ("why did the judge throw it out", Wanted.REASON),
        ("whats the judges name", Wanted.NAME),
        ("who is the mediator", Wanted.WHO),
        ("wat did he say abt the judge", Wanted.SAID),
        ("is he guilty tho", Wanted.FINDING),
        ("did he appeal", Wanted.WHETHER),
        ("2nd suit", Wanted.ANYTHING),
    ],
)
def test_the_form_of_a_question_tells_what_it_wants(typed: str, wanted: Wanted) -> None:
    assert understand(typed).wanted is wanted


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
    assert word in understand(typed).text.split()


def test_a_long_message_asks_in_one_of_its_clauses() -> None:
    typed = "sorry im late, my sister and me fight about the news all day long. how much did she get? thx"
    question = understand(typed)
    assert question.wanted is Wanted.AMOUNT
    aside = next(term for term in question.terms if term.word == "sister")
    assert aside.weight < 0.5


def test_second_and_2nd_are_the_same() -> None:
    assert understand("the 2nd post").ordinal == understand("the second post").ordinal == 2


@pytest.mark.parametrize("typed", ["do you think he did it", "should i sue", "can i sue my boss for this"])
def test_an_opinion_or_advice_is_recognised(typed: str) -> None:
    assert asks_for_opinion(understand(typed).text)


@pytest.mark.parametrize("typed", ["do you know how much she got", "did he think it was fair"])
def test_a_question_about_the_case_is_no_opinion(typed: str) -> None:
    assert not asks_for_opinion(understand(typed).text)
