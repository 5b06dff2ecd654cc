"""Merges quotations of one answer: what touches or overlaps becomes one span, what lies inside is dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from bot.answers.answer import Quotation
from bot.cases.selectors import make_selector

Place = tuple[str, str, str, int, int]
"""The case, the digest of the article's text, the source, and the start and the end of a quotation."""


class InPart(NamedTuple):
    """A quotation of an answer, and the number of the part that it stands in."""

    part: int
    quotation: Quotation


def place_of(quotation: Quotation) -> Place:
    """Where a quotation stands, among those of all cases and of all texts that an article had."""
    return (quotation.case, quotation.source.sha256, *quotation.selector.span)


def merged(parts: Iterable[Iterable[Quotation]]) -> Mapping[Place, Quotation]:
    """The quotation that each quotation of some parts is shown in, by the place of the latter.

    Words of one voice that overlap are shown as one span of their source, and so are those of one part with
    only spaces between them; words inside another quotation are shown in that one, whoever's they are.
    """
    shown: dict[Place, Quotation] = {}
    group: list[InPart] = []
    every = [InPart(at, one) for at, part in enumerate(parts) for one in part]
    for one in sorted(every, key=lambda one: (*place_of(one.quotation)[:4], -one.quotation.selector.end)):
        if group and not _belongs(one, group):
            shown |= _as_one([other.quotation for other in group])
            group = []
        group.append(one)
    return shown | _as_one([other.quotation for other in group]) if group else shown


def _belongs(one: InPart, group: list[InPart]) -> bool:
    first, quotation = group[0].quotation, one.quotation
    if place_of(first)[:3] != place_of(quotation)[:3]:
        return False
    end = max(other.quotation.selector.end for other in group)
    if quotation.selector.end <= end:
        return True
    between = first.source.text[end : quotation.selector.start]
    together = any(other.part == one.part for other in group)
    touches = quotation.selector.start < end or (together and not between.strip() and "\n" not in between)
    return touches and quotation.attribution == first.attribution


def _as_one(group: list[Quotation]) -> dict[Place, Quotation]:
    first = group[0]
    start, end = first.selector.start, max(one.selector.end for one in group)
    whole = first
    if end > first.selector.end:
        selector = make_selector(first.selector.source, first.source.text, start, end)
        # Whoever follows the credit is shown the paragraph in which the first of the words stand.
        whole = replace(first, selector=replace(selector, id=first.id))
    return {place_of(one): whole for one in group}
