"""Which facts of a case a newer report has taken the place of, and which stand now.

A fact is dated by its newest source. One that was superseded is never deleted: it is what was reported then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeVar

from bot.cases.facts import FACTS, Fact, How
from bot.cases.model import Case
from bot.cases.selectors import Selector

F = TypeVar("F", bound=Fact)
Path = tuple[str | int, ...]


class Successor(NamedTuple):
    """The fact that took another's place, and what it did to it."""

    fact: Fact
    how: How


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


def successors(case: Case) -> Mapping[str, Successor]:
    """By the id of each fact that was superseded, the fact that took its place, and how."""
    return {
        one.fact: Successor(fact, one.how or fact.how or "replaces")
        for _, fact in facts_of(case)
        for one in fact.supersedes
    }


def current(case: Case, facts: Iterable[F]) -> tuple[F, ...]:
    """Those of the facts whose place no newer fact has taken, in the given order."""
    replaced = successors(case)
    return tuple(fact for fact in facts if fact.id is None or fact.id not in replaced)


def newest(case: Case, fact: Fact) -> Fact:
    """The fact that stands now in the place of a fact: itself where none has taken its place."""
    replaced = successors(case)
    while fact.id is not None and fact.id in replaced:
        fact = replaced[fact.id].fact
    return fact


def succession_mistakes(case: Case) -> Iterator[tuple[Path, str]]:
    """The path and a sentence for each succession that cannot be.

    That is one in a circle, one of a fact that two others supersede, one by an older report that does not say
    ``how: corrects``, and a history of statuses that goes back in time.
    """
    yield from _backward_histories(case)
    by_id = {fact.id: fact for _, fact in facts_of(case) if fact.id}
    taken: dict[str, str] = {}
    for path, fact in facts_of(case):
        for one in fact.supersedes:
            if one.fact not in by_id:
                continue
            if _is_in_a_circle(fact, one.fact, by_id):
                sentence = f"“{one.fact}” supersedes this fact in its turn: a circle has no newest fact"
                yield (*path, "supersedes"), sentence
            elif one.fact in taken:
                sentence = f"“{one.fact}” is superseded already, by “{taken[one.fact]}”"
                yield (*path, "supersedes"), sentence
            elif _is_backward(case, fact, by_id[one.fact]) and (one.how or fact.how) != "corrects":
                yield (*path, "supersedes"), BACKWARD
            taken.setdefault(one.fact, fact.id or fact.quote[0].exact)


BACKWARD = "a fact of an older source supersedes one of a newer source only with “how: corrects”"


def _is_backward(case: Case, fact: Fact, old: Fact) -> bool:
    return reported_on(case, fact) < reported_on(case, old)


def _backward_histories(case: Case) -> Iterator[tuple[Path, str]]:
    for at, lawsuit in enumerate(case.lawsuits):
        days = [newest_day(case, status.quote) for status in lawsuit.status]
        for index, (before, after) in enumerate(pairwise(days), start=1):
            if after < before:
                sentence = "this status rests on an older source than the one before it: list the newest last"
                yield ("lawsuits", at, "status", index), sentence


def _is_in_a_circle(fact: Fact, older: str, by_id: Mapping[str, Fact]) -> bool:
    seen: set[str] = set()
    waiting = [older]
    while waiting:
        name = waiting.pop()
        if name == fact.id:
            return True
        if name in by_id and name not in seen:
            seen.add(name)
            waiting += [one.fact for one in by_id[name].supersedes]
    return False
