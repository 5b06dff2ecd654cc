"""What is known of a case without reading it: enough to list all cases, and to see which have changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.cases.model import Case
from bot.cases.spans import recorded_in, selectors_of


@dataclass(frozen=True, slots=True)
class Listing:
    """A case's line in the list of all cases."""

    id: str
    title: str
    as_of: str
    """The ISO date of its newest source."""
    fingerprint: str
    lawsuits: int
    statements: int
    quotations: int
    """How many quotations its facts rest on, each span counted once."""


def listing_of(case: Case) -> Listing:
    """The line of a case."""
    return Listing(
        case.id,
        case.title,
        case.as_of,
        fingerprint(case),
        len(case.lawsuits),
        len(case.statements),
        len({selector.span for selector in recorded_in(case)}),
    )


def fingerprint(case: Case) -> str:
    """Changes with everything of a case that is looked up: its sources, its quotations, who speaks."""
    digest = hashlib.sha256()
    for source in case.sources:
        digest.update(source.sha256.encode())
    for selector in selectors_of(case):
        digest.update(repr(selector.span).encode())
    for statement in case.statements:
        digest.update(f"{statement.speaker}{statement.quote_type}".encode())
    for party in case.parties:
        digest.update(repr((party.id, party.name, party.aliases)).encode())
    return digest.hexdigest()[:32]
