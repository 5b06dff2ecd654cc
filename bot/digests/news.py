"""What of the changes between two versions of a case is news, and what is a correction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.cases.changes import Change, changes
from bot.cases.model import Award, Case, Caveat, Entry, Event, Lawsuit, Party, Ruling, Source, Statement
from bot.cases.spans import selectors_of_entry

SILENT = frozenset({"caveats", "aliases", "roles"})
"""Fields whose change tells readers nothing that they would want to be told of."""
Happened = Lawsuit | Ruling | Award | Event


@dataclass(frozen=True)
class News:
    """What readers have not been told: what happened, what was said, and what was changed or taken back."""

    articles: tuple[Source, ...] = ()
    happened: tuple[Happened, ...] = ()
    said: tuple[Statement, ...] = ()
    changed: tuple[Change, ...] = ()
    open_points: tuple[Caveat, ...] = ()

    def __len__(self) -> int:
        points = (self.articles, self.happened, self.said, self.changed, self.open_points)
        return sum(map(len, points))


def news(known: Case, case: Case) -> News:
    """What of a case is new to readers who know an earlier version of it."""
    found = [change for change in changes(known, case) if _is_worth_telling(change)]
    new = [_new(change) for change in found]
    happened = [entry for entry in new if isinstance(entry, Happened)]
    return News(
        tuple(entry for entry in new if isinstance(entry, Source)),
        tuple(without_repetition(happened)),
        tuple(entry for entry in new if isinstance(entry, Statement)),
        tuple(change for change, entry in zip(found, new, strict=True) if entry is None),
        tuple(entry for entry in new if isinstance(entry, Caveat)),
    )


def corrections(then: Case, case: Case, shown: frozenset[str]) -> tuple[Change, ...]:
    """What is said otherwise now of entries of which these quotations, by their ids, were shown.

    A new stage of a lawsuit that a new article reports corrects nothing: it was so when it was told.
    """
    reported = {source.id for source in then.sources} != {source.id for source in case.sources}
    return tuple(
        change
        for change in changes(then, case)
        if change.before
        and shows(change.before, shown)
        and _is_worth_telling(change)
        and not (reported and _has_moved_on(change))
    )


def _new(change: Change) -> Entry | None:
    """The entry that is news as it stands now; None where what changed has to be told."""
    return change.after if change.kind == "gained" or _has_moved_on(change) else None


def _has_moved_on(change: Change) -> bool:
    """Whether a lawsuit has come to another stage: that is news, and no mistake of what was told before."""
    before, after = change.before, change.after
    if not isinstance(before, Lawsuit) or not isinstance(after, Lawsuit) or not after.current_status:
        return False
    was = before.current_status
    return was is None or was.value != after.current_status.value


def _is_worth_telling(change: Change) -> bool:
    if change.section == "parties":
        return False
    return change.kind != "corrected" or not SILENT.issuperset(change.fields)


def shows(entry: Entry, quotations: frozenset[str]) -> bool:
    """Whether a message with these quotations, by their ids, shows the entry."""
    if isinstance(entry, Lawsuit):
        # It is shown by where it stands or by what introduces it.
        return any(selector.id in quotations for selector in selectors_of_entry(entry))
    own = () if isinstance(entry, Party) else entry.quote
    return bool(own) and {selector.id for selector in own} <= quotations


def without_repetition(entries: Iterable[Happened]) -> Iterator[Happened]:
    """Without the events that other new entries tell with the same words."""
    listed = list(entries)
    others = [entry for entry in listed if not isinstance(entry, Event)]
    spans = {selector.span for entry in others for selector in selectors_of_entry(entry)}
    for entry in listed:
        if not isinstance(entry, Event) or not {selector.span for selector in entry.quote} <= spans:
            yield entry
