"""The questions that facts are known to answer are made from templates, one set to a kind of fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args, get_type_hints

import pytest

from bot.cases.model import Award, Case
from bot.cases.outcomes import OUTCOMES_OF
from bot.qa.known_question import questions_of

PARTIES = """\
parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]
"""
RULINGS = [(on, outcome) for on, outcomes in OUTCOMES_OF.items() for outcome in sorted(outcomes)]
KINDS = get_args(get_type_hints(Award)["kind"])
CaseOf = Callable[..., Case]


@pytest.mark.parametrize(("on", "outcome"), RULINGS)
def test_questions_are_made_for_rulings_of_every_outcome(case_of: CaseOf, on: str, outcome: str) -> None:
    ruling = f"{{on: {on}, claim: the promise, outcome: {outcome}, quote: a court awarded Stone}}"
    case = case_of(f"{PARTIES}rulings: [{ruling}]\n")
    assert all("{" not in question for question in questions_of(case, case.rulings[0]))


@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_made_for_amounts_of_every_kind(case_of: CaseOf, kind: str) -> None:
    award = f"{{kind: {kind}, undisclosed: true, to: stone, quote: a court awarded Stone}}"
    case = case_of(f"{PARTIES}awards: [{award}]\n")
    questions = [*questions_of(case, case.awards[0])]
    assert questions
    assert all("{" not in question for question in questions)


def test_a_settled_amount_and_a_settled_claim_are_asked_for_in_other_words(case_of: CaseOf) -> None:
    case = case_of(
        f"{PARTIES}"
        "rulings: [{claim: the promise, outcome: settled, quote: a court awarded Stone}]\n"
        "awards: [{kind: settled, undisclosed: true, quote: a court awarded Stone}]\n"
    )
    assert "did they settle" in questions_of(case, case.awards[0])
    assert "what happened to the promise" in questions_of(case, case.rulings[0])
