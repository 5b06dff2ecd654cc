"""Every quotation of a case."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cases.model import Case, Entry, Lawsuit, Party, Statement
from bot.cases.selectors import Selector


def selectors_of(case: Case) -> Iterator[Selector]:
    """Each selector of the case, in the order of the file; the same span may come several times."""
    sections: tuple[tuple[Entry, ...], ...] = (
        case.sources,
        case.caveats,
        case.parties,
        case.lawsuits,
        case.rulings,
        case.awards,
        case.statements,
        case.events,
    )
    for section in sections:
        for entry in section:
            yield from selectors_of_entry(entry)


def selectors_of_entry(entry: Entry) -> Iterator[Selector]:
    """Each selector of one entry of a case."""
    if isinstance(entry, Party):
        yield from entry.described_as
        return
    if isinstance(entry, Lawsuit) and entry.status:
        yield from entry.status.quote
    yield from entry.quote
    if isinstance(entry, Statement):
        yield from (*entry.quoted, *entry.cue)
