"""A review of a large case does its work in proportion to the number of facts, by the calls that it makes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from bot.cases.model import Case
from bot.cases.review.observations import Observation
from bot.cases.review.warnings import RULES
from bot.corpus.loader import load_case

MOST = 1.25
"""How many times the calls for a fact of a large case may be those for one of a small case."""


def case_of_facts(case_folder: Callable[..., Path], count: int) -> Case:
    """A case of one article with this number of rulings and of events; each ruling is cut where it turns."""
    steps = [
        f"In step {at} the court ruled number{at} for Stone, but not on costs. Then event{at} took place."
        for at in range(count)
    ]
    rulings = "".join(
        f"  - {{claim: c{at}, outcome: granted, quote: the court ruled number{at} for Stone}}\n"
        for at in range(count)
    )
    events = "".join(f"  - {{label: E{at}, quote: Then event{at} took place.}}\n" for at in range(count))
    body = f"rulings:\n{rulings}events:\n{events}"
    return load_case(case_folder(body, {"a.txt": "\n\n".join(steps)}, case_id=f"facts-{count}"))


def calls(work: Callable[[], object]) -> int:
    """How many functions some work calls, those in C included."""
    counted = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_calls_in_proportion_to_the_facts(
    case_folder: Callable[..., Path], rule: Callable[[Case], Iterator[Observation]]
) -> None:
    few, many = (case_of_facts(case_folder, count) for count in (50, 200))
    of_few, of_many = calls(lambda: list(rule(few))), calls(lambda: list(rule(many)))
    assert of_many <= of_few * 4 * MOST, (of_few, of_many)
