"""A source cut into paragraphs and sentences, as spans of code points of its raw text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.cases.quotation_marks import CLOSING_MARKS, OPENING_MARKS
from bot.cases.words import without_spaces

PARAGRAPH_BREAK = re.compile(r"\n\s*")
SENTENCE_END = re.compile(rf"[.!?…]+[{CLOSING_MARKS})\]]*(?=\s)")
OPENING = re.compile(rf"\s+[{OPENING_MARKS}(\[]*(?P<first>[^\W_])")
GERMAN_ORDINAL = re.compile(
    r"(?<!\bI )\b(?:am|vom|zum|zur|beim|im|der|die|das|dem|den|des|ab|bis|seit)\s\d{1,2}\Z", re.IGNORECASE
)
"""Matches “am 26” and “der 3” at the end of what is before a point: “Am 26. Februar”, “der 3. Senat”."""
TITLES = ("mr", "mrs", "ms", "dr", "st", "sr", "jr", "gen", "gov", "sen", "rep", "hon", "prof")
MONTHS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
COMPANIES = ("inc", "ltd", "co", "corp")
REFERENCES = ("no", "nos", "v", "vs", "cf", "e.g", "i.e", "al", "ca", "approx")
PLACES_IN_A_TEXT = ("art", "sec", "para", "p", "pp")
COUNTRIES = ("u.s", "u.k", "d.c")
GERMAN = ("nr", "mio", "mrd", "bzw", "abs", "vgl", "z")
ABBREVIATIONS = frozenset((*TITLES, *MONTHS, *COMPANIES, *REFERENCES, *PLACES_IN_A_TEXT, *COUNTRIES, *GERMAN))


class Span(NamedTuple):
    """Start and end of a stretch of the raw text in code points, end exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text: its lines that are not blank, without the space around them."""
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def sentences(text: str) -> Iterator[Span]:
    """The sentences of every paragraph, in order, without the space between them."""
    for paragraph in paragraphs(text):
        yield from sentences_of(text, paragraph)


def sentences_of(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph of a text, in order."""
    start = paragraph.start
    for end in SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        if _really_ends(text, start, end):
            yield from _trimmed(text, start, end.end())
            start = end.end()
    yield from _trimmed(text, start, paragraph.end)


def paragraph_around(text: str, start: int, end: int) -> Span:
    """The paragraphs that a span touches, as one span from the first one's start to the last one's end."""
    listed = _listed_paragraphs(text)
    first = bisect_right(listed, start, key=lambda part: part.end)
    last = bisect_left(listed, end, lo=first, key=lambda part: part.start)
    if first == last:
        return Span(start, end)
    return Span(min(start, listed[first].start), max(end, listed[last - 1].end))


def sentence_start(text: str, at: int) -> int | None:
    """Where the sentence begins that a code point of a text is in; None where it is in none."""
    paragraph = paragraph_around(text, at, at + 1)
    found = (one for one in sentences_of(text, paragraph) if one.start <= at < one.end)
    return next((one.start for one in found), None)


@lru_cache(maxsize=256)
def _listed_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text, kept for the texts that were asked about last: articles, over and over."""
    return tuple(paragraphs(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without the spaces at its ends, where anything is left of it."""
    start, end = without_spaces(text, start, end)
    if start < end:
        yield Span(start, end)


def _really_ends(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether no abbreviation or initial precedes the mark, and a capital, digit or quotation follows."""
    before = text[start : end.start()].rsplit(None, 1)
    word = before[-1].lstrip(f"{OPENING_MARKS}([") if before else ""
    is_shortened = word.lower() in ABBREVIATIONS or _is_initial(word)
    if end.group().startswith(".") and (is_shortened or GERMAN_ORDINAL.search(text, start, end.start())):
        return False
    opening = OPENING.match(text, end.end())
    return opening is not None and not opening["first"].islower()


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word != "I"
