"""Builds the parts of an answer from facts of a case."""

from bot.answers.answer import (
    AmountPart,
    LawsuitPart,
    PartyPart,
    RulingPart,
    SourcePart,
    StatementPart,
    TimelinePart,
)
from bot.answers.cite import Cited
from bot.answers.over_time import superseded_remark
from bot.cases.dates import PartialDate
from bot.cases.model import Award, Event, Lawsuit, Party, Ruling, Source, Statement
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
    )


def timeline_part(
    cited: Cited, fact: Event | Ruling | Lawsuit | Award, date: PartialDate | None, lawsuits: tuple[str, ...]
) -> TimelinePart:
    """The timeline entry for an event or another fact, with the date and lawsuits (ids) given."""
    return TimelinePart(
        date,
        fact,
        cited.lawsuit_labels(lawsuits),
        not isinstance(fact, Lawsuit) and fact.lawsuit is None,
        cited.speaker_of(fact.quote[0]),
        cited.quotations(fact.quote),
        None if isinstance(fact, Lawsuit) else superseded_remark(cited.case, fact),
    )


def event_part(cited: Cited, event: Event) -> TimelinePart:
    """The timeline entry for an event, with the event's own date and lawsuits."""
    return timeline_part(cited, event, event.date, event.lawsuits)


def statement_part(cited: Cited, statement: Statement) -> StatementPart:
    """The part for a statement: its words and those that attribute it, in the order of the article."""
    selectors = sorted(
        (*statement.quote, *statement.quoted, *statement.cue), key=lambda one: (one.source, one.start)
    )
    return StatementPart(
        statement, cited.case.party_by_id[statement.speaker].name, cited.quotations(selectors)
    )


def party_part(cited: Cited, party: Party) -> PartyPart:
    """The part for a party, with the quotations that describe it."""
    return PartyPart(party, cited.quotations(party.described_as))


def source_part(cited: Cited, source: Source) -> SourcePart:
    """The part for an article, with how many different quotations rest on it."""
    spans = {selector.span for selector in selectors_of_facts(cited.case) if selector.source == source.id}
    return SourcePart(source, len(spans), cited.quotations(source.quote))
