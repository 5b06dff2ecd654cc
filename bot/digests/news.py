"""What of the changes between two versions of a case is news, and what is a correction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.cases.changes import (
    CAVEATS,
    RELATIONS,
    Change,
    changes,
    has_moved_on,
    only_adds_details,
    superseded_by,
    superseded_keys,
    told_changes,
)
from bot.cases.facts import FACTS, Fact
from bot.cases.model import (
    Award,
    Case,
    Caveat,
    Entry,
    Event,
    Lawsuit,
    Party,
    Relief,
    Ruling,
    Source,
    Statement,
)
from bot.cases.spans import selectors_of_entry
from bot.cases.succession import first_reported_on

WEIGHT = ("awards", "rulings", "lawsuits", "relief", "statements", "events", "parties", "sources", "caveats")
Happened = Lawsuit | Ruling | Award | Relief | Event


@dataclass(frozen=True)
class News:
    """What readers have not been told: what happened, what was said, and what was changed or taken back."""

    articles: tuple[Source, ...] = ()
    happened: tuple[Happened, ...] = ()
    said: tuple[Statement, ...] = ()
    changed: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    """What corrects nothing, and is told with what was told before: facts that were superseded, and new or
    settled open points of a fact that readers know."""
    open_points: tuple[Caveat, ...] = ()

    def __len__(self) -> int:
        points = (self.articles, self.happened, self.said, self.changed, self.updated, self.open_points)
        return sum(map(len, points))


def news(known: Case, case: Case) -> News:
    """What of a case is new to readers who know an earlier version of it: ``told_changes`` but for names."""
    found = [change for change in told_changes(known, case) if not change.is_of_names]
    updated = [change for change in found if _updates(change)]
    rest = [change for change in found if change not in updated]
    new = [_new(change) for change in rest]
    return News(
        tuple(entry for entry in new if isinstance(entry, Source)),
        # What says otherwise than readers were told comes first.
        tuple(sorted((one for one in new if isinstance(one, Happened)), key=_agrees)),
        tuple(entry for entry in new if isinstance(entry, Statement)),
        tuple(sorted((one for one, entry in zip(rest, new, strict=True) if entry is None), key=_weight)),
        tuple(sorted(updated, key=_weight)),
        tuple(entry for entry in new if isinstance(entry, Caveat)),
    )


def _agrees(entry: Happened) -> bool:
    return isinstance(entry, Lawsuit) or not entry.contradicts


def _weight(change: Change) -> tuple[bool, int]:
    """Where a change stands among others, of which a digest shows the first: what says less comes later."""
    fields = set(change.fields) - ({"status"} if _is_at_the_same_stage(change) else set())
    only_words = change.kind == "corrected" and {"quote", "text", "sha256", "file"}.issuperset(fields)
    return only_words, WEIGHT.index(change.section)


def _is_at_the_same_stage(change: Change) -> bool:
    """Whether a lawsuit is where it was, in other words or on another day."""
    before, after = change.before, change.after
    if not isinstance(before, Lawsuit) or not isinstance(after, Lawsuit):
        return False
    was, now = before.current_status, after.current_status
    return bool(was and now and was.value == now.value)


def corrections(then: Case, case: Case, shown: frozenset[str]) -> tuple[Change, ...]:
    """What is said otherwise now of entries of which these quotations, by their ids, were shown.

    A new stage of a lawsuit that a new article reports corrects nothing: it was so when it was told. What
    was shown, was gone and is there again is a correction, and so is the withdrawal that was taken back.
    """
    found = changes(then, case)
    orphans = shown - {selector.id for entry in _entries(then) for selector in selectors_of_entry(entry)}
    taken_back = tuple(change for change in found if _stands_again(change, orphans, case))
    rest = (
        change
        for change in found
        if _is_corrected(change, shown, then) or (not taken_back and _is_restored(change, orphans))
    )
    return (*taken_back, *sorted(rest, key=_weight))


def superseded_since(then: Case, case: Case, shown: frozenset[str]) -> tuple[Change, ...]:
    """What has superseded, since then, facts of which these quotations, by their ids, were shown."""
    before, now = {key for _, key in superseded_keys(then)}, superseded_keys(case)
    return tuple(
        change
        for change in changes(then, case)
        if change.key not in now
        and any(fact.id not in before and tells(then, fact, shown) for fact, _ in superseded_by(change))
    )


def succession(case: Case) -> tuple[Change, ...]:
    """Each current fact of a case that superseded another one, as a change.

    What was reported last comes first, and of one report what changes most: amounts before rulings. A later
    report that only mentions a fact makes it no newer.
    """
    nothing = superseded_keys(case)
    listed: list[tuple[str, Ruling | Award | Relief | Statement | Event]] = [
        (section, fact)
        for section in sorted(FACTS, key=WEIGHT.index)
        for fact in getattr(case, section)
        if fact.supersedes
    ]
    listed.sort(key=lambda one: first_reported_on(case, one[1]), reverse=True)
    found = (Change("gained", section, None, fact, (case, case)) for section, fact in listed)
    return tuple(change for change in found if change.key not in nothing)


def _entries(case: Case) -> Iterator[Entry]:
    for section in ("sources", "lawsuits", *FACTS, "caveats"):
        yield from getattr(case, section)


def _is_restored(change: Change, orphans: frozenset[str]) -> bool:
    return change.kind == "gained" and bool(change.after and _ids(change.after) & orphans)


def _stands_again(change: Change, orphans: frozenset[str], case: Case) -> bool:
    """Whether a withdrawal was taken back of an article whose words a message showed."""
    if change.fields != ("withdrawn",) or getattr(change.after, "withdrawn", None):
        return False
    source = change.key[1]
    quoted = (one for entry in _entries(case) for one in selectors_of_entry(entry) if one.source == source)
    return any(one.id in orphans for one in quoted)


def _is_corrected(change: Change, shown: frozenset[str], then: Case) -> bool:
    if change.before is None or not shows(change.before, shown) or change.is_of_names:
        return False
    if _updates(change) or change.fields == CAVEATS:
        return False
    return not (has_moved_on(change) and _is_reported_anew(change, then))


def _is_reported_anew(change: Change, then: Case) -> bool:
    """Whether an article that was not there then reports the stage to which a lawsuit came."""
    now = change.after.current_status if isinstance(change.after, Lawsuit) else None
    return now is not None and not {one.source for one in now.quote} <= then.source_by_id.keys()


def _new(change: Change) -> Entry | None:
    """The entry that is news as it stands now; None where what changed has to be told."""
    return change.after if change.kind == "gained" or has_moved_on(change) else None


def _updates(change: Change) -> bool:
    """Whether a change tells what became of a fact, and not that it was told wrongly."""
    if superseded_by(change):
        return change.before is None or {*RELATIONS, *CAVEATS}.issuperset(change.fields)
    return change.fields == CAVEATS or only_adds_details(change)


def _ids(entry: Entry | Fact) -> set[str]:
    return {selector.id for selector in (() if isinstance(entry, Party) else entry.quote)}


def shows(entry: Entry | Fact, quotations: frozenset[str]) -> bool:
    """Whether a message with these quotations, by their ids, shows the entry."""
    if isinstance(entry, Lawsuit):
        # It is shown by where it stands or by what introduces it.
        return any(selector.id in quotations for selector in selectors_of_entry(entry))
    return bool(_ids(entry)) and _ids(entry) <= quotations


def tells(case: Case, fact: Fact, quotations: frozenset[str]) -> bool:
    """Whether a message with these quotations, by their ids, has all words of a fact, in whichever entry."""
    shown = [one for entry in _entries(case) for one in selectors_of_entry(entry) if one.id in quotations]
    return all(any(one.contains(words) for one in shown) for words in fact.quote)


def without_repetition(entries: Iterable[Happened]) -> Iterator[Happened]:
    """Without the events that other new entries tell with the same words."""
    listed = list(entries)
    others = [entry for entry in listed if not isinstance(entry, Event)]
    spans = {selector.span for entry in others for selector in selectors_of_entry(entry)}
    for entry in listed:
        if not isinstance(entry, Event) or not {selector.span for selector in entry.quote} <= spans:
            yield entry
