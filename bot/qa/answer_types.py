"""Classifies questions by the type of answer that they want, and texts by the types that they can hold.

The patterns are those of lexicon files.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from bot.qa.lexicon import lines, pairs


class AnswerType(StrEnum):
    """The type of answer that a question wants, such as an amount or a date."""

    AGE = "age"
    AMOUNT = "amount"
    DURATION = "duration"
    COUNT = "count"
    REASON = "reason"
    DATE = "date"
    MEDIUM = "medium"
    PLACE = "place"
    NAME = "name"
    SAID = "said"
    WHO = "who"
    FINDING = "finding"
    WHETHER = "whether"
    ANYTHING = "anything"


SPEAKING = (
    "(?:say|said|says|saying|think|thinks|post|posted|write|wrote|writes|call|called|calls|claim|claims|claimed"
    "|tell|told|comment|respond|responded|react|reacted|argue|argues|argued|tweet|tweeted|describe|described"
    "|refer|referred|reply|replied|admit|insist|insists|allege|alleged|complain|complained|rant|mention"
    "|announce|announced|ask|asked|label|labeled)"
)
"""A regular expression for the verbs by which people ask what somebody said."""
AUXILIARY = "(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|s)"
"""A regular expression for the auxiliary verbs that begin a clause of a question."""
PIECE = "(?:post|posts|message|statement|tweet)"
"""A regular expression for what people call something that somebody posted or said."""

CUE_PARTS: Mapping[str, str] = {
    "{months}": "January|February|March|April|May|June|July|August|September|October|November|December",
    "{days}": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "{number}": (
        r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
        "|dozens?|hundreds?|thousands?|once|twice"
    ),
}
"""Parts of patterns that the lexicon file refers to by name."""
YES_NO_START = re.compile(rf"^(?:and |but |so |ok |wait )*{AUXILIARY}\b")
"""Matches the beginning of a question that can be answered with yes or no."""


@cache
def answer_type_patterns() -> tuple[tuple[AnswerType, re.Pattern[str]], ...]:
    """The pattern of each answer type, in the order in which they are tried."""
    entries = (line.partition(": ") for line in lines("answer_types"))
    named = {"{speaking}": SPEAKING, "{auxiliary}": AUXILIARY, "{piece}": PIECE}
    found: dict[AnswerType, list[str]] = {}
    for wanted, _, form in entries:
        for name, meant in named.items():
            form = form.replace(name, meant)  # noqa: PLW2901  -- the same form, filled in
        found.setdefault(AnswerType(wanted), []).append(form)
    return tuple((wanted, re.compile(rf"\b(?:{'|'.join(known)})\b")) for wanted, known in found.items())


@cache
def type_cues() -> Mapping[AnswerType, re.Pattern[str]]:
    """The pattern of the cues of each answer type; types without cues are missing."""
    found: dict[AnswerType, list[str]] = {}
    for line in lines("type_cues"):
        wanted, _, mark = line.partition(": ")
        for name, meant in CUE_PARTS.items():
            mark = mark.replace(name, meant)
        found.setdefault(AnswerType(wanted), []).append(mark)
    return {wanted: re.compile("|".join(known)) for wanted, known in found.items()}


@cache
def _type_similarities() -> Mapping[frozenset[AnswerType], float]:
    return {frozenset(map(AnswerType, pair.split())): float(one) for pair, one in pairs("type_similarities")}


@cache
def _opinion() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lines('opinion'))})\b")


def asks_for_opinion(text: str) -> bool:
    """Whether a question in plain lower-case words asks for an opinion, advice or a guess."""
    return _opinion().search(text) is not None


def answer_type_of(text: str) -> AnswerType | None:
    """The answer type of a question in plain lower-case words; None where no pattern matches."""
    found = next((wanted for wanted, form in answer_type_patterns() if form.search(text)), None)
    return found or (AnswerType.WHETHER if YES_NO_START.search(text) else None)


def type_similarity(one: AnswerType, other: AnswerType) -> float:
    """How well an answer of one type can stand for one of the other: 0 to 1."""
    return 1.0 if one is other else _type_similarities().get(frozenset((one, other)), 0.0)
