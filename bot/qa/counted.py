"""Tells whether a question asks for the third or fourth of something of which a case has no such one."""

from collections.abc import Iterable, Sequence

from bot.qa.candidates import Candidate
from bot.qa.lexicon import stem
from bot.qa.parsed_question import ORDINALS, ParsedQuestion, Term

LEAST_COUNTED = 3
"""The order number from which on an article that has such a thing says so; the second is often “another”."""
REACH = 2
"""How many words after an order word what it counts stands at most: “third civil lawsuit”."""


def asks_for_one_too_many(question: ParsedQuestion, candidates: Iterable[Candidate]) -> bool:
    """Whether a question asks for “the fourth post” of a case with three."""
    if question.ordinal < LEAST_COUNTED:
        return False
    cut = question.main.split()
    at = next(place for place, word in enumerate(cut) if ORDINALS.get(word) == question.ordinal)
    counted = [term for term in question.terms if term.word in cut[at + 1 : at + 1 + REACH]]
    return not any(_has(one, question.ordinal, counted) for one in candidates)


def _has(candidate: Candidate, ordinal: int, counted: Sequence[Term]) -> bool:
    """Whether a passage or what is recorded of it has the order number, and what is counted if it is said."""
    if ordinal not in candidate.ordinals:
        return False
    places = [at for at, word in enumerate(candidate.words) if ORDINALS.get(word.lower()) == ordinal]
    after = {stem(word.lower()) for at in places for word in candidate.words[at + 1 : at + 1 + REACH]}
    near = after if places else candidate.fact_stems
    return not counted or any(term.synonyms & near for term in counted)
