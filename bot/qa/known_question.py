"""Known questions: those that a fact of a case, or an editor's list, is known to answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.cases.model import Award, Case, Event, Lawsuit, Party, Relief, Ruling, Statement
from bot.qa.entities import EntityResolver
from bot.qa.lexicon import rarity, templates
from bot.qa.parsed_question import ParsedQuestion, Term, parse_question

CaseEntry = Award | Ruling | Relief | Lawsuit | Statement | Event | Party
"""An entry of a case file that templates make questions for."""


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


def questions_of(case: Case, fact: CaseEntry) -> Iterator[str]:
    """The questions that a fact answers, made from the templates for its kind."""
    for place, values in _template_values(case, fact):
        for template in templates("templates").get(place, ()):
            yield template.format(**values)
    if isinstance(fact, Statement) and fact.sequence:
        yield from (fact.sequence, f"what did the {fact.sequence} say")


def _template_values(  # noqa: C901  -- a case for each kind of entry
    case: Case, fact: CaseEntry
) -> Iterator[tuple[str, dict[str, str]]]:
    def name(party: str | None) -> str:
        return case.party_by_id[party].name if party else "somebody"

    def names(parties: Iterable[str]) -> str:
        return " and ".join(map(name, parties)) or "somebody"

    match fact:
        case Award():
            suit = case.lawsuit_by_id[fact.lawsuit].label if fact.lawsuit else ""
            yield fact.kind, {"to": name(fact.to), "against": name(fact.against), "suit": suit}
        case Ruling():
            # An amount can be “settled” as well, and is asked for in other words.
            place = "claim settled" if fact.outcome == "settled" else fact.outcome
            yield place, {"against": name(fact.against), "claim": fact.claim}
        case Relief():
            yield "relief", {"to": name(fact.to), "against": name(fact.against), "what": fact.what}
        case Lawsuit():
            values = {
                "plaintiffs": names(fact.plaintiffs),
                "defendants": names(fact.defendants),
                "label": fact.label,
            }
            known = {"lawsuit": True, "filed": fact.date_filed is not None, "court": fact.court is not None}
            yield from ((place, values) for place, is_known in known.items() if is_known)
        case Statement():
            yield "statement", {"speaker": name(fact.speaker)}
            if fact.medium:
                yield "medium", {"speaker": name(fact.speaker), "medium": fact.medium}
        case Event():
            yield "event", {"label": fact.label}
        case Party():
            yield "party", {"name": fact.name}


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
