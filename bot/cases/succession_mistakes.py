"""Finds references between the facts of a case that cannot be, such as circles.

The references are ``supersedes``, ``contradicts`` and ``same_as``; the order of a lawsuit's statuses is
looked at as well. Circles of other references are found in reference_mistakes.py.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from bot.cases.facts import Fact, Supersession
from bot.cases.model import Award, Case, Relief, Ruling
from bot.cases.problems import KeyPath
from bot.cases.reference_mistakes import ITSELF, reaches
from bot.cases.succession import (
    Successor,
    facts_of,
    group_numbers,
    newest_day,
    reported_on,
    successor_of,
)


class _Placed(NamedTuple):
    """A fact with its path in the case file and the number of the group that ``same_as`` puts it in."""

    path: KeyPath
    fact: Fact
    group: int


def succession_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each reference between facts that cannot be.

    These are a circle, a fact that two others supersede, a fact of an older source that supersedes one of a
    newer source without ``how: corrects``, a reference to the fact itself, a fact that supersedes what it
    repeats or contradicts, a part of an amount that supersedes what ended this amount, a repeat of a fact of
    another kind, and a lawsuit's status that is older than the one before it.
    """
    yield from _backward_statuses(case)
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
            if sentence := self._part_after_the_end(one):
                yield (*one.path, "part_of"), sentence

    def _supersession(self, one: _Placed, old: Supersession, successor: Mapping[str, str]) -> str:
        older = self.by_id[old.fact]
        if older is one:
            return ITSELF.format(name=old.fact)
        if older.group == one.group:
            return f"“{old.fact}” is the same fact by “same_as”: what repeats a fact does not supersede it"
        if reaches(self.older, older.group, one.group):
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

    def _part_after_the_end(self, one: _Placed) -> str:
        """A sentence where a part came after what ended its amount: it would be superseded by itself."""
        ended = successor_of(self.case, one.fact)
        if ended is None or any(
            self.by_id[old.fact].group == one.group for old in ended.fact.supersedes if old.fact in self.by_id
        ):
            return ""
        name = ended.fact.id or ended.fact.quote[0].exact
        seen: list[Fact] = []
        newer: Successor | None = ended
        while newer and newer.fact not in seen:
            seen.append(newer.fact)
            newer = successor_of(self.case, newer.fact)
        if one.fact not in seen:
            return ""
        return f"“{name}” ended an amount that this one is a part of, and came before it: remove “part_of”"


def _repetition(one: _Placed, repeated: _Placed) -> str:
    """A sentence where a fact cannot be another voice's account of the same thing.

    What supersedes one account supersedes all: a wrong link would hide a fact that stands.
    """
    name = repeated.fact.id
    if repeated is one:
        return ITSELF.format(name=name)
    if one.path[0] != repeated.path[0]:
        return f"“{name}” is one of the {repeated.path[0]}: “same_as” joins facts of one section"
    kind, other = _kind(one.fact), _kind(repeated.fact)
    if kind != other and "other" not in {kind, other}:
        return f"“{name}” is {other}, this is {kind}: “same_as” joins accounts of one thing"
    mine, theirs = (getattr(two.fact, "to", None) for two in (one, repeated))
    if mine and theirs and mine != theirs:
        return f"“{name}” goes to “{theirs}”: “same_as” joins accounts of one thing"
    suits, others = (frozenset(getattr(two.fact, "lawsuits", ())) for two in (one, repeated))
    if suits and others and not suits & others:
        return f"“{name}” belongs to another lawsuit: “same_as” joins accounts of one thing"
    return ""


def _kind(fact: Fact) -> str:
    """Of what kind an amount or other relief is, or what was ruled on; empty for other facts."""
    if isinstance(fact, Ruling):
        return f"on a {fact.on}"
    return fact.kind if isinstance(fact, Award | Relief) else ""


def _backward_statuses(case: Case) -> Iterator[tuple[KeyPath, str]]:
    for at, lawsuit in enumerate(case.lawsuits):
        days = [newest_day(case, status.quote) for status in lawsuit.status]
        for index, (before, after) in enumerate(pairwise(days), start=1):
            if after < before:
                sentence = "this status rests on an older source than the one before it: list the newest last"
                yield ("lawsuits", at, "status", index), sentence
