"""Known questions: those of an editor's list, and those that ask for what sources often do not say."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.qa.entities import EntityResolver
from bot.qa.lexicon import rarity
from bot.qa.parsed_question import ParsedQuestion, Term, parse_question


@dataclass(frozen=True)
class KnownQuestion:
    """A question that is known to ask for a candidate; parties and lawsuits are the ids it means."""

    question: ParsedQuestion
    parties: frozenset[str]
    lawsuits: frozenset[str]
    terms: WeightedTerms
    """Its terms without the names."""
    listed: bool
    """Whether an editor listed it in the case file."""


def known_question(resolver: EntityResolver, text: str, *, listed: bool) -> KnownQuestion:
    """Parse a known question and resolve the parties and lawsuits that it means."""
    question = parse_question(text)
    parties = resolver.named(question.text) | resolver.implied(question.main)
    names = resolver.name_words(parties)
    terms = (term for term in question.terms if term.word not in names)
    weighed = WeightedTerms.of(terms, lambda term: rarity(term.word))
    return KnownQuestion(question, parties, resolver.lawsuits(question.main), weighed, listed)


@dataclass(frozen=True)
class WeightedTerms:
    """The terms of a question with their weights, ready to be compared with those of another."""

    weights: Mapping[Term, float]
    total: float

    @classmethod
    def of(cls, terms: Iterable[Term], weight: Callable[[Term], float]) -> WeightedTerms:
        """Weigh each term with the function ``weight``."""
        weights = {term: weight(term) for term in terms}
        return cls(weights, math.fsum(weights.values()))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the terms, without those of their synonyms."""
        return frozenset(term.stem for term in self.weights)

    @cached_property
    def synonyms(self) -> frozenset[str]:
        """The stems of the terms and of their synonyms."""
        return frozenset(one for term in self.weights for one in term.synonyms)
