"""Tells which denials a ruling answered, and what stands beside the findings about a party."""

from collections.abc import Iterable, Mapping

from bot.answers.answer import NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.denials import denials, told_denials
from bot.answers.findings import findings
from bot.answers.phrases import Phrase, phrase
from bot.cases.dates import earliest
from bot.cases.selectors import Selector
from bot.cases.succession import contradicting, newest, succession_of, superseded_by

BEFORE_THAT = phrase("{party} before that, in the report of {day}:")
"""The line above a denial that is older than what was found."""


def countered(cited: Cited, passages: Iterable[Selector]) -> list[Selector]:
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
