"""Reduces a case to what its sources had reported by a day."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.cases.facts import FACTS, Fact
from bot.cases.model import ENTRIES, Award, Case, Event, Lawsuit, Party, Ruling, Statement
from bot.cases.money import occurs_uncut
from bot.cases.selectors import Selector
from bot.cases.words import occurs_whole

E = TypeVar("E")
REFERENCES = ("caveats", "contradicts", "lawsuit_candidates")
"""Fields that list ids of other entries."""
SINGLE_REFERENCES = ("lawsuit", "same_as", "repeats")
"""Fields that hold the id of one other entry, or None."""
DATES = ("date", "date_filed")
"""Fields that hold a date with the words of a quotation that give it, or None."""


def case_as_of(case: Case, day: str) -> Case | None:
    """The case with only the sources that were published by an ISO day, and only what rests on them.

    A fact that rests on several sources keeps the quotations from these alone, and its date only where these
    give the date's words; an award of which they do not give the amount is left out. A party that is first
    described later stays, without a description, where a fact refers to it. References to entries that are
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
    named = _parties_named((*kept["lawsuits"], *(fact for section in FACTS for fact in kept[section])))
    kept["parties"] = tuple(
        replace(party, described_as=tuple(one for one in party.described_as if one.source in known))
        for party in case.parties
        if party.id in named or any(one.source in known for one in party.described_as)
    )
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
    words = tuple(one.exact for one in (*has, *changed.get("cue", ())))
    if isinstance(entry, Award) and not any(occurs_uncut(entry.amount.raw, one) for one in words):
        return None
    for name in DATES:
        date = getattr(entry, name, None)
        if date and not any(occurs_whole(date.raw, one) for one in words):
            changed[name] = None
    if isinstance(entry, Lawsuit):
        changed["status"] = tuple(_known(entry.status, sources))
    return replace(entry, **changed)


def _parties_named(entries: Iterable[Lawsuit | Ruling | Award | Statement | Event]) -> frozenset[str]:
    """The ids of the parties that lawsuits and facts refer to."""
    named: set[str | None] = set()
    for entry in entries:
        match entry:
            case Lawsuit():
                named |= {entry.court, *entry.plaintiffs, *entry.defendants}
            case Ruling():
                named |= {entry.against, entry.decider}
            case Award():
                named |= {entry.to, entry.against}
            case Statement():
                named.add(entry.speaker)
            case Event():
                named |= set(entry.participants)
    return frozenset(one for one in named if one)


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
        changed["how"] = entry.how if changed["supersedes"] else None
    return replace(entry, **changed) if changed else entry
