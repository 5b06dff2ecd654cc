"""Reduces a case to what its sources had reported by a day."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.cases.facts import Fact
from bot.cases.model import ENTRIES, Case, Lawsuit, Party, Statement
from bot.cases.selectors import Selector

E = TypeVar("E")
REFERENCES = ("caveats", "contradicts", "lawsuit_candidates")
"""Fields that list ids of other entries."""
SINGLE_REFERENCES = ("lawsuit", "same_as", "repeats")
"""Fields that hold the id of one other entry, or None."""


def case_as_of(case: Case, day: str) -> Case | None:
    """The case with only the sources that were published by an ISO day, and only what rests on them.

    A fact that rests on several sources keeps the quotations from these alone; references to entries that are
    left out are left out too. None where no source had been published by that day.
    """
    sources = tuple(source for source in case.sources if source.date_published <= day)
    if len(sources) == len(case.sources):
        return case
    if not sources:
        return None
    known = frozenset(source.id for source in sources)
    kept = {
        section: tuple(_known(getattr(case, section), known)) for section in ENTRIES if section != "sources"
    }
    ids = frozenset(entry.id for entries in kept.values() for entry in entries if entry.id)
    sections: dict[str, Any] = {
        section: tuple(_without_references(entry, ids) for entry in entries)
        for section, entries in kept.items()
    }
    # What is made ready for questions is kept by version: this one is another.
    version = f"{case.version}@{max(source.date_published for source in sources)}"
    return replace(case, version=version, sources=sources, **sections)


def _known(entries: Iterable[E], sources: frozenset[str]) -> Iterable[E]:
    """The entries that rest on known sources, with the selectors in these alone."""
    for entry in entries:
        trimmed = _trimmed(entry, sources)
        if trimmed is not None:
            yield trimmed


def _trimmed(entry: Any, sources: frozenset[str]) -> Any:
    """An entry with its selectors in known sources; None where the words that it rests on are in others."""
    changed: dict[str, Any] = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Selector):
            changed[field.name] = tuple(one for one in value if one.source in sources)
    evidence = "described_as" if isinstance(entry, Party) else "quote"
    had, has = getattr(entry, evidence), changed.get(evidence, ())
    if had and not has:
        return None
    if isinstance(entry, Lawsuit):
        changed["status"] = tuple(_known(entry.status, sources))
    return replace(entry, **changed)


def _without_references(entry: Any, ids: frozenset[str]) -> Any:
    """An entry without the ids of entries that are not there."""
    changed: dict[str, Any] = {}
    for name in REFERENCES:
        if listed := getattr(entry, name, ()):
            changed[name] = tuple(one for one in listed if one in ids)
    for name in SINGLE_REFERENCES:
        if isinstance(entry, Fact | Statement) and (one := getattr(entry, name, None)) and one not in ids:
            changed[name] = None
    if isinstance(entry, Fact) and any(one.fact not in ids for one in entry.supersedes):
        changed["supersedes"] = tuple(one for one in entry.supersedes if one.fact in ids)
    return replace(entry, **changed) if changed else entry
