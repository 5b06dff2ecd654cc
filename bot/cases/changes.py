"""What a case gained, lost or corrected between two versions of its file, and what readers are told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from bot.cases.facts import FACTS, Fact, How
from bot.cases.model import Award, Case, Entry, Event, Lawsuit, Source, Status
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of_entry
from bot.cases.standing import without_sources
from bot.cases.succession import accounts, facts_of, successors

SECTIONS = (
    "sources",
    "lawsuits",
    "rulings",
    "awards",
    "relief",
    "statements",
    "events",
    "parties",
    "caveats",
)
CAVEATS = ("caveats",)
"""The fields that differ where only open points of an entry came or went."""

RELATIONS = ("supersedes", "how", "contradicts", "same_as")
"""The fields that say how a fact stands to others."""


@dataclass(frozen=True)
class Change:
    """One entry that came, went, or says something else now; the versions say in which case it stands."""

    kind: Literal["gained", "lost", "corrected"]
    section: str
    before: Entry | None
    after: Entry | None
    versions: tuple[Case, Case]
    day: str = ""
    """The ISO day of the version in which the entry came to be so; empty for the day of the newer version."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, for a correction."""
        if self.before is None or self.after is None:
            return ()
        one, other = _comparable(self.before), _comparable(self.after)
        names = tuple(name for name in one if one[name] != other[name])
        # Of a source that is withdrawn, or stands again, nothing else is told.
        return ("withdrawn",) if "withdrawn" in names else names

    @property
    def key(self) -> tuple[str, str]:
        """The section and the id, or else the first words, by which the entry is found in every version."""
        entry = self.after or self.before
        return self.section, key_of(entry) if entry else ""

    @property
    def is_editors(self) -> bool:
        """Whether an editor changed what is told of known articles: it rests on no new or withdrawn one."""
        before, after = ({one.id: one.withdrawn for one in version.sources} for version in self.versions)
        if any(after[one] != before[one] for one in before.keys() & after.keys()):
            return False
        new = after.keys() - before.keys()
        if isinstance(self.after, Source):
            return self.after.id not in new
        quoted = {one.source for one in selectors_of_entry(self.after)} if self.after else set[str]()
        # To what a new report says, an entry stands otherwise than before without any word of its own.
        is_of_relations = bool(self.fields) and {*self.fields} <= {*RELATIONS, *CAVEATS}
        return not new or (bool(quoted) and not quoted & new and not is_of_relations)

    @property
    def is_of_names(self) -> bool:
        """Whether it concerns only how a person or institution is described, and no name that was wrong."""
        return self.section == "parties" and "name" not in self.fields


def changes(before: Case, after: Case) -> tuple[Change, ...]:
    """The differences, section by section; entries are the same if their ids, or else their words, agree."""
    return tuple(change for section in SECTIONS for change in _section(section, before, after))


def told_changes(before: Case, after: Case) -> tuple[Change, ...]:
    """The differences as readers of the older version are told them, each thing once.

    Left out are facts that came and are superseded already, which their successors tell; new accounts of a
    fact of which another account is new as well; events of which other new entries tell with the same words;
    facts that a new article repeats; parts
    whose total was superseded; entries of which only open points changed, where these are new or gone
    themselves; and what rested alone on a source that was withdrawn since.
    """
    gone = frozenset(source.id for source in after.sources if source.withdrawn)
    found = changes(without_sources(before, gone), after)
    superseded, gained = superseded_keys(after), {change.key for change in found if change.kind == "gained"}
    again = set(_told_again(after, gained))
    found = tuple(
        change for change in found if change.kind != "gained" or change.key not in superseded | again
    )
    moved = {change.key[1] for change in found if change.section == "caveats" and change.kind != "corrected"}
    spans = {
        selector.span
        for change in found
        if change.after
        and (change.kind == "gained" or "status" in change.fields)
        and change.section in {"lawsuits", "rulings", "awards"}
        for selector in selectors_of_entry(change.after)
    }
    return tuple(
        change
        for change in found
        if not (
            _repeats_words(change, spans) or _repeats_caveats(change, moved) or _follows_its_total(change)
        )
    )


