"""``/case damages``: every amount of money, who says so, and what is to be done besides paying."""

from collections.abc import Iterator
from dataclasses import replace

from bot.answers import leads
from bot.answers.amounts import standing_whole, value_of
from bot.answers.answer import AmountPart, Answer
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case
from bot.answers.over_time import current_first
from bot.answers.parts import amount_part, relief_part
from bot.answers.phrases import Phrase, counted, phrase
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.model import Award, Case
from bot.cases.once_per_case import once_per_case
from bot.cases.succession import accounts, current, successors

TOPIC = phrase("damages")
ORDER = (
    "awarded",
    "fined",
    "penalty",
    "settled",
    "paid",
    "costs",
    "fees",
    "interest",
    "bail",
    "sought",
    "offered",
)
"""The kinds of amounts in the order in which they are shown: what was decided before what is asked for."""


def answer(library: Library, asked: Query) -> Answer:
    """Each amount in a part of its own: a speaker's figure never stands for the publisher's.

    An amount that several awards give by ``same_as`` is shown and counted once, with the words of all.
    """
    cited = cited_case(library, asked)
    awards = _in_order(cited.case)
    relief = cited.case.relief
    if not awards and not relief:
        lead = phrase("The source does not say: it gives no amount that was awarded, paid or sought.")
        return about_case(cited, asked, TOPIC, lead, parts=())
    parts = [*current_first(cited, _amounts(cited), _part), *current_first(cited, relief, relief_part)]
    caveats = [caveat for fact in (*awards, *relief) for caveat in fact.caveats]
    return about_case(cited, asked, TOPIC, _lead(cited), parts=parts, caveats=caveats)


@once_per_case
def _lead(cited: Cited) -> Phrase:
    amounts = _amounts(cited)
    if not amounts:
        return phrase("The source gives no amount of money, but says what is to be done.")
    present = current(cited.case, amounts)
    if not present:
        return phrase("None of the amounts that the sources give still stands.")
    return leads.amounts(cited, present) or counted(
        "The source gives one amount.", "The source gives {count} amounts.", len(present)
    )


@once_per_case
def _in_order(case: Case) -> tuple[Award, ...]:
    """The awards by their kinds, each with its parts directly behind it."""
    by_kind = sorted(case.awards, key=lambda award: ORDER.index(award.kind))
    wholes = {id(award): standing_whole(case, award) for award in by_kind}
    known = {award.id for award in by_kind if award.id}
    ordered: dict[Award, None] = {}

    def add(award: Award) -> None:
        if award not in ordered:
            ordered[award] = None
            for part in by_kind:
                if award.id and wholes[id(part)] == award.id:
                    add(part)

    for award in by_kind:
        if wholes[id(award)] not in known:
            add(award)
    for award in by_kind:  # parts of each other, which no whole leads to
        add(award)
    return tuple(ordered)


@once_per_case
def _amounts(cited: Cited) -> tuple[Award, ...]:
    """The awards, those that give the same amount in several accounts as one, with the words of each.

    It has the id of a superseded one among them: what supersedes one account of an award supersedes all.
    """
    return tuple(_without_repeats(cited))


def _without_repeats(cited: Cited) -> Iterator[Award]:
    superseded = successors(cited.case)
    for group in accounts(_in_order(cited.case)):
        ids = [one.id for one in group if one.id]
        ends = [one for one in ids if one in superseded and superseded[one].fact.id not in ids]
        alike: dict[tuple[object, ...], list[Award]] = {}
        for award in group:
            alike.setdefault((award.kind, *value_of(award.amount)), []).append(award)
        for same in alike.values():
            # The publisher's account comes first, so that no speaker's stands for it.
            first, *others = sorted(same, key=lambda award: cited.speaker_of(award.quote[0]) is not None)
            yield replace(
                first,
                id=next(iter(ends), first.id),
                quote=tuple(selector for award in (first, *others) for selector in award.quote),
                contradicts=tuple({one: None for award in same for one in award.contradicts}),
            )


def _part(cited: Cited, award: Award) -> AmountPart:
    part = amount_part(cited, award)
    if part.account_of is None:
        return part
    speakers = dict.fromkeys(cited.speaker_of(selector) for selector in award.quote)
    return replace(part, account_of=", ".join(one for one in speakers if one))
