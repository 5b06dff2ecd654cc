"""Which facts of a case a newer report has taken the place of, and which stand now.

A fact is dated by its newest source. One that was superseded is never deleted: it is what was reported then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from bot.cases.model import FACTS, Case, Fact
from bot.cases.selectors import Selector

F = TypeVar("F", bound=Fact)


def facts_of(case: Case) -> Iterator[tuple[tuple[str, int], Fact]]:
    """Each fact of a case with its path: the section and its index."""
    for section in FACTS:
        for index, fact in enumerate(getattr(case, section)):
            yield (section, index), fact


def reported_on(case: Case, fact: Fact) -> str:
    """The ISO day of the newest source that a fact rests on."""
    return newest_day(case, fact.quote)


def newest_day(case: Case, selectors: Iterable[Selector]) -> str:
    """The ISO day of the newest source in which some quotations stand."""
    return max(case.source_by_id[selector.source].date_published for selector in selectors)


def successors(case: Case) -> Mapping[str, Fact]:
    """By the id of each fact that was superseded, the fact that took its place."""
    return {fact.supersedes: fact for _, fact in facts_of(case) if fact.supersedes}


def current(case: Case, facts: Iterable[F]) -> tuple[F, ...]:
    """Those of the facts whose place no newer fact has taken, in the given order."""
    replaced = successors(case)
    return tuple(fact for fact in facts if fact.id is None or fact.id not in replaced)


def earlier(case: Case, fact: Fact) -> tuple[Fact, ...]:
    """What a fact took the place of, and what that did, the newest first."""
    by_id = {one.id: one for _, one in facts_of(case) if one.id}
    found: list[Fact] = []
    while fact.supersedes and (fact := by_id[fact.supersedes]) not in found:
        found.append(fact)
    return tuple(found)


def succession_mistakes(case: Case) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The path and a sentence for each succession that cannot be.

    That is one in a circle, one of a fact that two others supersede, and one by an older report that does not
    say ``how: corrects``.
    """
    yield from _backward_histories(case)
    by_id = {fact.id: fact for _, fact in facts_of(case) if fact.id}
    taken: dict[str, str] = {}
    for path, fact in facts_of(case):
        if fact.supersedes is None or fact.supersedes not in by_id:
            continue
        place = (*path, "supersedes")
        if _is_in_a_circle(fact, by_id):
            yield place, f"“{fact.supersedes}” supersedes this fact in its turn: a circle has no newest fact"
            continue
        if fact.supersedes in taken:
            yield place, f"“{fact.supersedes}” is superseded already, by “{taken[fact.supersedes]}”"
        taken.setdefault(fact.supersedes, fact.id or fact.quote[0].exact)
        old = by_id[fact.supersedes]
        if reported_on(case, fact) < reported_on(case, old) and fact.how != "corrects":
            sentence = "a fact of an older source supersedes one of a newer source only with “how: corrects”"
            yield place, sentence


def _backward_histories(case: Case) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for at, lawsuit in enumerate(case.lawsuits):
        days = [newest_day(case, status.quote) for status in lawsuit.status]
        for index, (before, after) in enumerate(pairwise(days), start=1):
            if after < before:
                sentence = "this status rests on an older source than the one before it: list the newest last"
                yield ("lawsuits", at, "status", index), sentence


def _is_in_a_circle(fact: Fact, by_id: Mapping[str, Fact]) -> bool:
    seen: set[str] = set()
    after = fact.supersedes
    while after is not None and after in by_id and after not in seen:
        if after == fact.id:
            return True
        seen.add(after)
        after = by_id[after].supersedes
    return False
