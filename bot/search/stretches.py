"""The two stretches of a text, one in each half, by whose rarest words a place of it is found soonest."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.cases.quotation_marks import CLOSING_MARKS
from bot.search.archive import Archive, PassageLocation
from bot.search.words import words

STRETCH_WORDS = 4
"""Words of a stretch: few passages share four words in a row, and an edit breaks the fewer stretches."""
MOST_STRETCH_WORDS = 8
"""Words of a stretch of common words at most: many passages share four of these in a row."""
COMMON_IN, LEAST_COMMON = 200, 100
"""A word is common that one passage in so many has, and at least so many passages."""
LEAST_WORDS = 6
"""Words of a text at least: stretches of two words stand in too many passages."""
SENTENCE_END = re.compile(rf"[.!?…][{CLOSING_MARKS})\]]*\s|\n")
"""Matches where a sentence can end: passages end there, so that no passage has a stretch across it."""


@dataclass(frozen=True)
class FoundPassage:
    """Where a passage stands, and its words as they are compared, joined by spaces."""

    place: PassageLocation
    words: str


def passages_with(
    archive: Archive, stretch: tuple[str, ...], limit: int, speaker: str = "", others: Iterable[str] = ()
) -> list[FoundPassage]:
    """The passages that have some words one after the other, as the index has them: no case is read.

    Those with the most of the ``others`` come first.
    """
    found = archive.index.match_phrase(stretch, limit, speaker, others)
    return [FoundPassage(PassageLocation.from_key(hit.key), hit.words) for hit in found]


class Stretch(NamedTuple):
    """Words of a text, one after the other, and whether all of them are common."""

    words: tuple[str, ...]
    is_common: bool


def telling_stretches(text: str, count: Callable[[str], int], passages: int) -> tuple[Stretch, ...]:
    """The stretch with the rarest word of each half of a text, as words that are compared, the rarest first.

    ``count`` tells in how many of all ``passages`` a word occurs; a stretch with a word that occurs in none
    is none. One of common words alone is longer, within its half and sentence. Whoever changes one word of a
    text leaves one of its stretches as it was.
    """
    sentences = [words(sentence) for sentence in SENTENCE_END.split(text)]
    size = sum(map(len, sentences))
    if size < LEAST_WORDS:
        return ()
    length = min(STRETCH_WORDS, size // 2)
    best: dict[bool, tuple[int, int, slice]] = {}
    before = 0
    spoken = [word for sentence in sentences for word in sentence]
    counts = list(map(count, spoken))
    for sentence in sentences:
        after = before + len(sentence)
        for at in range(before, after - length + 1):
            half = _half(at, length, size)
            rarity = min(counts[at : at + length])
            if half is not None and rarity and (half not in best or rarity < best[half][0]):
                low, high = (size // 2, size) if half else (0, size // 2)
                best[half] = rarity, at, slice(max(low, before), min(high, after))
        before = after
    common = max(LEAST_COMMON, passages // COMMON_IN)
    found = []
    for rarity, at, within in sorted(best.values(), key=lambda one: one[:2]):
        span = _longer(counts, slice(at, at + length), within) if rarity >= common else slice(at, at + length)
        found.append(Stretch(tuple(spoken[span]), rarity >= common))
    return tuple(found)


def _longer(counts: Sequence[int], stretch: slice, within: slice) -> slice:
    """The span of a stretch with known words behind it, then before it, within a span and eight at most."""
    start, stop = stretch.start, stretch.stop
    while stop < within.stop and stop - start < MOST_STRETCH_WORDS and counts[stop]:
        stop += 1
    while start > within.start and stop - start < MOST_STRETCH_WORDS and counts[start - 1]:
        start -= 1
    return slice(start, stop)


def _half(start: int, length: int, size: int) -> bool | None:
    """Whether a stretch lies in the second half of a text; None where it lies in both."""
    if start + length <= size // 2:
        return False
    return True if start >= size // 2 else None
