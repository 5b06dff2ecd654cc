"""Chooses which denials stand beside what answers a question, and beside findings about a party."""

import re
from collections.abc import Callable, Iterable, Mapping

from bot.answers.answer import NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.denials import ACCOUNT, COUNTERING, OBJECTING, Denial, denials, denials_of, told_denials
from bot.answers.findings import accused_in, findings
from bot.answers.phrases import Phrase, phrase
from bot.cases.dates import earliest
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector
from bot.cases.succession import contradicting, newest, succession_of, superseded_by
from bot.search.folding import fold

BEFORE_THAT = phrase("{party} before that, in the report of {day}:")
"""The line above a denial that is older than what was found."""
MOST_DENIALS = 3
"""How many denials of each party are added to what answers a question about guilt."""
NEAR_ACCOUNT = 0.35
"""How near to a question what somebody says otherwise must be, to stand as their account of it."""
RESPONDS = re.compile(r"\b(?:verdict|decision|ruling|judge?ment|findings?|appeal\w*|jury|jurors|judge)\b")
"""Matches words by which somebody speaks of what was decided, as a whole; in folded text."""
LESS_PLAIN, OWN_VOICE = 0.12, 0.03
"""How much farther a denial counts for each step by which it is less plain, and in the denier's own words."""
Nearness = Callable[[Selector], float]
"""How near a question is to a passage, from 0 to 1."""


def added_denials(
    cited: Cited,
    shown: Iterable[Selector],
    parties: Iterable[str],
    nearness: Nearness,
    *,
    is_about_guilt: bool,
) -> list[Selector]:
    """For each party (id) the denial that is nearest to the question, and its plainest one.

    Where the question is not about guilt, the plainest one alone, if none as plain is shown.
    """
    denied, countered = list[Selector](), _countered(cited, shown)
    corrected = {one.words for one in told_denials(cited) if any(map(one.words.overlaps, countered))}
    for party in sorted(parties):
        least = COUNTERING if is_about_guilt or party in accused_in(cited) else OBJECTING
        reported = [
            one
            for one in denials_of(cited, party)
            if one.plainness <= least
            or (is_about_guilt and (nearness(one.words) >= NEAR_ACCOUNT or one.words in corrected))
        ]
        near = nearness if is_about_guilt else _nowhere
        ranked = sorted(
            reported, key=lambda one: (farther(cited, one) - near(one.words), len(one.words.exact))
        )
        general = [one for one in ranked if one.words in denials(cited, party, None)[:1]]
        against = [one for one in ranked if any(map(one.words.overlaps, countered))]
        responses = [
            one for one in reported if one.plainness < ACCOUNT and RESPONDS.search(fold(one.words.exact))
        ]
        latest = sorted(responses, key=lambda one: (_day(cited, one), near(one.words)), reverse=True)
        taken, most = [*against[:1], *ranked[:1], *latest[:1], *general, *ranked[1:]], MOST_DENIALS
        if not is_about_guilt:
            as_plain = [one.words for one in ranked if one.plainness <= ranked[0].plainness]
            is_shown = any(one.overlaps(other) for one in as_plain for other in shown)
            taken, most = [] if is_shown else ranked, 1
        fresh = (one.words for one in taken if not any(map(one.words.overlaps, (*shown, *denied))))
        denied += [*dict.fromkeys(fresh)][:most]
    return denied


def _day(cited: Cited, denial: Denial) -> str:
    return cited.case.source_by_id[denial.words.source].day


def _countered(cited: Cited, passages: Iterable[Selector]) -> list[Selector]:
    """The words of what the rulings in some passages corrected, and of what contradicts them.

    Passages that were superseded count as what superseded them, which is shown in their place.
    """
    listed = list(passages)
    reported = [
        fact
        for fact in succession_of(cited.case).facts
        if any(words.overlaps(other) for words in fact.quote for other in listed)
    ]
    listed += [words for fact in reported for words in newest(cited.case, fact).quote]
    ruled = (one for one in cited.case.rulings if any(map(one.quote[0].overlaps, listed)))
    facts = [
        other
        for ruling in ruled
        for other in (*superseded_by(cited.case, ruling), *contradicting(cited.case, ruling))
    ]
    return [words for fact in facts for words in fact.quote]


def _nowhere(_: Selector) -> float:
    return 0.0


@once_per_case
def _are_own_words(cited: Cited) -> frozenset[Selector]:
    return frozenset(one.words for one in told_denials(cited) if cited.speaker_of(one.words))


def farther(cited: Cited, denial: Denial) -> float:
    """How much farther a denial counts for how it is said."""
    return LESS_PLAIN * denial.plainness + OWN_VOICE * (denial.words in _are_own_words(cited))


def defence(cited: Cited, party: str, lawsuit: str) -> tuple[Phrase, tuple[Selector, ...]] | None:
    """What stands beside the findings about a party: a line that names it, and its denial; or None.

    What it denies in other lawsuits than that of this id is no denial of these findings.
    """
    own = denials(cited, party, lawsuit)[:1]
    if not own:
        return None
    name, day = cited.name(party), cited.case.source_by_id[own[0].source].day
    ruled = (one for one in findings(cited) if one.against == party and lawsuit in one.lawsuits)
    found = [words.source for ruling in ruled for words in ruling.quote]
    is_older = bool(found) and all(day < cited.case.source_by_id[source].day for source in found)
    before = BEFORE_THAT.filled(party=name, day=earliest(day))
    return before if is_older else phrase("{party} on this:", party=name), own


def before_that(cited: Cited, passages: Iterable[Selector]) -> Mapping[Selector, Part]:
    """The part for each of some passages that denies what was ruled since: it names who did so, and when."""
    older = {one.words: one for one in told_denials(cited) if one.is_older}
    return {
        one: NoticePart(
            BEFORE_THAT.filled(
                party=cited.name(older[one].party),
                day=earliest(cited.case.source_by_id[one.source].day),
            ),
            quotations=cited.quotations([one]),
        )
        for one in passages
        if one in older
    }
