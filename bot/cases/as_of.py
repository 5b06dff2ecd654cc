"""Reduces a case to what its sources had reported by a day."""

from dataclasses import replace

from bot.cases.model import Case
from bot.cases.trimming import resting_on


def case_as_of(case: Case, day: str) -> Case | None:
    """The case with only the sources that were published by an ISO day, and only what rests on them.

    A fact that rests on several sources keeps the quotations from these alone, and its date only where these
    give the date's words; an award of which they do not give the amount is left out. A party that is first
    described later stays, without a description, where a fact refers to it. References to entries that are
    left out are left out too. None where no source had been published by that day.
    """
    sources = tuple(source for source in case.sources if source.day <= day)
    if len(sources) == len(case.sources):
        return case
    if not sources:
        return None
    # What is made ready for questions is kept by version: this one is another.
    version = f"{case.version}@{max(source.day for source in sources)}"
    stood = replace(case, version=version, sources=sources)
    return resting_on(stood, frozenset(source.id for source in sources))
