"""Chooses which of the ranked passages of an answer are shown, and tells how sure they are."""

import math
from collections.abc import Iterable, Sequence

from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.cases.succession import is_superseded
from bot.qa.candidates import Candidate

FURTHER_SHARE = 0.12
"""The least share of the answer's probability that a passage after the first needs to be shown."""
NEARLY_AS_LIKELY, UNLIKELY = 0.5, 0.5
"""The share of the first passage's probability from which on the second one may be the answer as well, where
that probability is below the other number.

On articles that no weight was fitted to, the first one is right for 37 of 100 such questions, the second one
for 22.
"""
MAX_PASSAGES = 3
"""How many passages an answer has at most."""
Ranked = Sequence[tuple[float, Candidate]]
"""Candidates with their probabilities, the likeliest one first."""


def shown(case: Case, passages: Ranked, least: float = 0.0) -> tuple[Selector, ...]:
    """The best passage, with those that do not overlap and have at least a probability.

    Superseded passages, which give way to others, do not count among the most that are shown.
    """
    taken: list[Selector] = []
    counted = 0
    for probability, candidate in passages:
        selector = candidate.selector
        if selector is None or counted == MAX_PASSAGES or (taken and probability < least):
            break
        if not any(one.overlaps(selector) for one in taken):
            taken.append(selector)
            counted += not is_superseded(case, selector)
    return tuple(taken)


def longest(meant: Iterable[Selector]) -> tuple[Selector, ...]:
    """The words of facts, none of which overlaps an earlier one; a longer quotation in place of its parts."""
    listed, taken = list(meant), list[Selector]()
    for part in listed:
        # A longer quotation says what the shorter one leaves out.
        known = max((one for one in listed if one.contains(part)), key=lambda one: one.end - one.start)
        if not any(one.overlaps(known) for one in taken):
            taken.append(known)
    return tuple(taken)


def is_between_two(passages: Ranked) -> bool:
    """Whether the second passage, beside the first one, is nearly as likely to answer."""
    known = [(probability, candidate.selector) for probability, candidate in passages if candidate.selector]
    likeliest, first = known[0]
    beside = (probability for probability, one in known if not one.overlaps(first))
    return likeliest < UNLIKELY and next(beside, 0.0) >= NEARLY_AS_LIKELY * likeliest


def borne_out(passages: Ranked, words: Iterable[Selector]) -> float:
    """The probability of all passages that overlap some words."""
    listed = list(words)
    return math.fsum(
        probability
        for probability, candidate in passages
        if candidate.selector and any(map(candidate.selector.overlaps, listed))
    )
