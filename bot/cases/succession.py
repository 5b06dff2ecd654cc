"""Tells which facts of a case were superseded by newer reports, and which are current.

A fact is dated by its newest source. A superseded fact stays in the case: it is what was reported then.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeVar

from bot.cases.facts import FACTS, Fact, How
from bot.cases.model import Case
from bot.cases.problems import KeyPath
from bot.cases.selectors import Selector

F = TypeVar("F", bound=Fact)


class Successor(NamedTuple):
    """The fact that superseded another one, and how."""

    fact: Fact
    how: How


def facts_of(case: Case) -> Iterator[tuple[tuple[str, int], Fact]]:
    """Each fact of a case with its path in the case file: the section and the index in it."""
    for section in FACTS:
        for index, fact in enumerate(getattr(case, section)):
            yield (section, index), fact


def reported_on(case: Case, fact: Fact) -> str:
    """The ISO day of the newest source that a fact rests on."""
    return newest_day(case, fact.quote)


def newest_day(case: Case, selectors: Iterable[Selector]) -> str:
    """The ISO day of the newest source in which some quotations stand."""
    return max(case.source_by_id[selector.source].day for selector in selectors)


def successors(case: Case) -> Mapping[str, Successor]:
    """The fact that superseded each superseded fact, and how, by the id of the superseded one."""
    return {
        one.fact: Successor(fact, one.how or fact.how or "replaces")
        for _, fact in facts_of(case)
        for one in fact.supersedes
    }


def current(case: Case, facts: Iterable[F]) -> tuple[F, ...]:
    """Those of the facts that no other fact of the case supersedes, in the given order."""
    superseded = successors(case)
    return tuple(fact for fact in facts if fact.id is None or fact.id not in superseded)


def accounts(facts: Iterable[F]) -> tuple[tuple[F, ...], ...]:
    """The facts in groups that ``same_as`` joins, directly or through others, in the given order."""
    groups: list[tuple[F, ...]] = []
    for fact in facts:
        joined = [group for group in groups if any(_is_same(fact, one) for one in group)]
        apart = [group for group in groups if group not in joined]
        whole = (*(one for group in joined for one in group), fact)
        at = groups.index(joined[0]) if joined else len(groups)
        groups = [*apart[:at], whole, *apart[at:]]
    return tuple(groups)


def newest(case: Case, fact: Fact) -> Fact:
    """The last fact of the chain of facts that supersede this one; the fact itself where none does."""
    superseded = successors(case)
    while fact.id is not None and fact.id in superseded:
        fact = superseded[fact.id].fact
    return fact


def succession_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each succession that cannot be.

    These are a circle, a fact that two others supersede, a fact of an older source that supersedes one of a
    newer source without ``how: corrects``, and a lawsuit's status that is older than the one before it.
    """
    yield from _backward_statuses(case)
    by_id = {fact.id: fact for _, fact in facts_of(case) if fact.id}
    successor: dict[str, str] = {}
    for path, fact in facts_of(case):
        for one in fact.supersedes:
            if one.fact not in by_id:
                continue
            sentence = ""
            if _is_in_a_circle(fact, one.fact, by_id):
                sentence = f"“{one.fact}” supersedes this fact in its turn: a circle has no newest fact"
            elif one.fact in successor:
                sentence = f"“{one.fact}” is superseded already, by “{successor[one.fact]}”"
            elif _is_backward(case, fact, by_id[one.fact]) and (one.how or fact.how) != "corrects":
                sentence = (
                    "a fact of an older source supersedes one of a newer source only with “how: corrects”"
                )
            if sentence:
                yield (*path, "supersedes"), sentence
            successor.setdefault(one.fact, fact.id or fact.quote[0].exact)


def _is_same(fact: Fact, other: Fact) -> bool:
    return (other.id or "") == fact.same_as or (fact.id or "") == other.same_as


def _is_backward(case: Case, fact: Fact, old: Fact) -> bool:
    return reported_on(case, fact) < reported_on(case, old)


def _backward_statuses(case: Case) -> Iterator[tuple[KeyPath, str]]:
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
