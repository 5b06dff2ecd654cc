"""Cuts an outline into pages without losing a character.

A platform says how much an item weighs and how much fits on a page. Sections stay whole where they can and a
heading never ends a page. A quotation is cut after a space or, where one word fills a page, between grapheme
clusters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.rendering.breaks import break_before
from bot.rendering.sections import Item, Line, Role, Section

MIN_PIECE = 200
"""Code points: an item moves to the next page rather than begin with a shorter piece."""

HEADINGS: frozenset[Role] = frozenset({"heading", "subheading", "detail", "code"})
"""The roles of lines that belong to the item below them."""


@dataclass(frozen=True)
class Budget:
    """What fits on a page: a weight of text and a number of sections; ``weigh`` gives an item's weight.

    The beginning of an item weighs no more than the item, and each of its code points weighs one or more.
    """

    weight: int
    sections: int
    weigh: Callable[[Item], int]
    lines: int | None = None
    """How many lines a page has at most, as they are sent; None for any number."""
    parts_sections: bool = False
    """Whether a section begins on a page of which more than half is empty, though it does not end there."""

    def lines_of(self, item: Item) -> int:
        """How many lines an item takes: those of its words, and the credit below a quotation."""
        if self.lines is None:
            return 0
        return item.text.count("\n") + (1 if isinstance(item, Line) else 2)


def paginate(sections: Iterable[Section], budget: Budget) -> tuple[tuple[Section, ...], ...]:
    """The pages of an outline, each within the budget; together they hold every item, in order.

    Raises ValueError where not even an item's first character fits an empty page.
    """
    return _Pages(budget).filled(sections)


class _Pages:
    """The pages so far, with the last section of the last page open for more."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._page: list[list[Item]] = []
        self._pages = [self._page]
        self._room = budget.weight
        self._lines = budget.lines or 0
        self._fresh = True
        """Whether the page has nothing but headings that were carried over."""

    def filled(self, sections: Iterable[Section]) -> tuple[tuple[Section, ...], ...]:
        """The pages that hold some sections, without empty sections and pages."""
        for section in sections:
            weights = [self._budget.weigh(item) for item in section.items]
            self._begin(sum(weights), sum(map(self._budget.lines_of, section.items)))
            for item, weight in zip(section.items, weights, strict=True):
                self._place(item, weight)
        pages = (tuple(Section(tuple(items)) for items in page if items) for page in self._pages)
        return tuple(page for page in pages if page)

    def _begin(self, weight: int, lines: int) -> None:
        """Open a section of a weight and lines, on a new page if only there it stays whole."""
        full = len(self._page) >= self._budget.sections
        fits = self._room >= weight and self._lines >= lines
        fits_alone = weight <= self._budget.weight and lines <= (self._budget.lines or 0)
        if full or (not self._fresh and not fits and fits_alone and not self._is_mostly_empty):
            self._turn([])
        self._page.append([])

    @property
    def _is_mostly_empty(self) -> bool:
        """Whether sections are parted, and more than half of the page's weight and of its lines are left."""
        has_lines = self._lines * 2 > (self._budget.lines or 0)
        return self._budget.parts_sections and self._room * 2 > self._budget.weight and has_lines

    def _place(self, item: Item, weight: int) -> None:
        """Add an item of a weight, in pieces where it does not fit.

        This ends: between two cuts, each of which takes a character off, a page is turned twice at most, once
        to a page with the headings carried over and once to an empty one.
        """
        if not self._fresh and (self._budget.lines_of(item) > self._lines or self._stays_whole(weight)):
            self._turn([self._headings_for(item)])
        while weight > self._room:
            at = self._cut_at(item)
            stays_whole = isinstance(item, Line) and weight <= self._budget.weight and any(self._page)
            if at >= (1 if self._fresh and not stays_whole else MIN_PIECE):
                head, item = item.cut(at)
                self._add(head, self._budget.weigh(head))
                weight = self._budget.weigh(item)
                self._turn([[]])
            elif any(self._page):
                self._turn([[] if self._fresh else self._headings_for(item)])
            else:
                raise ValueError(f"a page cannot hold the beginning of {item!r}")
        self._add(item, weight)

    def _stays_whole(self, weight: int) -> bool:
        """Whether an item that does not fit here fits a page of its own, where only sections are parted."""
        return self._budget.parts_sections and self._room < weight <= self._budget.weight

    def _add(self, item: Item, weight: int) -> None:
        self._page[-1].append(item)
        self._room -= weight
        self._lines -= self._budget.lines_of(item)
        self._fresh = False

    def _turn(self, carried: list[list[Item]]) -> None:
        self._page = carried
        self._pages.append(carried)
        taken = sum(self._budget.weigh(item) for items in carried for item in items)
        self._room = self._budget.weight - taken
        self._lines = (self._budget.lines or 0) - sum(
            self._budget.lines_of(item) for items in carried for item in items
        )
        self._fresh = True

    def _headings_for(self, item: Item) -> list[Item]:
        """Take off the headings at the end of the open section, where their item can follow on a new page.

        Details that would fill the new page stay where they are, and the item follows without them.
        """
        section = self._page[-1]
        kept = len(section)
        while kept and isinstance(line := section[kept - 1], Line) and line.role in HEADINGS:
            kept -= 1
        run = section[kept:]
        is_detail = bool(run) and isinstance(run[-1], Line) and run[-1].role == "detail"
        if is_detail and sum(map(self._budget.lines_of, [*run, item])) > (self._budget.lines or 0):
            return []
        del section[kept:]
        return run

    def _cut_at(self, item: Item) -> int:
        """The offset at which the head of an item just fits; 0 where nothing does."""
        low, high = 0, min(len(item.text) - 1, max(self._room, 0))
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._budget.weigh(item.cut(middle)[0]) <= self._room
            low, high = (middle, high) if fits else (low, middle - 1)
        return break_before(item.text, low)
