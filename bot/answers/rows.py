"""What is told about each party of a case, in a row: what was found about it, and what it says to that.

A question of guilt about a party is answered with its row, whole while that is short: who chooses among
sentences by the words of a question shows one side alone sooner or later.
"""

import re
from collections.abc import Callable, Collection
from itertools import chain
from typing import NamedTuple

from bot.answers.cite import Cited
from bot.answers.denials import ACCOUNT, OBJECTING, Denial, denials_of
from bot.answers.findings import ReportedFinding, accused_in, told_findings
from bot.answers.representation import represented_by
from bot.answers.short.whole import MIN_WORDS, whole
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector
from bot.qa.entities import EntityResolver
from bot.search.folding import fold

MOST_FOUND, MOST_DENIED = 3, 3
"""How many findings and denials of a longer row are shown."""
NEAR_ACCOUNT = 0.35
"""How near an account must be that denies nothing, to stand where there are denials."""
LESS_PLAIN = 0.12
"""How much farther a denial counts for each step by which it is less plain."""
RESPONDS = re.compile(r"\b(?:verdict|decision|ruling|judge?ment|findings?|appeal\w*|jury|jurors|judge)\b")
"""Matches words by which somebody speaks of what was decided, as a whole; in folded text."""
Nearness = Callable[[Selector], float]
"""How near a question is to a passage, from 0 to 1."""


class SidesOfParty(NamedTuple):
    """What the current reports tell about a party."""

    found: tuple[ReportedFinding, ...]
    """The findings about it, and those of lawsuits that it brought: a suit for libel judges its plaintiff.

    A few words that cannot be shown in their sentence say nothing of anybody.
    """
    denied: tuple[Denial, ...]
    """What it denies or tells otherwise, the plainest first, an article's own words before a speaker's.

    Of a party that says nothing, it is what those of its own people say who are sued with it.
    """


@once_per_case
def row_of(cited: Cited, party: str) -> SidesOfParty:
    """The row of a party (id), which may be no side."""
    suits = cited.case.lawsuits
    brought = {suit.id for suit in suits if party in suit.plaintiffs}
    readable = (
        one for one in told_findings(cited) if len(whole(cited, one.words).exact.split()) >= MIN_WORDS
    )
    found = (one for one in readable if party in one.parties or brought & one.lawsuits)
    own = denials_of(cited, party)
    denied = [one for one in own if _tells(one)] or own
    if party not in accused_in(cited):
        # What else somebody tells who is accused of nothing is no other side.
        denied = [one for one in denied if one.plainness < ACCOUNT]
    if all(one.plainness > OBJECTING for one in denied):
        denied += chain(*(denials_of(cited, one) for one in _its_own_people(cited, party)))

    def place(one: Denial) -> tuple[float, ...]:
        return (
            one.is_older,
            max(one.plainness, OBJECTING),
            cited.speaker_of(one.words) is not None,
            len(one.words.exact),
            one.words.start,
        )

    return SidesOfParty(tuple(found), tuple(sorted(denied, key=place)))


def _its_own_people(cited: Cited, party: str) -> list[str]:
    """The ids of those who are sued with a party and are somebody of it by their role, such as its head."""
    case, resolver = cited.case, EntityResolver(cited.case)
    suits = (one for one in case.lawsuits if party in one.defendants)
    together = dict.fromkeys(one for suit in suits for one in suit.defendants if one != party)
    return [
        one
        for one in together
        if party in represented_by(cited, case.party_by_id[one])
        or any(party in resolver.named(role.role) for role in case.party_by_id[one].roles)
    ]


def _tells(one: Denial) -> bool:
    return one.plainness < ACCOUNT or len(one.words.exact.split()) >= MIN_WORDS


def found_in(
    row: SidesOfParty, score: Callable[[ReportedFinding], float], asked: Collection[str] = ()
) -> list[ReportedFinding]:
    """The findings of a row, those with the highest score first; of a long row the first of each kind.

    Of what was found and of what was not, that is the first of all and the first that the case file records;
    and the first of each lawsuit, or of those ``asked`` about.
    """
    ranked = sorted(row.found, key=lambda one: -score(one))
    wide = [one for one in ranked if not any(_lies_in(one.words, other.words) for other in ranked)]
    recorded = [one for one in ranked if one.is_settling]
    kinds = [
        next((one for one in listed if one.clears == clears), None)
        for listed in (wide, recorded)
        for clears in (False, True)
    ]
    of_suits = (one for one in reversed(recorded) if not asked or not one.lawsuits.isdisjoint(asked))
    suits = {one.lawsuits: one for one in of_suits}
    first = dict.fromkeys(one for one in (*kinds, *suits.values()) if one)
    return [*dict.fromkeys((*first, *wide))][: max(MOST_FOUND, len(first))]


def denied_in(
    cited: Cited, row: SidesOfParty, nearness: Nearness, countered: Collection[Selector]
) -> list[Selector]:
    """The denials of a row, of which the first few are shown.

    First comes what was ``countered``, then the nearest, the newest response to what was decided, and the
    plainest. What denies nothing comes where it is near, or where there is nothing else.
    """
    near = {one: nearness(one.words) for one in row.denied}
    against = [one for one in row.denied if any(map(one.words.overlaps, countered))]
    kept = [
        one for one in row.denied if one.plainness < ACCOUNT or near[one] >= NEAR_ACCOUNT or one in against
    ]
    ranked = sorted(kept or row.denied, key=lambda one: LESS_PLAIN * one.plainness - near[one])
    latest = sorted(filter(responds, kept), key=lambda one: (_day(cited, one), near[one]), reverse=True)
    first = (*against[:1], *ranked[:1], *latest[:1], *row.denied[:1], *ranked[1:])
    return [*dict.fromkeys(one.words for one in first)]


def responds(denial: Denial) -> bool:
    """Whether somebody objects to what was decided, or tells that otherwise."""
    return denial.plainness < ACCOUNT and bool(RESPONDS.search(fold(denial.words.exact)))


def _day(cited: Cited, denial: Denial) -> str:
    return cited.case.source_by_id[denial.words.source].day


def _lies_in(words: Selector, others: Selector) -> bool:
    return others.contains(words) and words.span != others.span
