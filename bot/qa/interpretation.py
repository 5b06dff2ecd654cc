"""Interprets a question about one case: the weights of its terms, and whom and what it means there."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.qa.answer_types import AnswerType
from bot.qa.candidates import Candidate
from bot.qa.entities import EntityResolver
from bot.qa.known_question import WeightedTerms
from bot.qa.lexicon import word_sets
from bot.qa.parsed_question import ParsedQuestion, Term

NAME_WEIGHT = 0.35
"""The weight of a name among the terms: low, since the case is full of it."""


@dataclass(frozen=True)
class Interpretation:
    """A question as it is understood for one case; parties and lawsuits are ids.

    ``parties`` are named in it, ``speakers`` are asked about as speaking, ``agents`` as doing something, and
    ``mentioned`` are all of these with those that a role or a pronoun means.
    """

    question: ParsedQuestion
    weights: Mapping[Term, float]
    """The weight of each of its terms in this case."""
    terms: WeightedTerms
    """Its terms without the names."""
    parties: frozenset[str]
    speakers: frozenset[str]
    agents: frozenset[str]
    mentioned: frozenset[str]
    lawsuits: frozenset[str]
    absent: float
    """The share of its terms, by weight, that the case has no word for: 0 to 1."""
    agent_names: frozenset[str]
    """The words of the agents' names."""

    @cached_property
    def total(self) -> float:
        """The sum of the weights of its terms; 1 where it has none."""
        return sum(self.weights.values()) or 1.0

    @cached_property
    def money(self) -> str:
        """Which amount it asks for: “sought”, “awarded”, “paid”, or an empty string for none."""
        have = {term.stem for term in self.question.terms} | set(self.question.text.split())
        kinds = (kind for kind, cues in word_sets("money_stems").items() if have & cues)
        return next(kinds, "") if self.question.answer_type is AnswerType.AMOUNT else ""


def interpret(
    question: ParsedQuestion, resolver: EntityResolver, candidates: Sequence[Candidate]
) -> Interpretation:
    """Weigh a question's terms by their rarity in English and in the case, and resolve whom it means."""
    passages = [candidate for candidate in candidates if not candidate.gap]
    known = Counter(one for candidate in passages for one in candidate.own_stems)
    parties = resolver.named(question.text)
    implied = resolver.implied(question.main)
    names, names_of_all = resolver.name_words(parties), resolver.name_words(parties | implied)
    # A case without a passage, whose articles were all withdrawn, makes no word rare.
    top = math.log(1 + len(passages)) or 1.0

    def weight(term: Term) -> float:
        spread = math.log(1 + len(passages) / (1 + known[term.stem])) / top
        return NAME_WEIGHT if term.word in names else term.weight * (0.4 + 0.6 * spread)

    weights = {term: weight(term) for term in question.terms}
    total = sum(weights.values()) or 1.0
    speakers = resolver.named(question.speaker) | resolver.implied(question.speaker)
    agents = resolver.named(question.agent) | resolver.implied(question.agent)
    return Interpretation(
        question,
        weights,
        WeightedTerms.of(
            (term for term in question.terms if term.word not in names_of_all), lambda term: term.weight
        ),
        parties,
        speakers,
        agents,
        parties | speakers | agents | implied,
        resolver.lawsuits(question.main),
        sum(amount for term, amount in weights.items() if not term.synonyms & known.keys()) / total,
        resolver.name_words(agents),
    )
