"""A case over time: as it stood on a day, and which of its facts stand now or were superseded since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from bot.answers.answer import NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.phrases import Phrase, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.as_of import case_as_of
from bot.cases.dates import earliest, latest
from bot.cases.facts import Fact
from bot.cases.model import Case, Lawsuit
from bot.cases.rules import RuleViolation
from bot.cases.selectors import Selector
from bot.cases.succession import current, facts_of, newest, newest_day, reported_on, successors

F = TypeVar("F", bound=Fact)

EARLIER = phrase("Earlier")
SUPERSEDED: Mapping[str, Phrase] = {
    "replaces": phrase("As reported on {day}; replaced in the report of {later}"),
    "reduces": phrase("As reported on {day}; reduced in the report of {later}"),
    "increases": phrase("As reported on {day}; increased in the report of {later}"),
    "reverses": phrase("As reported on {day}; reversed in the report of {later}"),
    "corrects": phrase("As reported on {day}; corrected in the report of {later}"),
    "withdraws": phrase("As reported on {day}; withdrawn in the report of {later}"),
    "vacates": phrase("As reported on {day}; vacated in the report of {later}"),
    "settles": phrase("As reported on {day}; settled in the report of {later}"),
    "fulfils": phrase("As reported on {day}; fulfilled in the report of {later}"),
    "holds": phrase("As reported on {day}; held since, by the report of {later}"),
    "reschedules": phrase("As reported on {day}; rescheduled in the report of {later}"),
}
CONTRADICTED = phrase("The report of {day} says otherwise.")


def day_asked(asked: Query) -> str | None:
    """The ISO day of ``as-of:``, the last one that it can mean; None where it is not given.

    Raises CommandError where it is no day.
    """
    typed = asked.get("as-of")
    if not typed:
        return None
    try:
        return latest(typed).isoformat()
    except RuleViolation:
        raise CommandError(
            phrase(
                "as-of: “{typed}” is no day of the calendar; write it as 2023-07-12, 2023-05, 2019 or 199X.",
                typed=shortened(typed),
            ),
            asked.command,
        ) from None


def as_asked(case: Case, asked: Query) -> Case:
    """The case, or with ``as-of:`` as it stood on that day. Raises CommandError before its first report."""
    day = day_asked(asked)
    if day is None:
        return case
    stood = case_as_of(case, day)
    if stood is None:
        first = min(source.date_published for source in case.sources)
        raise CommandError(
            phrase(
                "No source on this case is as old as {day}: the first is of {first}.",
                day=earliest(day),
                first=earliest(first),
            ),
            asked.command,
        )
    return stood


def standing_first(cited: Cited, facts: Iterable[F], part: Callable[[Cited, F], Part]) -> Iterator[Part]:
    """A part for each fact: those that stand now, then under “Earlier” what each superseded one was."""
    listed = tuple(facts)
    standing = current(cited.case, listed)
    for fact in standing:
        yield part(cited, fact)
        yield from _contradictions(cited.case, fact)
    superseded = [fact for fact in listed if fact not in standing]
    if superseded:
        yield NoticePart(EARLIER, heading=True)
    for fact in superseded:
        if remark := superseded_remark(cited.case, fact):
            yield NoticePart(remark)
        yield part(cited, fact)


def newest_first(
    cited: Cited, passages: Iterable[Selector], part: Callable[[Cited, Selector], Part]
) -> Iterator[Part]:
    """Passages of an answer, with what stands now in the place of each that tells only superseded facts.

    These come first; under “Earlier” stand the passages whose place they took, with what became of each.
    """
    standing: list[Selector] = []
    outdated: list[tuple[Selector, Fact]] = []
    for passage in passages:
        if told := _superseded_in(cited.case, passage):
            outdated += [(passage, fact) for fact in told[:1]]
            standing += [one for fact in told for one in newest(cited.case, fact).quote]
        else:
            standing.append(passage)
    shown: list[Selector] = []
    for passage in standing:
        if not any(one.overlaps(passage) for one in shown):
            shown.append(passage)
            yield part(cited, passage)
    earlier = [(passage, fact) for passage, fact in outdated if not any(map(passage.overlaps, shown))]
    if earlier:
        yield NoticePart(EARLIER, heading=True)
    for passage, fact in earlier:
        if remark := superseded_remark(cited.case, fact):
            yield NoticePart(remark)
        yield part(cited, passage)


def _superseded_in(case: Case, passage: Selector) -> list[Fact]:
    """The facts that a passage tells, where all of them were superseded; none where one still stands."""
    told = [fact for _, fact in facts_of(case) if any(passage.overlaps(one) for one in fact.quote)]
    replaced = successors(case)
    return told if told and all(fact.id in replaced for fact in told) else []


def superseded_words(cited: Cited, passage: Selector) -> tuple[Phrase, tuple[Selector, ...]] | None:
    """What became of a passage that tells only superseded facts, and the words that stand in its place.

    None where it tells a fact that still stands, or none at all.
    """
    told = _superseded_in(cited.case, passage)
    remark = superseded_remark(cited.case, told[0]) if told else None
    if remark is None:
        return None
    return remark, tuple(one for fact in told for one in newest(cited.case, fact).quote)


def earlier_standings(cited: Cited, lawsuit: Lawsuit) -> Iterator[Part]:
    """Where a lawsuit stood before its current status, the newest first, each with its words and day."""
    past = lawsuit.status[-2::-1]
    if past:
        yield NoticePart(EARLIER, heading=True)
    for status in past:
        day = earliest(newest_day(cited.case, status.quote))
        yield NoticePart(phrase("As reported on {day}", day=day), quotations=cited.quotations(status.quote))


def superseded_remark(case: Case, fact: Fact) -> Phrase | None:
    """When a superseded fact was reported, and when and how another took its place; None where none did."""
    newer = successors(case).get(fact.id or "")
    if newer is None:
        return None
    return SUPERSEDED[newer.how].filled(
        day=earliest(reported_on(case, fact)), later=earliest(reported_on(case, newer.fact))
    )


def _contradictions(case: Case, fact: Fact) -> Iterator[Part]:
    """A line for each report that says otherwise, whichever of the two facts names the other."""
    for other in (
        one for section in (case.rulings, case.awards, case.statements, case.events) for one in section
    ):
        if (other.id and other.id in fact.contradicts) or (fact.id and fact.id in other.contradicts):
            yield NoticePart(CONTRADICTED.filled(day=earliest(reported_on(case, other))))
