"""Which slots the words of a question speak for."""

from __future__ import annotations

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.asked import Asked, Terms
from bot.asking.classifier import DEVIATIONS, Classifier, standings
from bot.asking.question import understand
from bot.asking.slots import Slot

NOTHING = frozenset[str]()


def slot(*questions: str) -> Slot:
    terms = Terms.of((), lambda _: 0.0)
    return Slot(
        tuple(Asked(understand(one), NOTHING, NOTHING, terms, noted=True) for one in questions),
        NOTHING,
        NOTHING,
    )


AMOUNT = slot("how much was awarded", "how big was the award", "what did the jury award her")
JUDGE = slot("who was the judge", "what is the name of the judge")
SILENT = slot()
APPEAL = slot("did the appeal succeed", "when will the appeal be heard")
SLOTS = AMOUNT, JUDGE, SILENT, APPEAL


def ranked(question: str, but: str | None = None) -> list[float]:
    return Classifier(SLOTS).standings(understand(question), but)


@pytest.mark.parametrize(
    ("question", "best"),
    [("was the award big", AMOUNT), ("the name of that judge", JUDGE), ("will the appeal succeed", APPEAL)],
)
def test_the_slot_whose_words_a_question_has_stands_out(question: str, best: Slot) -> None:
    found = ranked(question)
    assert max(range(len(SLOTS)), key=found.__getitem__) == SLOTS.index(best)


def test_a_word_that_all_slots_are_asked_by_says_less_than_one_of_a_single_slot() -> None:
    words = slot("was the award big"), slot("was the judge there"), slot("was the appeal heard")
    award, judge, appeal = Classifier(words).standings(understand("was the appeal"))
    assert appeal > judge == pytest.approx(award)


def test_a_known_question_can_be_passed_over() -> None:
    text = "did the appeal succeed"
    with_it, without = ranked(text), ranked(text, but=text)
    at = SLOTS.index(APPEAL)
    assert with_it[at] > without[at]


def test_a_question_passed_over_counts_as_if_it_had_never_been_known() -> None:
    others = [AMOUNT, JUDGE, SILENT, slot("when will the appeal be heard")]
    text = "did the appeal succeed"
    assert ranked(text, but=text) == pytest.approx(Classifier(others).standings(understand(text)))


@pytest.mark.parametrize("question", ["", "zebra crossing", "?!"])
def test_a_question_without_a_known_word_speaks_for_no_slot(question: str) -> None:
    assert Classifier(SLOTS[:1]).standings(understand(question)) == [0.0]


def test_a_case_without_known_questions_has_no_standings() -> None:
    assert Classifier([SILENT, SILENT]).standings(understand("how much")) == [0.0, 0.0]


@given(st.lists(st.integers(-1_000, 1_000), min_size=2, max_size=40))
def test_standings_have_the_mean_0_the_same_spread_and_the_order_of_the_scores(scores: list[int]) -> None:
    every = range(len(scores))
    found = standings(scores, every)
    assert fmean(found) == pytest.approx(0, abs=1e-6)
    assert pstdev(found) == pytest.approx(1 / DEVIATIONS if pstdev(scores) else 0)
    assert sorted(every, key=scores.__getitem__) == sorted(every, key=found.__getitem__)
