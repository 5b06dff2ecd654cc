"""What a rule of the review finds, before its place in a file is known."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.cases.model import Case
from bot.cases.problems import KeyPath
from bot.cases.selectors import Selector
from bot.cases.spans import entries_of


class Observation(NamedTuple):
    """One thing that an editor should look at.

    ``path`` leads to the value in the case file and begins with the section and index of the entry that can
    answer the warning. ``offset`` is in code points of the text of ``source``, for one in an article.
    """

    code: str
    path: KeyPath
    message: str
    source: str = ""
    offset: int = 0


def quoted_by(case: Case, entry: Any) -> Iterator[Selector]:
    """The selectors of an entry and of the caveats that it lists."""
    yield from selectors_in(entry)
    for name in getattr(entry, "caveats", ()):
        yield from case.caveat_by_id[name].quote


def selectors_in(value: Any) -> Iterator[Selector]:
    """Each selector in the fields of an entry, also of a lawsuit's statuses."""
    if isinstance(value, Selector):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from selectors_in(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from selectors_in(getattr(value, name))


def selectors_of_sections(case: Case, *without: str) -> tuple[Selector, ...]:
    """Each selector of a case but those in the named sections."""
    return tuple(
        selector
        for (section, _), entry in entries_of(case)
        if section not in without
        for selector in selectors_in(entry)
    )
