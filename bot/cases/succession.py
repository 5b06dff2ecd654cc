"""Tells which facts of a case were superseded by newer reports, and which are current.

A fact is dated by its newest source. A superseded fact stays in the case: it is what was reported then. What
supersedes a fact supersedes its repeats (``same_as``) as well, whichever of them it names. What ends an
amount, such as a settlement, supersedes the amounts that are its parts (``part_of``).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bot.cases.facts import FACTS, Fact, How
from bot.cases.model import Award, Case
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector

F = TypeVar("F", bound=Fact)

ENDS: frozenset[How] = frozenset({"reverses", "vacates", "withdraws", "settles"})
"""What a newer fact does to an amount so that no part of it stands any more."""


class Successor(NamedTuple):
    """The fact that superseded another one, and how."""

    fact: Fact
    how: How


@dataclass(frozen=True)
class Succession:
    """How the facts of one case supersede and contradict each other."""

    facts: tuple[Fact, ...]
    successors: Mapping[str, Successor]
    """What superseded each superseded fact that has an id, by that id."""
    ended: Mapping[str, Successor]
    """What ended each amount that has no part left, by the amount's id."""
    contradictory: tuple[Fact, ...]
    """The facts that contradict another one or are contradicted, in the order of the case."""


def facts_of(case: Case) -> Iterator[tuple[tuple[str, int], Fact]]:
    """Each fact of a case with its path in the case file: the section and the index in it."""
    for section in FACTS:
        for index, fact in enumerate(getattr(case, section)):
            yield (section, index), fact


def reported_on(case: Case, fact: Fact) -> str:
    """The ISO day of the newest source that a fact rests on."""
    return newest_day(case, fact.quote)


def first_reported_on(case: Case, fact: Fact) -> str:
    """The ISO day of the first source that a fact rests on: later reports may only repeat it."""
    return min(case.source_by_id[selector.source].day for selector in fact.quote)


def newest_day(case: Case, selectors: Iterable[Selector]) -> str:
    """The ISO day of the newest source in which some quotations stand."""
    return max(case.source_by_id[selector.source].day for selector in selectors)


def successors(case: Case) -> Mapping[str, Successor]:
    """The fact that superseded each superseded fact, and how, by the id of the superseded one."""
    return succession_of(case).successors


def successor_of(case: Case, fact: Fact) -> Successor | None:
    """The fact that superseded a fact or one that it repeats or is a part of; None where it is current."""
    succession = succession_of(case)
    superseded = succession.successors
    newer = superseded.get(fact.id or "") or superseded.get(fact.same_as or "")
    if newer is None and isinstance(fact, Award):
        newer = succession.ended.get(fact.part_of or "")
    return newer


def current(case: Case, facts: Iterable[F]) -> tuple[F, ...]:
    """Those of the facts that no other fact of the case supersedes, in the given order."""
    return tuple(fact for fact in facts if successor_of(case, fact) is None)


def newest(case: Case, fact: Fact) -> Fact:
    """The last fact of the chain of facts that supersede this one; the fact itself where none does."""
    while newer := successor_of(case, fact):
        fact = newer.fact
    return fact


def superseded_by(case: Case, fact: Fact) -> Iterator[Fact]:
    """Each fact that a fact supersedes, and what these superseded in their turn, the newest first."""
    named = {one.fact for one in fact.supersedes}
    for other in succession_of(case).facts:
        if other.id in named:
            yield other
            yield from superseded_by(case, other)


def is_superseded(case: Case, words: Selector) -> bool:
    """Whether some words are quoted by facts of which all were superseded."""
    if not successors(case):
        return False
    facts = [fact for fact in succession_of(case).facts if any(map(words.overlaps, fact.quote))]
    return bool(facts) and all(successor_of(case, fact) for fact in facts)


def superseded_inside(case: Case, words: Selector) -> Iterator[Fact]:
    """Each superseded fact that some words report beside others that may be current.

    They do where they name its amount, or have its whole quotation and no current fact is quoted there.
    """
    if not successors(case):
        return
    facts = [fact for fact in succession_of(case).facts if any(map(words.overlaps, fact.quote))]
    current = [one for fact in facts if not successor_of(case, fact) for one in fact.quote]
    for fact in facts:
        if successor_of(case, fact) and (
            (isinstance(fact, Award) and fact.amount and fact.amount.raw in words.exact)
            or any(words.contains(one) and not any(map(one.overlaps, current)) for one in fact.quote)
        ):
            yield fact


def contradicting(case: Case, fact: Fact) -> Iterator[Fact]:
    """Each current fact that contradicts this one, whichever of the two names the other."""
    for other in succession_of(case).contradictory:
        named = (other.id and other.id in fact.contradicts) or (fact.id and fact.id in other.contradicts)
        if named and successor_of(case, other) is None:
            yield other


def parties_of(fact: Fact) -> frozenset[str]:
    """The ids of the parties whom a fact is about: against or for whom it is, who speaks or takes part."""
    named = (getattr(fact, name, None) for name in ("against", "to", "speaker"))
    return frozenset((*filter(None, named), *getattr(fact, "participants", ())))


def accounts(facts: Iterable[F]) -> tuple[tuple[F, ...], ...]:
    """The facts in groups that ``same_as`` joins, directly or through others, in the given order."""
    listed = tuple(facts)
    if not any(fact.same_as for fact in listed):
        return tuple((fact,) for fact in listed)
    groups: dict[int, list[F]] = {}
    for fact, group in zip(listed, group_numbers(listed), strict=True):
        groups.setdefault(group, []).append(fact)
    return tuple(map(tuple, groups.values()))


def group_numbers(facts: tuple[Fact, ...]) -> tuple[int, ...]:
    """For each fact a number that it shares with those that ``same_as`` joins to it, and with no other."""
    groups = list(range(len(facts)))
    place = {fact.id: at for at, fact in enumerate(facts) if fact.id}
    for at, fact in enumerate(facts):
        if fact.same_as in place:
            joined, group = groups[place[fact.same_as]], groups[at]
            groups = [joined if one == group else one for one in groups]
    return tuple(groups)


@once_per_case
def succession_of(case: Case) -> Succession:
    """The succession of a case, worked out once for each case object."""
    facts = tuple(fact for _, fact in facts_of(case))
    named = {
        one.fact: Successor(fact, one.how or fact.how or "replaces")
        for fact in facts
        for one in fact.supersedes
    }
    disputed = frozenset(name for fact in facts for name in fact.contradicts)
    contradictory = tuple(fact for fact in facts if fact.contradicts or fact.id in disputed)
    if named:
        for group in accounts(facts):
            newer = next((named[fact.id] for fact in group if fact.id in named), None)
            named |= {fact.id: newer for fact in group if newer and fact.id and fact.id not in named}
    ended = _ended(case.awards, named)
    parts = {
        one.id: ended[one.part_of] for one in case.awards if one.id and one.part_of and one.part_of in ended
    }
    return Succession(facts, parts | named, ended, contradictory)


def _ended(awards: Iterable[Award], successors: Mapping[str, Successor]) -> Mapping[str, Successor]:
    """What ended each amount, or one that it was a part of, by the amount's id."""
    whole_of = {award.id: award.part_of for award in awards if award.id}
    ended: dict[str, Successor] = {}
    for name in whole_of:
        waiting: list[str | None] = [name]
        seen: set[str] = set()
        while waiting:
            one = waiting.pop()
            if not one or one in seen:
                continue
            seen.add(one)
            newer = successors.get(one)
            if newer and newer.how in ENDS:
                ended[name] = newer
                break
            waiting += [whole_of.get(one), newer.fact.id if newer else None]
    return ended
