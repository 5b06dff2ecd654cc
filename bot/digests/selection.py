"""Which few points a digest shows: it is read in a minute, and all the others are a button away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.cases.changes import Change, key_of, superseded_by, superseded_keys
from bot.cases.model import Award, Case, Caveat, Event, Lawsuit, Relief, Ruling, Source, Statement
from bot.cases.selectors import Selector
from bot.digests.news import Happened, news, shows, succession, tells, without_repetition

MOST_ARTICLES, MOST_HAPPENED, MOST_SAID, MOST_OPEN = 2, 4, 2, 2
MOST_CHANGED, MOST_UPDATED, MOST_STANDING = 3, 3, 4
LONGEST_SAID = 500
"""Code points of a statement's words that a digest shows."""
DECIDED = frozenset({"verdict", "judgment"})
Standing = Lawsuit | Ruling
SECTIONS: dict[type, str] = {
    Source: "sources",
    Lawsuit: "lawsuits",
    Ruling: "rulings",
    Award: "awards",
    Relief: "relief",
    Event: "events",
    Statement: "statements",
    Caveat: "caveats",
}


@dataclass(frozen=True)
class Selection:
    """The points of a digest; ``more`` are left out, and ``corrected`` counts all that were corrected."""

    articles: tuple[Source, ...] = ()
    happened: tuple[Happened, ...] = ()
    said: tuple[Statement, ...] = ()
    changed: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    open_points: tuple[Caveat, ...] = ()
    standing: tuple[Standing, ...] = ()
    more: int = 0
    corrected: int = 0

    def __len__(self) -> int:
        """How many points are new or corrected, with those left out."""
        new = (self.articles, self.happened, self.said, self.changed, self.updated, self.open_points)
        return sum(map(len, new)) + self.more

    @property
    def facts(self) -> tuple[Happened | Statement, ...]:
        """The points about which a source can leave something open."""
        return (*self.happened, *self.said, *self.standing)


def select_news(known: Case, case: Case, *, full: bool) -> Selection:
    """The points for readers who know an earlier version; if ``full``, also where the case stands."""
    found = news(known, case)
    said = _short(found.said)
    chosen = Selection(
        found.articles[:MOST_ARTICLES],
        found.happened[:MOST_HAPPENED],
        said[:MOST_SAID],
        found.changed[:MOST_CHANGED],
        found.updated[:MOST_UPDATED],
        found.open_points[:MOST_OPEN],
    )
    fresh = (*chosen.happened, *(change.after for change in chosen.updated))
    standing = _standing(case, fresh) if full and len(found) else ()
    return replace(chosen, standing=standing, more=len(found) - len(chosen), corrected=len(found.changed))


def select_start(case: Case) -> Selection:
    """The points for readers who have been told nothing yet: where the case stands, and what changed."""
    found = succession(case)
    updated = found[:MOST_UPDATED]
    standing = _standing(case, (change.after for change in updated))
    return Selection(updated=updated, standing=standing, more=len(found) - len(updated))


def select_shown(
    case: Case, shown: frozenset[str], corrected: tuple[Change, ...], superseded: tuple[Change, ...] = ()
) -> Selection:
    """The points of a digest that showed these quotations and now has something corrected or superseded.

    What was superseded is in the place of the older fact, however long ago it was.
    """
    updated = {change.key: change for change in (*_successions(case, shown), *superseded)}
    wrong = {change.key for change in corrected} | updated.keys() | superseded_keys(case)

    def right(entries: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(
            entry
            for entry in entries
            if shows(entry, shown) and (SECTIONS[type(entry)], key_of(entry)) not in wrong
        )

    standing = right((*case.lawsuits, *case.rulings))
    other = without_repetition((*standing, *right((*case.awards, *case.relief, *case.events))))
    return Selection(
        happened=tuple(entry for entry in other if entry not in standing),
        said=right(case.statements),
        changed=corrected,
        updated=tuple(change for change in updated.values() if change not in corrected),
        standing=standing,
    )


def _successions(case: Case, shown: frozenset[str]) -> Iterator[Change]:
    for change in succession(case):
        if any(tells(case, fact, shown) for fact, _ in superseded_by(change)):
            yield change


def standing_quotations(lawsuit: Lawsuit) -> tuple[Selector, ...]:
    """The words that say where a lawsuit stands, or else that it is there."""
    return lawsuit.current_status.quote if lawsuit.current_status else lawsuit.quote


def _standing(case: Case, new: Iterable[Any]) -> tuple[Standing, ...]:
    """The lawsuits, and what was found in those that were decided, as far as it is not told of as news."""
    shown = {(SECTIONS[type(entry)], key_of(entry)) for entry in new} | superseded_keys(case)
    entries = (entry for lawsuit in case.lawsuits[:MOST_STANDING] for entry in _block(case, lawsuit))
    return tuple(entry for entry in entries if (SECTIONS[type(entry)], key_of(entry)) not in shown)


def _block(case: Case, lawsuit: Lawsuit) -> Iterator[Standing]:
    """A verdict is told with each ruling: one of them alone would tell another story."""
    yield lawsuit
    if lawsuit.current_status and lawsuit.current_status.value in DECIDED:
        yield from (ruling for ruling in case.rulings if ruling.lawsuits == (lawsuit.id,))


def _short(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(one for one in statements if sum(len(words.exact) for words in one.quote) <= LONGEST_SAID)
