"""Names what kind of change makes a claim another one: a number, a negation, a name, a word, the order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.cases.quotation_marks import CLOSING_MARKS, OPENING_MARKS
from bot.cases.selectors import make_selector
from bot.checking.claims import SourceSpan, negates
from bot.checking.word_lists import (
    FUNCTION_WORDS,
    NUMBER_WORDS,
)
from bot.search.alignment import Difference, widened_to_words
from bot.search.folding import fold
from bot.search.sentences import paragraph_around

ChangeKind = Literal["number", "negation", "name", "order", "insertion", "omission", "word", "splice"]
"""A kind of change, as a report names it."""
WORD = re.compile(r"[\w$€£%]+(?:['’.,-]\w+)*")
SENTENCE_END = re.compile(rf"[.!?…][{CLOSING_MARKS})]*\s+(?=[\W_]*[A-Z])|\n")
SENTENCE_BEFORE = re.compile(rf"(?:^|[.!?…:\n][{CLOSING_MARKS})]*\s+|^\s*)[{OPENING_MARKS}(\[]*$")


def kinds_of_change(
    claim: str, place: SourceSpan, differences: Sequence[Difference]
) -> tuple[ChangeKind, ...]:
    """The kinds of change that make a claim of what stands at a place, the most telling one first."""
    if not differences:
        return ()
    if is_reordered(claim, place.selector.exact) and can_be_order(differences):
        return ("order",)
    found = Counter(_kind(one, place) for one in differences)
    return tuple(kind for kind in MOST_TELLING_FIRST if found[kind])


MOST_TELLING_FIRST: tuple[ChangeKind, ...] = (
    "negation",
    "number",
    "name",
    "order",
    "insertion",
    "omission",
    "word",
    "splice",
)


def _kind(one: Difference, place: SourceSpan) -> ChangeKind:
    if negates(one.claimed) != negates(one.source):
        return "negation"
    claimed, source = _numbers(one.claimed), _numbers(one.source)
    if claimed != source and (one.claimed and one.source):
        return "number"
    if not one.source:
        return "insertion"
    if not one.claimed:
        return "omission"
    return "name" if _has_name(one, place) else "word"


def _numbers(words: str) -> list[str]:
    found = [fold(word) for word in WORD.findall(words)]
    return [word for word in found if any(map(str.isdigit, word)) or word in NUMBER_WORDS]


def _has_name(one: Difference, place: SourceSpan) -> bool:
    return any(_names(one.source, place)) or any(_names(one.claimed, place))


def _names(words: str, place: SourceSpan) -> Iterator[str]:
    """The words that are written like names: with a capital, though no sentence begins with them."""
    text = place.text
    for found in WORD.finditer(words):
        word = found.group()
        if not word[0].isupper() or fold(word) in FUNCTION_WORDS or (len(word) > 1 and word.isupper()):
            continue
        if fold(word) in _party_words(tuple(party.name for party in place.case.parties)):
            yield word
            continue
        places = [match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", text)]
        inner = any(not SENTENCE_BEFORE.search(text[max(0, at - 8) : at]) for at in places)
        if inner or (not places and not re.search(rf"\b{re.escape(word.lower())}\b", text)):
            yield word


@lru_cache(maxsize=256)
def _party_words(names: tuple[str, ...]) -> frozenset[str]:
    """The words of people's and institutions' names, without “the” and the like."""
    return frozenset(fold(word) for name in names for word in WORD.findall(name)) - FUNCTION_WORDS


def can_be_order(differences: Sequence[Difference]) -> bool:
    """Whether edits can come of words that changed places: several edits, or words put in."""
    if len(differences) != 1:
        return len(differences) > 1
    return not differences[0].source


def _end_of(claim: str, one: Difference) -> Literal["", "start", "end"]:
    """At which end of a claim words are put in; empty where they are between others or in brackets."""
    bare = claim.strip(" \n\"'“”‘’«».,;:!?…*_>|-")
    if one.source or not one.claimed or one.claimed.startswith("["):
        return ""
    return "end" if bare.endswith(one.claimed) else "start" if bare.startswith(one.claimed) else ""


BREAK = re.compile(r"[.,;:!?()—–\n]")
MOST_REPLACED = 2
"""Words at an end of a claim that count as put in the place of the source's next words."""


def with_replaced_ends(claim: str, place: SourceSpan, differences: Sequence[Difference]) -> SourceSpan | None:
    """The place with the source's next word for each one put in at an end of the claim; None without such.

    The place that is most like a claim ends with a word that both have: whether the claim's last word was
    put in or changed, the source's next word shows.
    """
    low, high = place.selector.start, place.selector.end
    for one in (differences[0], differences[-1]):
        count = len(WORD.findall(one.claimed))
        end = _end_of(claim, one)
        if not end or not 0 < count <= MOST_REPLACED:
            continue
        around = paragraph_around(place.text, place.selector.start, place.selector.end)
        if end == "end":
            following = list(WORD.finditer(place.text, high, around.end))[:count]
            # At a comma or the like a word is added, not put in the place of the next clause's first one.
            goes_on = len(following) == count and not BREAK.search(
                place.text[high - 1 : following[-1].start()]
            )
            high = following[-1].end() if goes_on else high
        else:
            before = list(WORD.finditer(place.text, around.start, low))[-count:]
            goes_on = len(before) == count and not BREAK.search(place.text[before[0].end() : low + 1])
            low = before[0].start() if goes_on else low
    if (low, high) == (place.selector.start, place.selector.end):
        return None
    selector = make_selector(place.selector.source, place.text, *widened_to_words(place.text, low, high))
    return SourceSpan(place.case, selector)


def is_reordered(claim: str, source: str) -> bool:
    """Whether a claim has exactly the words of the source, in another order."""
    one, other = _bag(claim), _bag(source)
    return one != other and sorted(one) == sorted(other)


def _bag(text: str) -> list[str]:
    return [fold(word) for word in WORD.findall(text)]


def reordered_place(claim: str, place: SourceSpan) -> SourceSpan | None:
    """The stretch around a place that has exactly the words of a claim in another order; None without one.

    It has no end of a sentence more than the claim has: a word of the sentence before was not moved.
    """
    wanted = Counter(_bag(claim))
    count = wanted.total()
    ends = len(SENTENCE_END.findall(claim))
    text = place.text
    reach = len(claim) + 16
    low, high = max(0, place.selector.start - reach), min(len(text), place.selector.end + reach)
    found = [
        (fold(match.group()), low + match.start(), low + match.end())
        for match in WORD.finditer(text[low:high])
    ]
    if wanted - Counter(word for word, _, _ in found):
        return None
    window = Counter(word for word, _, _ in found[:count])
    for at in range(len(found) - count + 1):
        if at:
            window[found[at - 1][0]] -= 1
            window[found[at + count - 1][0]] += 1
        start, end = found[at][1], found[at + count - 1][2]
        if +window == wanted and len(SENTENCE_END.findall(text[start:end])) <= ends:
            return SourceSpan(place.case, make_selector(place.selector.source, text, start, end))
    return None


def listed(differences: Iterable[Difference]) -> Iterator["Edit"]:
    """The differences as edits of the source's words."""
    for one in differences:
        op: Literal["insert", "delete", "replace"] = (
            "insert" if not one.source else "delete" if not one.claimed else "replace"
        )
        yield Edit(op, one.claimed, one.source)


@dataclass(frozen=True)
class Edit:
    """An edit that makes the claim's words of the source's: words put in, left out, or replaced."""

    op: Literal["insert", "delete", "replace"]
    claimed: str
    source: str
