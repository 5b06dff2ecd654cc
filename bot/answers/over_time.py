"""Shows a case as it stood on a day, and its current facts before those that newer reports superseded."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.answers.answer import NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.phrases import Phrase, in_a_sentence, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.as_of import case_as_of
from bot.cases.dates import earliest, latest
from bot.cases.facts import Fact
from bot.cases.model import Case, Lawsuit, Statement
from bot.cases.rules import RuleViolation
from bot.cases.succession import (
    accounts,
    contradicting,
    first_reported_on,
    newest_day,
    successor_of,
    successors,
)
from bot.cases.voices import voice_of

F = TypeVar("F", bound=Fact)

EARLIER = phrase("Earlier")
"""The heading above what newer reports superseded."""
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
"""By how a fact was superseded, the sentence that says when it was reported, and when it was superseded."""
CONTRADICTED = phrase("{source} says otherwise:")
"""The line below a fact that another one contradicts, above the words of the latter."""


def day_asked(asked: Query, option: str = "as-of", bound: Callable[[str], date] = latest) -> str | None:
    """The ISO day at one bound of the EDTF date in an option; None where the query has none.

    Raises CommandError where it is no EDTF date.
    """
    typed = asked.get(option)
    if not typed:
        return None
    try:
        return bound(typed).isoformat()
    except RuleViolation:
        raise CommandError(
            phrase(
                "{option}: “{typed}” is no day of the calendar; "
                "write it as 2023-07-12, 2023-05, 2019 or 199X.",
                option=option,
                typed=shortened(typed),
            ),
            asked.command,
        ) from None


def as_asked(case: Case, asked: Query) -> Case:
    """The case as it stood on the day of ``as-of:``; the case itself where the query has none.

    Raises CommandError where the day is before the case's first source, or is no EDTF date.
    """
    day = day_asked(asked)
    if day is None:
        return case
    stood = case_as_of(case, day)
    if stood is None:
        first = min(source.day for source in case.sources)
        raise CommandError(
            phrase(
                "No source on this case is as old as {day}: the first is of {first}.",
                day=earliest(day),
                first=earliest(first),
            ),
            asked.command,
        )
    return stood


def current_first(cited: Cited, facts: Iterable[F], part: Callable[[Cited, F], Part]) -> Iterator[Part]:
    """A part for each fact: the current ones, then the superseded ones under “Earlier”, with remarks."""
    superseded: list[F] = []
    for fact in facts:
        if successor_of(cited.case, fact):
            superseded.append(fact)
            continue
        yield part(cited, fact)
        yield from contradictions(cited, fact)
    if superseded:
        yield NoticePart(EARLIER, heading=True)
    for fact in superseded:
        if remark := superseded_remark(cited.case, fact):
            yield NoticePart(remark)
        yield part(cited, fact)


def earlier_statuses(cited: Cited, lawsuit: Lawsuit) -> Iterator[Part]:
    """A part for each status of a lawsuit before the current one, the newest first, under “Earlier”."""
    past = lawsuit.status[-2::-1]
    if past:
        yield NoticePart(EARLIER, heading=True)
    for status in past:
        day = earliest(newest_day(cited.case, status.quote))
        yield NoticePart(phrase("As reported on {day}", day=day), quotations=cited.quotations(status.quote))


def superseded_remark(case: Case, fact: Fact) -> Phrase | None:
    """The sentence on when a fact was reported, and when and how it was superseded; None if it is current."""
    newer = successor_of(case, fact)
    if newer is None:
        return None
    return SUPERSEDED[newer.how].filled(
        day=earliest(first_reported_on(case, fact)), later=earliest(first_reported_on(case, newer.fact))
    )


def contradictions(cited: Cited, fact: Fact) -> Iterator[Part]:
    """Who says otherwise than a fact, and in which words, whichever of the two facts names the other."""
    for other in contradicting(cited.case, fact):
        yield contradiction(cited, other, fact)


def contradiction(cited: Cited, other: Fact, fact: Fact) -> NoticePart:
    """The words of a fact that says otherwise than the one above it, with whose account it is."""
    return NoticePart(
        CONTRADICTED.filled(source=teller(cited, other, (fact,))), quotations=cited.quotations(other.quote)
    )


def teller(cited: Cited, fact: Fact, others: Iterable[Fact] = ()) -> Phrase:
    """Whose account a fact is, to begin a sentence: a speaker, a publisher, or the article of a day.

    Where one of the ``others`` has the same teller, the day of the report tells them apart.
    """
    name = _speaker_or_publisher(cited, fact)
    if _is_in_the_article_of_one(cited, fact, others):
        return phrase("The same article")
    if name is None:
        return phrase("The article of {day}", day=_day(cited, fact))
    return _told_apart(cited, fact, others, name)


def teller_in_a_sentence(cited: Cited, fact: Fact, others: Iterable[Fact] = ()) -> Phrase:
    """Whose account a fact is, to stand inside a sentence: “the prosecutors”, “the article of 3 May 2021”.

    Where one of the ``others`` has the same teller, the day of the report tells them apart.
    """
    name = _speaker_or_publisher(cited, fact)
    if name is None:
        return phrase("the article of {day}", day=_day(cited, fact))
    return _told_apart(cited, fact, others, in_a_sentence(name))


def _told_apart(cited: Cited, fact: Fact, others: Iterable[Fact], name: str) -> Phrase:
    own = _speaker_or_publisher(cited, fact), _day(cited, fact)
    tellers = [(_speaker_or_publisher(cited, one), _day(cited, one)) for one in others]
    if any(who == own[0] and day != own[1] for who, day in tellers):
        return phrase("{name} in the report of {day}", name=name, day=own[1])
    return phrase("{name}", name=name)


def _is_in_the_article_of_one(cited: Cited, fact: Fact, others: Iterable[Fact]) -> bool:
    """Whether one of some facts is told in the same article by the same teller, so that neither differs."""
    mine = fact.quote[0].source, _speaker_or_publisher(cited, fact)
    return any((one.quote[0].source, _speaker_or_publisher(cited, one)) == mine for one in others)


def _speaker_or_publisher(cited: Cited, fact: Fact) -> str | None:
    """Who tells a fact: whose words it is, whom the article reports to say it, or else the publisher.

    Of disclaimed words it is who attributes them to the speaker.
    """
    words = fact.quote[0]
    statement = fact if isinstance(fact, Statement) else voice_of(cited.case, words).statement
    speaker = statement and (statement.attributed_by if statement.is_disclaimed else statement.speaker)
    return cited.name(speaker or None) or cited.case.source_by_id[words.source].publisher


def _day(cited: Cited, fact: Fact) -> date:
    return earliest(cited.case.source_by_id[fact.quote[0].source].day)


def as_one_account(cited: Cited, facts: Iterable[F]) -> Iterator[F]:
    """The facts, those that ``same_as`` joins as one with the words of each, the publisher's first.

    It has the id of a superseded one among them: what supersedes one account of a fact supersedes all.
    """
    superseded = successors(cited.case)
    for group in accounts(facts):
        first, *others = sorted(group, key=lambda fact: cited.speaker_of(fact.quote[0]) is not None)
        ends = (one.id for one in group if one.id in superseded)
        yield (
            first
            if not others
            else replace(
                first,
                id=next(ends, first.id),
                quote=tuple(selector for fact in (first, *others) for selector in fact.quote),
                contradicts=tuple({one: None for fact in group for one in fact.contradicts}),
            )
        )
