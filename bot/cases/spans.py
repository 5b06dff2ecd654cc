"""Walks over a case: each of its entries, and each of its quotations."""

from collections.abc import Iterator

from bot.cases.model import ENTRIES, Case, Entry, Lawsuit, Party, Question, Source, Statement
from bot.cases.selectors import Selector

Entries = tuple[tuple[tuple[str, int], Entry | Question], ...]
"""Entries of a case, each with its path: the section's name and the entry's index in it."""


def entries_of(case: Case) -> Iterator[tuple[tuple[str, int], Entry | Question]]:
    """Each entry of a case with its path (section and index), section by section."""
    for section in ENTRIES:
        for index, entry in enumerate(getattr(case, section)):
            yield (section, index), entry


def selectors_of(case: Case) -> Iterator[Selector]:
    """Each selector of the case, section by section; the same span may come several times."""
    for _, entry in entries_of(case):
        yield from selectors_of_entry(entry)


def selectors_of_facts(case: Case) -> Iterator[Selector]:
    """Each selector that says something of the case, without those that only answer how people ask."""
    for _, entry in entries_of(case):
        if not isinstance(entry, Question):
            yield from selectors_of_entry(entry)


def selectors_of_entry(entry: Entry | Question) -> Iterator[Selector]:
    """Each selector of one entry of a case, in the order of the entry's fields."""
    if isinstance(entry, Party):
        yield from entry.described_as
        return
    if isinstance(entry, Lawsuit):
        yield from (selector for status in reversed(entry.status) for selector in status.quote)
    yield from entry.quote
    if isinstance(entry, Source):
        yield from entry.correction
    if isinstance(entry, Question):
        yield from entry.closest
    if isinstance(entry, Statement):
        yield from (*entry.quoted, *entry.cue)


def recorded_in(case: Case) -> Iterator[Selector]:
    """Each selector that a fact rests on; not cues and the words of caveats, which mean little alone."""
    for party in case.parties:
        yield from party.described_as
    for lawsuit in case.lawsuits:
        yield from lawsuit.quote
        yield from (selector for status in lawsuit.status for selector in status.quote)
    for fact in (*case.rulings, *case.awards, *case.relief, *case.events, *case.statements):
        yield from fact.quote
    for statement in case.statements:
        yield from statement.quoted
