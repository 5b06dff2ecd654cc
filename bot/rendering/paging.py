"""Cutting an outline into pages without losing a character.

A platform says how much an item weighs and how much a page bears. Sections stay whole where they can
and a heading never ends a page. A quotation is cut after a space or, where one word fills a page,
between grapheme clusters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.cases.graphemes import is_boundary
from bot.rendering.sections import Item, Line, Section

LEAST_PIECE = 200
"""Code points: an item moves to the next page rather than begin with less."""

HEADINGS = frozenset({"heading", "subheading", "detail", "code"})


@dataclass(frozen=True)
class Budget:
    """What a page bears: a weight of text and a number of sections, and what each item weighs."""

    weight: int
    sections: int
    weigh: Callable[[Item], int]


def paginate(sections: Iterable[Section], budget: Budget) -> tuple[tuple[Section, ...], ...]:
    """The pages of an outline, each within the budget; together they hold every item, in order."""
    pages = _Pages(budget)
    for section in sections:
        pages.begin(section)
        for item in section.items:
            pages.place(item)
    return pages.done()


class _Pages:
    """Pages being filled, with the last section of the last page open."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._pages: list[list[list[Item]]] = [[]]
        self._room = budget.weight
        self._fresh = True

    def begin(self, section: Section) -> None:
        """Open a section, on a new page where only there it stays whole."""
        weight = sum(map(self._budget.weigh, section.items))
        full = len(self._pages[-1]) >= self._budget.sections
        if full or (not self._fresh and self._room < weight <= self._budget.weight):
            self._turn([])
        self._pages[-1].append([])

    def place(self, item: Item) -> None:
        """Add an item, in pieces where it must be."""
        while self._budget.weigh(item) > self._room:
            at = self._cut_at(item)
            if at and (self._fresh or at >= LEAST_PIECE):
                head, item = item.cut(at)
                self._add(head)
                self._turn([[]])
            else:
                self._turn([self._headings()])
        self._add(item)

    def done(self) -> tuple[tuple[Section, ...], ...]:
        """The pages, without what stayed empty."""
        pages = (tuple(Section(tuple(items)) for items in page if items) for page in self._pages)
        return tuple(page for page in pages if page)

    def _add(self, item: Item) -> None:
        self._pages[-1][-1].append(item)
        self._room -= self._budget.weigh(item)
        self._fresh = False

    def _turn(self, sections: list[list[Item]]) -> None:
        self._pages.append(sections)
        self._room = self._budget.weight - sum(self._budget.weigh(item) for items in sections for item in items)
        self._fresh = True

    def _headings(self) -> list[Item]:
        """Take off the headings that would end the page."""
        section = self._pages[-1][-1]
        kept = len(section)
        while kept and isinstance(line := section[kept - 1], Line) and line.role in HEADINGS:
            kept -= 1
        taken, section[kept:] = section[kept:], []
        return taken

    def _cut_at(self, item: Item) -> int:
        """Where to cut so that the head just fits; 0 where nothing does."""
        low, high = 0, len(item.text) - 1
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._budget.weigh(item.cut(middle)[0]) <= self._room
            low, high = (middle, high) if fits else (low, middle - 1)
        return _break_before(item.text, low)


def _break_before(text: str, limit: int) -> int:
    """The last place up to the limit that is after a space, else between two clusters, else the limit."""
    downwards = range(limit, 0, -1)
    after_space = next((at for at in downwards if text[at - 1].isspace() and is_boundary(text, at)), 0)
    return after_space or next((at for at in downwards if is_boundary(text, at)), limit)
