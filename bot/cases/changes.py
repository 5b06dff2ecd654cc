"""What a case gained, lost or corrected between two versions of its file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from bot.cases.facts import Fact
from bot.cases.model import Case, Entry, Status
from bot.cases.selectors import Selector

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


@dataclass(frozen=True)
class Change:
    """One entry that came, went, or says something else now; the versions say in which case it stands."""

    kind: Literal["gained", "lost", "corrected"]
    section: str
    before: Entry | None
    after: Entry | None
    versions: tuple[Case, Case]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, for a correction."""
        if self.before is None or self.after is None:
            return ()
        one, other = _comparable(self.before), _comparable(self.after)
        names = tuple(name for name in one if one[name] != other[name])
        # Of a withdrawn source nothing else is told.
        return ("withdrawn",) if getattr(self.after, "withdrawn", None) and "withdrawn" in names else names


def changes(before: Case, after: Case) -> tuple[Change, ...]:
    """The differences, section by section; entries are the same if their ids, or else their words, agree."""
    return tuple(change for section in SECTIONS for change in _section(section, before, after))


def key_of(entry: Entry) -> str:
    """What tells that an entry of two versions is the same one: its id, or else its first words."""
    if isinstance(entry, Fact):
        return entry.id or entry.quote[0].id
    return entry.id


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