def known_before(versions: Sequence[Case], day: str) -> Case | None:
    """The newest of some versions, oldest first, that was revised before an ISO day.

    Where there are several and all are of that day or later, it is the oldest; None where there is only one.
    A version in which the case was withdrawn is passed over.
    """
    standing = [version for version in versions if not version.withdrawn]
    older = [version for version in standing if version.revised < day]
    return older[-1] if older else standing[0] if len(standing) > 1 else None


def superseded_keys(case: Case) -> frozenset[tuple[str, str]]:
    """The facts that newer ones supersede, by section and key.

    What supersedes one of several accounts of a fact supersedes them all.
    """
    newer = successors(case)
    if not newer:
        return frozenset()
    keys: set[tuple[str, str]] = set()
    for section in FACTS:
        facts: tuple[Fact, ...] = getattr(case, section)
        for group in accounts(facts):
            ids = {fact.id for fact in group if fact.id}
            if any(one in newer and newer[one].fact.id not in ids for one in ids):
                keys |= {(section, key_of(fact)) for fact in group}
        keys |= {(section, key_of(fact)) for fact in facts if fact.id in newer}
    return frozenset(keys)


def superseded_by(change: Change) -> tuple[tuple[Fact, How], ...]:
    """The facts whose place a changed fact takes since the older version, each with how it does.

    In the place of one that came and went since stand those which that superseded: they are what readers
    knew, and they were replaced.
    """
    fact = change.after
    if not isinstance(fact, Fact):
        return ()
    listed = {one.fact for one in change.before.supersedes} if isinstance(change.before, Fact) else set()
    new = [one for one in fact.supersedes if one.fact not in listed]
    if not new:
        return ()
    known = {one.id for _, one in facts_of(change.versions[0])}
    by_id = {one.id: one for _, one in facts_of(change.versions[1]) if one.id}
    found: dict[str, tuple[Fact, How]] = {}
    for one in new:
        if one.fact in by_id:
            direct = by_id[one.fact]
            for old in _known_ancestors(direct, known, by_id):
                how = one.how or fact.how or "replaces"
                found.setdefault(key_of(old), (old, how if old is direct else "replaces"))
    return tuple(found.values())


def _known_ancestors(fact: Fact, known: set[str | None], by_id: Mapping[str, Fact]) -> Iterator[Fact]:
    older = [by_id[one.fact] for one in fact.supersedes if one.fact in by_id]
    if fact.id in known or not any(_is_known(one, known, by_id) for one in older):
        yield fact
        return
    for one in older:
        yield from _known_ancestors(one, known, by_id)


def _is_known(fact: Fact, known: set[str | None], by_id: Mapping[str, Fact]) -> bool:
    older = (by_id[one.fact] for one in fact.supersedes if one.fact in by_id)
    return fact.id in known or any(_is_known(one, known, by_id) for one in older)


def key_of(entry: Entry | Fact) -> str:
    """What tells that an entry of two versions is the same one: its id, or else its first words."""
    if isinstance(entry, Fact):
        return entry.id or entry.quote[0].id
    return entry.id


def only_adds(change: Change, name: str) -> bool:
    """Whether a changed field had nothing in it before, or still has all that it listed."""
    was, now = (_words(getattr(entry, name, None)) for entry in (change.before, change.after))
    return not was or (isinstance(was, tuple) and isinstance(now, tuple) and all(one in now for one in was))


def only_adds_details(change: Change) -> bool:
    """Whether a fact says more than it did, and nothing that it said before is said otherwise."""
    facts = isinstance(change.before, Fact) and isinstance(change.after, Fact)
    return facts and all(only_adds(change, name) for name in change.fields)


def has_moved_on(change: Change) -> bool:
    """Whether a lawsuit came to another stage, and nothing that was said of it before is said otherwise."""
    before, after = change.before, change.after
    if not isinstance(before, Lawsuit) or not isinstance(after, Lawsuit) or not after.current_status:
        return False
    if any(name not in {"status", "caveats"} and not only_adds(change, name) for name in change.fields):
        return False
    was, now = before.current_status, after.current_status
    kept = after.status[: len(before.status)]
    is_longer = len(after.status) > len(before.status) and _words(kept) == _words(before.status)
    return was is None or was.value != now.value or is_longer


