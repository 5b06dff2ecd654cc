"""The questions by which things are known to be asked for, and how like another they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.cases.model import Award, Case, Event, Lawsuit, Party, Ruling, Statement
from bot.qa.entities import EntityResolver
from bot.qa.lexicon import rarity, templates
from bot.qa.parsed_question import ParsedQuestion, Term, parse_question

PLACES: Mapping[str, str] = {
    "not_liable": "cleared",
    "cleared": "cleared",
    "not_guilty": "cleared",
    "liable": "liable",
    "guilty": "liable",
    "dismissed": "dismissed",
    "other": "other",
}
"""Where the templates for an outcome stand."""

Fact = Award | Ruling | Lawsuit | Statement | Event | Party


@dataclass(frozen=True)
class KnownQuestion:
    """A question by which something is asked for; ``noted`` where an editor wrote it for this case."""

    question: ParsedQuestion
    parties: frozenset[str]
    lawsuits: frozenset[str]
    terms: Terms
    """Its terms but for the names."""
    noted: bool


def known_question(cast: EntityResolver, text: str, *, noted: bool) -> KnownQuestion:
    """A question understood, with whom it means."""
    question = parse_question(text)
    parties = cast.named(question.text) | cast.meant(question.main)
    names = cast.name_words(parties)
    terms = (term for term in question.terms if term.word not in names)
    weighed = Terms.of(terms, lambda term: rarity(term.word))
    return KnownQuestion(question, parties, cast.lawsuits(question.main), weighed, noted)


def questions_of(case: Case, fact: Fact) -> Iterator[str]:
    """The questions that a fact answers, from its place in the case file."""
    for place, values in _places(case, fact):
        for template in templates()[place]:
            yield template.format(**values)
    if isinstance(fact, Statement) and fact.sequence:
        yield from (fact.sequence, f"what did the {fact.sequence} say")


def _places(case: Case, fact: Fact) -> Iterator[tuple[str, dict[str, str]]]:
    def name(party: str | None) -> str:
        return case.party_by_id[party].name if party else "somebody"

    def names(parties: Iterable[str]) -> str:
        return " and ".join(map(name, parties)) or "somebody"

    match fact:
        case Award():
            suit = case.lawsuit_by_id[fact.lawsuit].label if fact.lawsuit else ""
            yield fact.kind, {"to": name(fact.to), "against": name(fact.against), "suit": suit}
        case Ruling():
            yield PLACES[fact.outcome], {"against": name(fact.against), "claim": fact.claim}
        case Lawsuit():
            values = {
                "plaintiffs": names(fact.plaintiffs),
                "defendants": names(fact.defendants),
                "label": fact.label,
            }
            told = {"lawsuit": True, "filed": fact.date_filed is not None, "court": fact.court is not None}
            yield from ((place, values) for place, is_told in told.items() if is_told)
        case Statement():
            yield "statement", {"speaker": name(fact.speaker)}
            if fact.medium:
                yield "medium", {"speaker": name(fact.speaker), "medium": fact.medium}
        case Event():
            yield "event", {"label": fact.label}
        case Party():
            yield "party", {"name": fact.name}


@dataclass(frozen=True)
class Terms:
    """The words that a question is about, ready to be compared."""

    weights: Mapping[Term, float]
    whole: float
    stems: frozenset[str]
    alike: frozenset[str]

    @classmethod
    def of(cls, terms: Iterable[Term], weight: Callable[[Term], float]) -> Terms:
        """Terms with what each weighs."""
        weights = {term: weight(term) for term in terms}
        return cls(
            weights,
            math.fsum(weights.values()),
            frozenset(term.stem for term in weights),
            frozenset(one for term in weights for one in term.alike),
        )
