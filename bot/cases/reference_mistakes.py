"""Finds references that lead back to where they begin, and parts of amounts of another kind."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from bot.cases.facts import FACTS
from bot.cases.model import Case
from bot.cases.problems import KeyPath
from bot.cases.succession import group_numbers

ITSELF = "“{name}” is this fact itself: name the other one"
CHAINS = (
    ("awards", "part_of"),
    ("statements", "answers"),
    ("statements", "repeats"),
    *((section, "same_as") for section in FACTS),
)
"""The sections and their fields that lead from one entry of the section to another one."""
K = TypeVar("K")
STAGES = {
    "sought": "asked",
    "offered": "offered",
    **dict.fromkeys(("awarded", "settled", "paid", "fined"), "due"),
}
"""How far an amount of each kind has come; kinds that only say what an amount is for are not listed."""


def reference_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each reference in a circle, and for each part of another kind of amount."""
    for section, field in CHAINS:
        yield from _circles(case, section, field)
    yield from _circles_of_parties(case)
    yield from _parts_of_another_kind(case)


def _circles(case: Case, section: str, field: str) -> Iterator[tuple[KeyPath, str]]:
    entries = getattr(case, section)
    if not any(getattr(entry, field) for entry in entries):
        return
    # What repeats an amount is the same amount.
    numbers = group_numbers(entries) if field == "part_of" else range(len(entries))
    number_of = {entry.id: number for entry, number in zip(entries, numbers, strict=True) if entry.id}
    leads_to: dict[int, set[int]] = {}
    for entry, number in zip(entries, numbers, strict=True):
        if getattr(entry, field) in number_of:
            leads_to.setdefault(number, set()).add(number_of[getattr(entry, field)])
    for index, (entry, number) in enumerate(zip(entries, numbers, strict=True)):
        name = getattr(entry, field)
        if name is not None and name == entry.id:
            yield (section, index, field), ITSELF.format(name=name)
        elif name in number_of and number_of[name] == number:
            sentence = f"“{name}” is this amount by “same_as”, so it cannot be its part: keep one of the two"
            yield (section, index, field), sentence
        elif name in number_of and reaches(leads_to, number_of[name], number):
            sentence = f"“{name}” leads back to this entry: remove one of the references"
            yield (section, index, field), sentence


def _circles_of_parties(case: Case) -> Iterator[tuple[KeyPath, str]]:
    acts_for = {party.id: {role.acts_for for role in party.roles if role.acts_for} for party in case.parties}
    for index, party in enumerate(case.parties):
        for at, role in enumerate(party.roles):
            path = ("parties", index, "roles", at, "acts_for")
            if role.acts_for == party.id:
                sentence = f"“{party.id}” is this party itself: name the one for whom it acts"
                yield path, sentence
            elif role.acts_for and reaches(acts_for, role.acts_for, party.id):
                sentence = f"“{role.acts_for}” acts for this party in its turn: remove one of the references"
                yield path, sentence


def reaches(leads_to: Mapping[K, Iterable[K]], start: K, wanted: K) -> bool:
    """Whether following the references from one key leads to another one."""
    seen: set[K] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one == wanted:
            return True
        if one not in seen:
            seen.add(one)
            waiting += leads_to.get(one, ())
    return False


def _parts_of_another_kind(case: Case) -> Iterator[tuple[KeyPath, str]]:
    kinds = {award.id: award.kind for award in case.awards if award.id}
    for index, award in enumerate(case.awards):
        whole = kinds.get(award.part_of or "")
        stages: AbstractSet[str] = {STAGES[kind] for kind in (award.kind, whole) if kind in STAGES}
        if whole and len(stages) > 1:
            name, kind = award.part_of, award.kind
            sentence = f"“{name}” is {whole}, this is {kind}: correct one of the kinds, or remove “part_of”"
            yield ("awards", index, "part_of"), sentence
