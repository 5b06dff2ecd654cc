"""Tells whether a question asks for the third or fourth of something of which a case has no such one."""

from collections.abc import Iterable, Iterator, Sequence

from bot.cases.model import Case
from bot.qa.candidates import Candidate
from bot.qa.lexicon import stem
from bot.qa.parsed_question import ORDINALS, ParsedQuestion, Term
from bot.search.words import words

LEAST_COUNTED = 3
"""The order number from which on an article that has such a thing says so; the second is often “another”."""
REACH = 2
"""How many words after an order word what it counts stands at most: “third civil lawsuit”."""


def asks_for_one_too_many(case: Case, question: ParsedQuestion, candidates: Iterable[Candidate]) -> bool:
    """Whether a question asks for “the fourth post” of a case that tells of three."""
    if question.ordinal < LEAST_COUNTED:
        return False
    cut = question.main.split()
    at = next(place for place, word in enumerate(cut) if ORDINALS.get(word) == question.ordinal)
    counted = [term for term in question.terms if term.word in cut[at + 1 : at + 1 + REACH]]
    texts = (*(one.compared for one in candidates), *_recorded(case))
    return not any(_has(text, question.ordinal, counted) for text in texts)


def _recorded(case: Case) -> Iterator[str]:
    yield from (one.sequence for one in case.statements if one.sequence)
    yield from (one.label for one in case.lawsuits)
    yield from (one.label for one in case.events)
    yield from (one.claim for one in case.rulings)
    yield from (one.purpose for one in case.awards if one.purpose)
    yield from (role.role for party in case.parties for role in party.roles)


def _has(text: str, ordinal: int, counted: Sequence[Term]) -> bool:
    """Whether a text has the order number, and after it what is counted, if the question says what."""
    cut = list(words(text))
    places = [at for at, word in enumerate(cut) if ORDINALS.get(word.lower()) == ordinal]
    after = {stem(word.lower()) for at in places for word in cut[at + 1 : at + 1 + REACH]}
    return bool(places) and (not counted or any(term.synonyms & after for term in counted))
