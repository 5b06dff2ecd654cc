"""Tells which amounts an amount is a part of, and which amounts have a part in common."""

from collections.abc import Mapping

from bot.cases.model import Award, Case
from bot.cases.money import Money
from bot.cases.once_per_case import once_per_case
from bot.cases.succession import accounts, current, successor_of, successors


def standing_whole(case: Case, award: Award) -> str | None:
    """The id of the amount of which an award is a part: for one that stands, what took the amount's place."""
    superseded = successors(case)
    whole = award.part_of
    while whole and whole in superseded and successor_of(case, award) is None:
        newer = superseded[whole].fact
        whole = newer.id if isinstance(newer, Award) and newer is not award else None
    return whole


def wholes_of(case: Case, award: Award) -> tuple[Award, ...]:
    """The amounts of which an award is a part, by all accounts that give it as high; equal ones once.

    An amount that took the place of another one is left out where the parts that stand come to more.
    """
    if not _has_parts(case):
        return ()
    known = _by_id(case)
    same = [one for one in _accounts_of(case, award) if value_of(one.amount) == value_of(award.amount)]
    found: dict[tuple[object, ...], Award] = {}
    for one in same:
        whole = known.get(standing_whole(case, one) or "")
        if whole and (whole.id == one.part_of or not _is_exceeded(case, whole)):
            found.setdefault(value_of(whole.amount), whole)
    return tuple(found.values())


def have_a_part_in_common(case: Case, first: Award, second: Award) -> bool:
    """Whether one amount is a part of two, by ``part_of`` and ``same_as``: these must not be added up."""
    return not _parts_of(case, first).keys().isdisjoint(_parts_of(case, second))


def value_of(amount: Money | None) -> tuple[object, ...]:
    """The value and the currency of an amount, which amounts are compared by; none of an undisclosed one."""
    return (amount.value, amount.currency) if amount else ()


@once_per_case
def _accounts(case: Case) -> tuple[tuple[Award, ...], ...]:
    return accounts(case.awards)


@once_per_case
def _has_parts(case: Case) -> bool:
    return any(one.part_of for one in case.awards)


@once_per_case
def _by_id(case: Case) -> Mapping[str, Award]:
    return {one.id: one for one in case.awards if one.id}


def _accounts_of(case: Case, award: Award) -> tuple[Award, ...]:
    """The award and those that ``same_as`` joins to it."""
    mine = (
        group
        for group in _accounts(case)
        if any(one == award or (one.id is not None and one.id == award.id) for one in group)
    )
    return next(mine, (award,))


def _parts_of(case: Case, whole: Award) -> dict[int, Award]:
    """The amounts that stand and are parts of an award: one for each group of accounts, by its number."""
    return {
        number: one
        for number, group in enumerate(_accounts(case))
        for one in current(case, group)
        if whole.id and standing_whole(case, one) == whole.id
    }


def _is_exceeded(case: Case, whole: Award) -> bool:
    """Whether the amounts in its currency that stand as parts of an award come to more than it."""
    if whole.amount is None:
        return False
    amounts = (one.amount for one in _parts_of(case, whole).values() if one.amount)
    return sum(one.value for one in amounts if one.currency == whole.amount.currency) > whole.amount.value
