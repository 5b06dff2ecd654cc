"""What is known of a case without reading it: enough to list all cases, and to see which have changed."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from bot.cases.model import Case
from bot.cases.spans import recorded_in, selectors_of


class Listing(NamedTuple):
    """A case's line in the list of all cases."""

    id: str
    title: str
    as_of: str
    """The ISO date of its newest source."""
    fingerprint: str
    """Changes with everything of the case: the digest of its file, which names those of its sources."""
    lawsuits: int
    statements: int
    quotations: int
    """How many quotations its facts rest on, each span counted once."""
    earlier: tuple[str, ...] = ()
    """The fingerprints of its kept earlier versions, oldest first."""

    @property
    def versions(self) -> tuple[str, ...]:
        """The fingerprints of all versions."""
        return (self.fingerprint, *self.earlier)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The id with the fingerprint of each version."""
        return tuple((self.id, digest) for digest in self.versions)


def listing_of(case: Case, fingerprint: str = "", earlier: tuple[str, ...] = ()) -> Listing:
    """The line of a case; without a fingerprint it gets one that changes with what is looked up of it."""
    return Listing(
        case.id,
        case.title,
        case.as_of,
        fingerprint or _of_contents(case),
        len(case.lawsuits),
        len(case.statements),
        len({selector.span for selector in recorded_in(case)}),
        earlier,
    )


def _of_contents(case: Case) -> str:
    digest = hashlib.sha256()
    for source in case.sources:
        digest.update(source.sha256.encode())
    for selector in selectors_of(case):
        digest.update(repr(selector.span).encode())
    for statement in case.statements:
        digest.update(f"{statement.speaker}{statement.quote_type}".encode())
    for party in case.parties:
        digest.update(repr((party.id, party.name, party.aliases)).encode())
    return digest.hexdigest()
