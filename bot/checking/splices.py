"""Whether leaving words out joins what the source does not: another subject, object or sentence.

No grammar is parsed. The words around a gap, the short words that begin clauses, and the forms of verbs tell
it; what they leave in doubt counts as a splice where the verb or the noun before the gap would change hands.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.cases.quotation_marks import CLOSING_MARKS
from bot.checking.claims import SourceSpan
from bot.checking.word_lists import (
    ADVERBS,
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    IRREGULAR,
    NO_SUBJECT_BEFORE,
    NUMBER_WORDS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
)
from bot.search.folding import fold
from bot.search.sentences import paragraph_around, sentences_of

TOKEN = re.compile(r"[\w$€£%]+(?:['’.,-]\w+)*|[,;:()—–]")
MARKS = frozenset(",;:()—–")
TERMINAL = ".!?"
SENTENCE_DOTS = "...."


class MarkedGap(NamedTuple):
    """How a claim marks a gap, and its words before and after it."""

    separator: str
    before: str
    after: str

    @property
    def ends_sentence(self) -> bool:
        """Whether the claim marks that a sentence ends in the gap."""
        ended = self.before.rstrip(f" {CLOSING_MARKS})").endswith(tuple(TERMINAL))
        return ended or self.separator.strip(" []()") == SENTENCE_DOTS

    @property
    def begins_sentence(self) -> bool:
        """Whether the words after the gap begin with a capital."""
        return self.after.lstrip(" \"'“‘«([")[:1].isupper()


def spliced(before: SourceSpan, after: SourceSpan, marked: MarkedGap) -> bool:
    """Whether a gap between two parts of a claim, which stand in order in one source, is a splice."""
    text = before.text
    gap = text[before.selector.end : after.selector.start]
    if not re.search(r"\w", gap):
        return False
    crossed, ends, begins = _crossing(before, after)
    if crossed:
        if not (marked.ends_sentence or (begins and (ends or marked.begins_sentence))):
            return True
        gap = text[_sentence_start(text, after) : after.selector.start]
    head = text[before.selector.start : before.selector.end] if not crossed else ""
    return _moves(_tokens(head), _tokens(gap), _tokens(after.selector.exact))


def _crossing(before: SourceSpan, after: SourceSpan) -> tuple[bool, bool, bool]:
    """Whether a gap leaves a sentence, whether it begins at the end of one, and ends where one begins."""
    text = before.text
    last = _last_of(text, before.selector.end)
    if after.selector.start < last:
        return False, False, False
    ends = not re.search(r"\w", text[before.selector.end : last])
    begins = not re.search(r"\w", text[_sentence_start(text, after) : after.selector.start])
    return True, ends, begins


def _last_of(text: str, at: int) -> int:
    """Where the sentence ends that the code point before ``at`` is in."""
    around = paragraph_around(text, max(0, at - 1), at)
    return next((end for start, end in sentences_of(text, around) if start < at <= end), at)


def _sentence_start(text: str, place: SourceSpan) -> int:
    at = place.selector.start
    around = paragraph_around(text, at, at + 1)
    return next((start for start, end in sentences_of(text, around) if start <= at < end), at)


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def _moves(before: Sequence[str], gap: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a gap within a sentence gives a verb another subject, or an article or verb another object."""
    if not gap or not after or _is_parenthesis(before, gap):
        return False
    low = [fold(word) for word in gap]
    ends_open = low[-1] in COORDINATORS or low[-1] in MARKS
    if before and fold(before[-1]) in DETERMINERS:
        return not ends_open and any(_breaks_noun(low, at, gap) for at in range(len(low)))
    if (
        _has_other_amount(low, after[0], ends_open=ends_open)
        or _strands(low, after[0])
        or (
            # “who” after a gap that ends with a noun is told of that noun.
            fold(after[0]) in {"who", "whom", "whose", "which"}
            and not ends_open
            and low[-1] not in PREPOSITIONS
        )
    ):
        return True
    verbs = [at for at in range(len(low)) if _is_verb(low, at)]
    if _begins_with_verb(after):
        return _takes_other_subject(before, low, verbs)
    begins = fold(after[0])
    if ends_open or low[-1] in RELATIVES | SUBORDINATORS or begins in CLAUSE_WORDS or begins.endswith("ing"):
        return False
    relative = low[0] in RELATIVES
    return bool(verbs[1 if relative else 0 :])


