"""Names what kind of change makes a claim another one: a number, a negation, a name, a word, the order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.cases.selectors import make_selector
from bot.checking.claims import SourceSpan, negates
from bot.checking.word_lists import (
    FUNCTION_WORDS,
    NUMBER_WORDS,
)
from bot.search.alignment import Difference
from bot.search.folding import fold

ChangeKind = Literal["number", "negation", "name", "order", "insertion", "omission", "word", "splice"]
"""A kind of change, as a report names it."""
WORD = re.compile(r"[\w$€£%]+(?:['’.,-]\w+)*")
SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…:\n][\"'”’»)]*\s+|^\s*)[\"'“‘«(\[]*$")


def kinds_of_change(
    claim: str, place: SourceSpan, differences: Sequence[Difference]
) -> tuple[ChangeKind, ...]:
    """The kinds of change that make a claim of what stands at a place, the most telling one first."""
    if not differences:
        return ()
    if is_reordered(claim, place.selector.exact):
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
        places = [match.start() for match in re.finditer(rf"\b{re.escape(word)}\b", text)]
        inner = any(not SENTENCE_BEFORE.search(text[max(0, at - 8) : at]) for at in places)
        if inner or (not places and not re.search(rf"\b{re.escape(word.lower())}\b", text)):
            yield word


def is_reordered(claim: str, source: str) -> bool:
    """Whether a claim has exactly the words of the source, in another order."""
    one, other = _bag(claim), _bag(source)
    return one != other and sorted(one) == sorted(other)


def _bag(text: str) -> list[str]:
    return [fold(word) for word in WORD.findall(text)]


def reordered_place(claim: str, place: SourceSpan) -> SourceSpan | None:
    """The stretch around a place that has exactly the words of a claim in another order; None without one."""
    wanted = Counter(_bag(claim))
    count = wanted.total()
    text = place.text
    reach = len(claim) + 16
    low, high = max(0, place.selector.start - reach), min(len(text), place.selector.end + reach)
    found = [
        (fold(match.group()), low + match.start(), low + match.end())
        for match in WORD.finditer(text[low:high])
    ]
    window = Counter(word for word, _, _ in found[:count])
    for at in range(len(found) - count + 1):
        if at:
            window[found[at - 1][0]] -= 1
            window[found[at + count - 1][0]] += 1
        if +window == wanted:
            selector = make_selector(place.selector.source, text, found[at][1], found[at + count - 1][2])
            return SourceSpan(place.case, selector)
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
