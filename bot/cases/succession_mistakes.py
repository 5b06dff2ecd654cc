"""Finds references between the facts of a case that cannot be, such as circles.

The references are ``supersedes``, ``contradicts``, ``same_as``, ``part_of``, ``answers``, ``repeats`` and
``acts_for``; the order of a lawsuit's statuses is looked at as well.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from bot.cases.facts import Fact, Supersession
from bot.cases.model import Award, Case
from bot.cases.problems import KeyPath
from bot.cases.succession import facts_of, group_numbers, newest_day, reported_on

ITSELF = "“{name}” is this fact itself: name the other one"
CHAINS = (("awards", "part_of"), ("statements", "answers"), ("statements", "repeats"))
"""The sections and their fields that lead from one entry of the section to another one."""


class _Placed(NamedTuple):
    """A fact with its path in the case file and the number of the group that ``same_as`` puts it in."""

    path: KeyPath
    fact: Fact
    group: int


def succession_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each reference between facts that cannot be.

    These are a circle, a fact that two others supersede, a fact of an older source that supersedes one of a
    newer source without ``how: corrects``, a reference to the fact itself, a fact that supersedes what it
    repeats or contradicts, a repeat of a fact of another kind, a party that acts for itself, and a lawsuit's
    status that is older than the one before it.
    """
    yield from _backward_statuses(case)
    yield from _chains_in_circles(case)
    for index, party in enumerate(case.parties):
        for at, role in enumerate(party.roles):
            if role.acts_for == party.id:
                yield ("parties", index, "roles", at, "acts_for"), f"“{party.id}” is this party itself"
    yield from _References(case).mistakes()


@dataclass(frozen=True)
class _References:
    """The facts of a case, to be found by their ids and their groups."""

    case: Case

    @cached_property
    def placed(self) -> tuple[_Placed, ...]:
        listed = tuple(facts_of(self.case))
        groups = group_numbers(tuple(fact for _, fact in listed))
        return tuple(_Placed(path, fact, group) for (path, fact), group in zip(listed, groups, strict=True))

    @cached_property
    def by_id(self) -> Mapping[str, _Placed]:
        return {one.fact.id: one for one in self.placed if one.fact.id}

    @cached_property
    def older(self) -> Mapping[int, AbstractSet[int]]:
        """The groups of which facts of each group supersede one."""
        found: dict[int, set[int]] = {}
        for one in self.placed:
            known = (self.by_id[old.fact] for old in one.fact.supersedes if old.fact in self.by_id)
            found.setdefault(one.group, set()).update(old.group for old in known)
        return found

    def mistakes(self) -> Iterator[tuple[KeyPath, str]]:
        successor: dict[str, str] = {}
        for one in self.placed:
            for old in one.fact.supersedes:
                if old.fact in self.by_id and (sentence := self._supersession(one, old, successor)):
                    yield (*one.path, "supersedes"), sentence
                successor.setdefault(old.fact, one.fact.id or one.fact.quote[0].exact)
            for name in one.fact.contradicts:
                if sentence := self._contradiction(one, name):
                    yield (*one.path, "contradicts"), sentence
            if (repeated := self.by_id.get(one.fact.same_as or "")) and (
                sentence := _repetition(one, repeated)
            ):
                yield (*one.path, "same_as"), sentence

    def _supersession(self, one: _Placed, old: Supersession, successor: Mapping[str, str]) -> str:
        older = self.by_id[old.fact]
        if older is one:
            return ITSELF.format(name=old.fact)
        if older.group == one.group:
            return f"“{old.fact}” is the same fact by “same_as”: what repeats a fact does not supersede it"
        if self._leads_to(older.group, one.group):
            return f"“{old.fact}” supersedes this fact in its turn: a circle has no newest fact"
        if old.fact in successor:
            return f"“{old.fact}” is superseded already, by “{successor[old.fact]}”"
        is_backward = reported_on(self.case, one.fact) < reported_on(self.case, older.fact)
        if is_backward and (old.how or one.fact.how) != "corrects":
            return "a fact of an older source supersedes one of a newer source only with “how: corrects”"
        return ""

    def _contradiction(self, one: _Placed, name: str) -> str:
        if name == one.fact.id:
            return ITSELF.format(name=name)
        other = self.by_id.get(name)
        mine = {old.fact for old in one.fact.supersedes}
        theirs = {old.fact for old in other.fact.supersedes} if other else set()
        if name in mine or (one.fact.id and one.fact.id in theirs):
            return (
                f"one supersedes the other, this fact and “{name}”: “contradicts” is for what is not settled"
            )
        return ""

    def _leads_to(self, group: int, wanted: int) -> bool:
        """Whether following what facts supersede leads from one group to another."""
        seen: set[int] = set()
        waiting = [group]
        while waiting:
            one = waiting.pop()
            if one == wanted:
                return True
            if one not in seen:
                seen.add(one)
                waiting += self.older.get(one, ())
        return False


def _repetition(one: _Placed, repeated: _Placed) -> str:
    """A sentence where a fact cannot be another voice's account of the same thing.

    What supersedes one account supersedes all: a wrong link would hide a fact that stands.
    """
    name = repeated.fact.id
    if repeated is one:
        return ITSELF.format(name=name)
    if one.path[0] != repeated.path[0]:
        return f"“{name}” is one of the {repeated.path[0]}: “same_as” joins facts of one section"
    if isinstance(one.fact, Award) and isinstance(repeated.fact, Award):
        kind, other = one.fact.kind, repeated.fact.kind
        if kind != other:
            return f"“{name}” is {other}, this is {kind}: “same_as” joins accounts of one thing"
        if one.fact.to and repeated.fact.to and one.fact.to != repeated.fact.to:
            return f"“{name}” goes to “{repeated.fact.to}”: “same_as” joins accounts of one thing"
    mine, theirs = (frozenset(getattr(two.fact, "lawsuits", ())) for two in (one, repeated))
    if mine and theirs and not mine & theirs:
        return f"“{name}” belongs to another lawsuit: “same_as” joins accounts of one thing"
    return ""


def _chains_in_circles(case: Case) -> Iterator[tuple[KeyPath, str]]:
    for section, field in CHAINS:
        entries = getattr(case, section)
        leads_to = {entry.id: getattr(entry, field) for entry in entries if entry.id}
        for index, entry in enumerate(entries):
            name, seen = getattr(entry, field), set()
            while name and name not in seen and name != entry.id:
                seen.add(name)
                name = leads_to.get(name)
            if name and name == entry.id:
                is_direct = getattr(entry, field) == name
                yield (
                    (section, index, field),
                    ITSELF.format(name=name) if is_direct else f"“{name}” leads back to itself",
                )


def _backward_statuses(case: Case) -> Iterator[tuple[KeyPath, str]]:
    for at, lawsuit in enumerate(case.lawsuits):
        days = [newest_day(case, status.quote) for status in lawsuit.status]
        for index, (before, after) in enumerate(pairwise(days), start=1):
            if after < before:
                sentence = "this status rests on an older source than the one before it: list the newest last"
                yield ("lawsuits", at, "status", index), sentence
