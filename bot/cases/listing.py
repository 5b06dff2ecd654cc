"""What is known of a case without reading it: enough to list all cases, and to see which have changed."""

from __future__ import annotations

from typing import NamedTuple

from bot.cases.model import Case
from bot.cases.spans import recorded_in


class Listing(NamedTuple):
    """A case's line in the list of all cases."""

    id: str
    title: str
    as_of: str
    """The ISO date of its newest source."""
    version: str
    """The SHA-256 of its case file, which names those of its sources: it changes with all of the case."""
    lawsuits: int
    statements: int
    quotations: int
    """How many quotations its facts rest on, each span counted once."""
    withdrawn: str = ""
    """The ISO date on which it was withdrawn; empty where it stands."""
    earlier: tuple[str, ...] = ()
    """Its kept earlier versions, oldest first."""

    @property
    def versions(self) -> tuple[str, ...]:
        """All its versions, the current one first."""
        return (self.version, *self.earlier)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The id with each version, which is how the cache knows its files."""
        return tuple((self.id, version) for version in self.versions)


def listing_of(case: Case, earlier: tuple[str, ...] = ()) -> Listing:
    """The line of a case with these earlier versions, oldest first."""
    return Listing(
        case.id,
        case.title,
        case.as_of,
        case.version,
        len(case.lawsuits),
        len(case.statements),
        len({selector.span for selector in recorded_in(case)}),
        case.withdrawn.date if case.withdrawn else "",
        earlier,
    )
