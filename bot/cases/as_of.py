"""A case as it stood on a day: what its sources had reported by then, and nothing of what came after."""

from __future__ import annotations

from dataclasses import replace

from bot.cases.model import Case
from bot.cases.trimming import resting_on


def case_as_of(case: Case, day: str) -> Case | None:
    """The case with the sources that were published by an ISO day, and what they say; None before the first.

    A fact of several sources keeps the quotations of those that were there. References to what came later are
    left out.
    """
    sources = tuple(source for source in case.sources if source.date_published <= day)
    if len(sources) == len(case.sources):
        return case
    if not sources:
        return None
    # What is made ready for questions is kept by version: this one is another.
    version = f"{case.version}@{max(source.date_published for source in sources)}"
    stood = replace(case, version=version, sources=sources)
    return resting_on(stood, frozenset(source.id for source in sources))
