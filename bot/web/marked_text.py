"""A checked text cut into pieces: which words are a claim, outside of all claims, or used without marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from bot.checking.report import Report

CLOSING = re.compile(r"[.,!?…]?[\"'“”’‘»«›‹」』]{1,2}")
"""Matches the marks that close a quotation, with a sign that stands inside of them."""
RANK = {"outside": 0, "unmarked": 1, "claim": 2}
StretchKind = Literal["claim", "unmarked", "outside", "plain"]


class Tag(NamedTuple):
    """A reference behind marked words to the entry that tells of them: its kind and number, from 1."""

    kind: StretchKind
    number: int
    verdict: str


@dataclass(frozen=True)
class Piece:
    """A piece of the text as it was given, with the innermost claim or stretch that it belongs to.

    ``begins`` are the tags of what begins with the piece. ``ends`` are those of what ends with it or with the
    closing quotation marks that it holds.
    """

    text: str
    kind: StretchKind
    verdict: str = ""
    begins: tuple[Tag, ...] = ()
    ends: tuple[Tag, ...] = ()


class _Stretch(NamedTuple):
    start: int
    end: int
    tag: Tag
    tagged_at: int


def marked_pieces(text: str, report: Report) -> Iterator[Piece]:
    """The pieces of a text in order; joined they are the text, code point by code point.

    Claims may lie in each other: the words of an inner one are marked by its verdict.
    """
    stretches = sorted(_stretches(text, report), key=lambda one: (one.start, -one.end))
    ends = sorted((one for one in stretches if one.tag.number), key=lambda one: (one.tagged_at, -one.start))
    places = {at for one in stretches for at in (one.start, one.end, one.tagged_at)}
    cuts = sorted({0, len(text), *places})
    opened: list[_Stretch] = []
    begun = tagged = 0
    for start, end in pairwise(cuts):
        first, closed = begun, tagged
        while begun < len(stretches) and stretches[begun].start <= start:
            begun += 1
        while tagged < len(ends) and ends[tagged].tagged_at <= end:
            tagged += 1
        opened = [one for one in (*opened, *stretches[first:begun]) if one.end > start]
        inner = max(opened, key=_rank).tag if opened else Tag("plain", 0, "")
        begins = tuple(one.tag for one in stretches[first:begun] if one.tag.number)
        yield Piece(
            text[start:end],
            inner.kind,
            inner.verdict,
            begins,
            tuple(one.tag for one in ends[closed:tagged]),
        )


def _stretches(text: str, report: Report) -> Iterator[_Stretch]:
    for number, one in enumerate(report.claims, start=1):
        claim = one.claim
        tag = Tag("claim", number, one.shown_as)
        yield _Stretch(claim.start, claim.end, tag, _behind_marks(text, claim.end))
    for number, run in enumerate(report.unmarked, start=1):
        yield _Stretch(run.start, run.end, Tag("unmarked", number, ""), run.end)
    for span in report.outside:
        yield _Stretch(span.start, span.end, Tag("outside", 0, ""), span.end)


def _rank(one: _Stretch) -> tuple[int, int]:
    """Claims before words of a source, and these before what is outside; of claims, the innermost."""
    return RANK[one.tag.kind], one.start


def _behind_marks(text: str, at: int) -> int:
    """Where the closing quotation marks end that follow a place, or that place where there are none."""
    following = CLOSING.match(text, at)
    return following.end() if following else at