def _told_again(case: Case, gained: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The new accounts of facts of which an account before them, with the same amount if any, is new too."""
    for section in FACTS:
        facts: tuple[Fact, ...] = getattr(case, section)
        groups = accounts(facts) if any(fact.same_as for fact in facts) else ()
        for group in groups:
            new = [fact for fact in group if (section, key_of(fact)) in gained]
            # The account on which others are said to rest is the first.
            new.sort(key=lambda fact: fact.same_as is not None)
            said: list[object] = []
            for fact in new:
                amount = fact.amount if isinstance(fact, Award) else None
                says = (amount.value, amount.currency) if amount else None
                if says in said:
                    yield section, key_of(fact)
                said.append(says)


def _repeats_words(change: Change, spans: set[tuple[str, int, int]]) -> bool:
    event = change.after
    if not isinstance(event, Event) or change.kind != "gained" or event.supersedes:
        return False
    return {selector.span for selector in event.quote} <= spans


def is_reported_again(change: Change) -> bool:
    """Whether new articles repeat a fact, so that it has further words and says nothing else."""
    if "quote" not in change.fields or not {"quote", *CAVEATS}.issuperset(change.fields):
        return False
    if not isinstance(change.before, Fact) or not isinstance(change.after, Fact):
        return False
    known = {_words(one) for one in change.before.quote}
    further = [one for one in change.after.quote if _words(one) not in known]
    is_from_new = not any(one.source in change.versions[0].source_by_id for one in further)
    return is_from_new and only_adds(change, "quote")


def is_contradicted(change: Change) -> bool:
    """Whether a new report says otherwise than a fact, of which nothing else is said otherwise."""
    if "contradicts" not in change.fields or not {*RELATIONS, *CAVEATS}.issuperset(change.fields):
        return False
    return only_adds(change, "contradicts")


def _follows_its_total(change: Change) -> bool:
    """Whether an amount is only said to be a part of what superseded its total, which is told itself."""
    before, after = change.before, change.after
    if change.fields != ("part_of",) or not isinstance(before, Award) or not isinstance(after, Award):
        return False
    whole = next((one for one in change.versions[1].awards if one.id == after.part_of), None)
    return whole is not None and before.part_of in {one.fact for one in whole.supersedes}


def _repeats_caveats(change: Change, moved: set[str]) -> bool:
    """Whether only open points changed that are told themselves, besides what a new article repeats."""
    if not (change.fields == CAVEATS or is_reported_again(change)) or not change.before or not change.after:
        return False
    old, new = (set(getattr(entry, "caveats", ())) for entry in (change.before, change.after))
    return old ^ new <= moved


def _section(section: str, before: Case, after: Case) -> Iterator[Change]:
    old: Mapping[str, Entry] = {key_of(entry): entry for entry in getattr(before, section)}
    new: Mapping[str, Entry] = {key_of(entry): entry for entry in getattr(after, section)}
    versions = (before, after)
    for key, entry in new.items():
        if key not in old:
            yield Change("gained", section, None, entry, versions)
        elif _comparable(old[key]) != _comparable(entry):
            yield Change("corrected", section, old[key], entry, versions)
    for key, entry in old.items():
        if key not in new:
            yield Change("lost", section, entry, None, versions)


def _comparable(entry: Entry) -> dict[str, Any]:
    """The entry's fields, with its quotations as words: their places move when a source is corrected.

    Answers to a review say nothing of the case, so they are left out.
    """
    return {
        field.name: _words(getattr(entry, field.name)) for field in fields(entry) if field.name != "reviewed"
    }


def _words(value: Any) -> Any:
    if isinstance(value, Selector):
        return (value.source, value.exact, value.role)
    if isinstance(value, Status):
        return (value.value, value.date, _words(value.quote))
    if isinstance(value, tuple):
        return tuple(_words(item) for item in value)
    return value
