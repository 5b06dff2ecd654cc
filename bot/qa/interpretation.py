"""A question held against one case: what its words weigh there, and whom and which lawsuit it means."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.qa.answer_types import AnswerType
from bot.qa.candidates import Candidate
from bot.qa.entities import EntityResolver
from bot.qa.known_question import Terms
from bot.qa.parsed_question import ParsedQuestion, Term

AWARDED = (
    *("award", "win", "won", "get", "receiv", "order", "owe", "pay", "damag"),
    *("verdict", "payout", "judgment", "lose", "lost", "jury"),
)
OF_MONEY: Mapping[str, frozenset[str]] = {
    "sought": frozenset(["seek", "ask", "demand", "want", "new", "second", "claim", "sought", "request"]),
    "awarded": frozenset(AWARDED),
    "paid": frozenset(["paid", "settl", "settlement", "refund", "pay"]),
}
"""The words that tell which kind of amount is meant, tried in this order."""
NAME = 0.35
"""The weight of a name: the case is full of it."""


@dataclass(frozen=True)
class Interpretation:
    """A question held against one case: the weight of its words there, and whom it means."""

    question: ParsedQuestion
    weights: Mapping[Term, float]
    terms: Terms
    """The terms but for the names."""
    parties: frozenset[str]
    speakers: frozenset[str]
    agents: frozenset[str]
    mentioned: frozenset[str]
    lawsuits: frozenset[str]
    absent: float
    """The share of the question, by weight, that the case has no word for."""
    agent_names: frozenset[str]

    @cached_property
    def whole(self) -> float:
        """The weight of all its words."""
        return sum(self.weights.values()) or 1.0

    @cached_property
    def money(self) -> str:
        """Whether it asks for an amount that is sought, awarded or paid."""
        have = {term.stem for term in self.question.terms} | set(self.question.text.split())
        kinds = (kind for kind, telling in OF_MONEY.items() if have & telling)
        return next(kinds, "") if self.question.wanted is AnswerType.AMOUNT else ""


def interpret(question: ParsedQuestion, cast: EntityResolver, slots: Sequence[Candidate]) -> Interpretation:
    """Weigh a question's words by how rare they are, in English and in the case, and find whom it means."""
    passages = [slot for slot in slots if not slot.gap]
    known = Counter(one for slot in passages for one in slot.own)
    told = frozenset(one for slot in passages for one in slot.own | slot.told)
    parties = cast.named(question.text)
    loose = cast.meant(question.main)
    names, names_of_all = cast.name_words(parties), cast.name_words(parties | loose)
    # A case without a passage, whose articles were all withdrawn, makes no word rare.
    top = math.log(1 + len(passages)) or 1.0

    def weight(term: Term) -> float:
        spread = math.log(1 + len(passages) / (1 + known[term.stem])) / top
        return NAME if term.word in names else term.weight * (0.4 + 0.6 * spread)

    weights = {term: weight(term) for term in question.terms}
    whole = sum(weights.values()) or 1.0
    speakers = cast.named(question.speaker) | cast.meant(question.speaker)
    agents = cast.named(question.agent) | cast.meant(question.agent)
    return Interpretation(
        question,
        weights,
        Terms.of(
            (term for term in question.terms if term.word not in names_of_all), lambda term: term.weight
        ),
        parties,
        speakers,
        agents,
        parties | speakers | agents | loose,
        cast.lawsuits(question.main),
        sum(amount for term, amount in weights.items() if not term.alike & told) / whole,
        cast.name_words(agents),
    )