SAME_PAST = frozenset({"put", "set", "cut", "hit", "cost", "let", "bet"})
"""Verbs whose past is like the present, and which are nouns as well: only before a preposition they count."""
LIMITS = ("up to", "less than", "more than", "fewer than", "at least", "at most", "as much as", "as many as")
"""Words that make of an amount a bound: “up to $85” is not “$85”."""


def _is_amount(word: str) -> bool:
    return any(map(str.isdigit, word)) or fold(word) in NUMBER_WORDS


def _has_other_amount(low: Sequence[str], following: str, *, ends_open: bool) -> bool:
    """Whether an amount after a gap stands in the place of one in it, or for a bound that the gap names."""
    limited = " ".join(low).endswith(LIMITS)
    return _is_amount(following) and (limited or (not ends_open and any(map(_is_amount, low))))


def _strands(low: Sequence[str], following: str) -> bool:
    """Whether a preposition after a gap goes with a verb in it: “nothing … at $5” of “nothing, put at $5”."""
    return fold(following) in PREPOSITIONS and (_is_verb(low, len(low) - 1) or low[-1] in SAME_PAST)


CLAUSE_WORDS = COORDINATORS | RELATIVES | SUBORDINATORS | MARKS | {"as", "after", "before", "since", "until"}


def _is_parenthesis(before: Sequence[str], gap: Sequence[str]) -> bool:
    """Whether a gap is what stands between two commas or the like, and so belongs to what is before it."""
    opened = gap[0] in MARKS or bool(before and before[-1] in MARKS)
    inner = gap[1:-1] if gap[0] in MARKS else gap[:-1]
    return (
        opened
        and len(gap) > 1
        and gap[-1] in MARKS
        and not any(
            mark == ";" or (mark in COORDINATORS and at and inner[at - 1] in MARKS)
            for at, mark in enumerate(inner)
        )
    )


def _breaks_noun(low: Sequence[str], at: int, gap: Sequence[str]) -> bool:
    word = low[at]
    return word in PREPOSITIONS or word in CLAUSE_WORDS - {","} or _is_verb(low, at) or gap[at] in ";:—–"


def _takes_other_subject(before: Sequence[str], low: Sequence[str], verbs: Sequence[int]) -> bool:
    """Whether the verb after a gap has its subject in the gap."""
    bounds = [at for at, word in enumerate(low) if word in COORDINATORS | SUBORDINATORS | MARKS] + list(verbs)
    last = max(bounds, default=-1)
    tail = [word for word in low[last + 1 :] if word not in ADVERBS]
    relative = low[0] in RELATIVES
    if (
        tail
        and last >= 0
        and tail[0] not in PREPOSITIONS
        and not (relative and last in verbs and len(verbs) == 1)
    ):
        return True
    if verbs and not relative and any(word not in ADVERBS | MARKS | COORDINATORS for word in low[: verbs[0]]):
        return True
    said = [fold(word) for word in before]
    finite = [at for at in range(len(said)) if _is_verb(said, at)]
    return bool(finite) and low[-1] not in COORDINATORS | MARKS and low[0] not in RELATIVES and bool(tail)


def _begins_with_verb(words: Sequence[str]) -> bool:
    low = [fold(word) for word in words]
    at = next((at for at, word in enumerate(low) if word not in ADVERBS and not word.endswith("ly")), None)
    return at is not None and (low[at] in AUXILIARIES or low[at] in IRREGULAR or low[at].endswith("ed"))


def _is_verb(low: Sequence[str], at: int) -> bool:
    """Whether a word is a finite verb: an auxiliary, or a past form not after one or an article."""
    word = low[at]
    if word in AUXILIARIES:
        return True
    if at and low[at - 1] in NO_SUBJECT_BEFORE:
        return False
    return word in IRREGULAR or (word.endswith("ed") and len(word) > len("need") - 1)
