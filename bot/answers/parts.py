"""Builds the parts of an answer from facts of a case."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from bot.answers.amounts import wholes_of
from bot.answers.answer import (
    AmountPart,
    LawsuitPart,
    PartyPart,
    ReliefPart,
    RulingPart,
    SourcePart,
    StatementPart,
    TimelinePart,
    Whole,
)
from bot.answers.cite import Cited
from bot.answers.over_time import superseded_remark, teller_in_a_sentence
from bot.answers.planned import planned_remark
from bot.cases.dates import PartialDate
from bot.cases.editions import Fate, fate_of, first_edition, in_force, newest_edition
from bot.cases.model import Award, Event, Lawsuit, Party, Relief, Ruling, Source, Statement
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of_facts


def lawsuit_part(cited: Cited, lawsuit: Lawsuit, selectors: tuple[Selector, ...]) -> LawsuitPart:
    """The part for a lawsuit, with these of its quotations."""
    return LawsuitPart(
        lawsuit,
        cited.names(lawsuit.plaintiffs),
        cited.names(lawsuit.defendants),
        cited.name(lawsuit.court),
        cited.quotations(selectors),
    )


def ruling_part(cited: Cited, ruling: Ruling) -> RulingPart:
    """The part for a ruling, with all its quotations."""
    return RulingPart(
        ruling,
        cited.name(ruling.against),
        cited.name(ruling.decider),
        cited.lawsuit_labels(ruling.lawsuits),
        ruling.lawsuit is None,
        cited.speaker_of(ruling.quote[0]),
        cited.quotations(ruling.quote),
    )


def amount_part(cited: Cited, award: Award) -> AmountPart:
    """The part for an award, with all its quotations."""
    return AmountPart(
        award,
        cited.name(award.to),
        cited.name(award.against),
        cited.lawsuit_labels(award.lawsuits),
        award.lawsuit is None,
        cited.speaker_of(award.quote[0]),
        cited.quotations(award.quote),
        tuple(_wholes(cited, award)),
    )


def _wholes(cited: Cited, award: Award) -> Iterator[Whole]:
    """The amounts of which an award is a part, each with who reports it where several reports differ."""
    wholes = wholes_of(cited.case, award)
    tellers = {one.id: teller_in_a_sentence(cited, one) for one in wholes}
    differ = len(set(tellers.values())) > 1
    return (Whole(one, tellers[one.id] if differ else None) for one in wholes)


def relief_part(cited: Cited, relief: Relief) -> ReliefPart:
    """The part for relief without money, with all its quotations."""
    return ReliefPart(
        relief,
        cited.name(relief.to),
        cited.name(relief.against),
        cited.lawsuit_labels(relief.lawsuits),
        relief.lawsuit is None,
        cited.speaker_of(relief.quote[0]),
        cited.quotations(relief.quote),
        planned_remark(cited, relief),
    )


def timeline_part(
    cited: Cited,
    fact: Event | Ruling | Lawsuit | Award | Relief,
    date: PartialDate | None,
    lawsuits: tuple[str, ...],
) -> TimelinePart:
    """The timeline entry for an event or another fact, with the date and lawsuits (ids) given."""
    return TimelinePart(
        date,
        fact,
        cited.lawsuit_labels(lawsuits),
        not isinstance(fact, Lawsuit) and fact.lawsuit is None,
        cited.speaker_of(fact.quote[0]),
        cited.quotations(fact.quote),
        None
        if isinstance(fact, Lawsuit)
        else superseded_remark(cited.case, fact) or planned_remark(cited, fact),
    )


def event_part(cited: Cited, event: Event) -> TimelinePart:
    """The timeline entry for an event, with the event's own date and lawsuits."""
    return timeline_part(cited, event, event.date, event.lawsuits)


def statement_part(cited: Cited, statement: Statement) -> StatementPart:
    """The part for a statement: its words and those that attribute it, in the order of the article."""
    selectors = sorted(
        (*statement.quote, *statement.quoted, *in_force(cited.case, statement.cue)),
        key=lambda one: (one.source, one.start),
    )
    return StatementPart(
        statement,
        cited.case.party_by_id[statement.speaker].name,
        cited.quotations(selectors),
        cited.name(statement.attributed_by),
        cited.name(statement.denied_by),
    )


def party_part(cited: Cited, party: Party) -> PartyPart:
    """The part for a party, with the quotations that describe it."""
    roles = tuple((one.role, cited.name(one.acts_for)) for one in party.roles)
    return PartyPart(party, cited.quotations(in_force(cited.case, party.described_as)), roles)


def source_part(cited: Cited, source: Source) -> SourcePart:
    """The part for an article, with how many different quotations rest on it."""
    resting = {one.span: one for one in selectors_of_facts(cited.case) if one.source == source.id}
    newest = newest_edition(cited.case, source)
    fates = Counter(fate_of(cited.case, one).fate for one in resting.values() if newest is not source)
    return SourcePart(
        source,
        len(resting),
        cited.quotations((*source.quote, *source.correction)),
        first_edition(cited.case, source) if source.edition_of else None,
        newest if newest is not source else None,
        tuple((fate, fates[fate]) for fate in get_args(Fate) if fates[fate]),
    )
