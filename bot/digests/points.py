"""The parts of an answer that tell the points of a digest."""

from collections.abc import Iterable, Iterator

from bot.answers.answer import NoticePart, Part, StatementPart
from bot.answers.cite import Cited
from bot.answers.over_time import current_first
from bot.answers.parts import amount_part, event_part, lawsuit_part, relief_part, ruling_part
from bot.answers.passages import superseded_words
from bot.answers.phrases import Phrase, phrase
from bot.cases.dates import earliest
from bot.cases.facts import Fact
from bot.cases.model import Award, Event, Lawsuit, Relief, Ruling, Source, Statement
from bot.cases.selectors import Selector
from bot.digests.news import Happened
from bot.digests.selection import Standing, standing_quotations


def under(heading: Phrase, parts: Iterable[Part]) -> Iterator[Part]:
    """Parts below a heading, which is left out where there are none."""
    for number, part in enumerate(parts):
        if not number:
            yield NoticePart(heading, heading=True)
        yield part


def news_parts(cited: Cited, entry: Happened | Source) -> Iterator[Part]:
    """The part of an entry, and what another report says otherwise."""
    if isinstance(entry, Fact):
        return current_first(cited, (entry,), _happened)
    return iter((_happened(cited, entry),))


def _happened(cited: Cited, entry: Happened | Source) -> Part:
    match entry:
        case Lawsuit():
            return lawsuit_part(cited, entry, standing_quotations(entry))
        case Ruling():
            return ruling_part(cited, entry)
        case Award():
            return amount_part(cited, entry)
        case Relief():
            return relief_part(cited, entry)
        case Event():
            return event_part(cited, entry)
        case Source():
            return NoticePart(
                phrase(
                    "An article: {headline} · {publisher} · {day}",
                    headline=entry.headline or phrase("no headline given"),
                    publisher=entry.publisher or phrase("publisher not given"),
                    day=earliest(entry.date_published),
                )
            )


def said_part(cited: Cited, statement: Statement) -> Part:
    """The words alone: who said them, and where, stands above and below them."""
    name = cited.case.party_by_id[statement.speaker].name
    return StatementPart(statement, name, cited.quotations(statement.quote))


def standing_parts(cited: Cited, standing: Iterable[Standing]) -> Iterator[Part]:
    """Lawsuits, each with the words that say where it stands unless they are a ruling's below it."""
    entries = list(standing)
    ruled = [selector for entry in entries if isinstance(entry, Ruling) for selector in entry.quote]
    for entry in entries:
        if isinstance(entry, Ruling):
            yield ruling_part(cited, entry)
        else:
            words = _current_words(cited, standing_quotations(entry))
            fresh = tuple(one for one in words if not any(other.contains(one) for other in ruled))
            yield lawsuit_part(cited, entry, fresh)


def _current_words(cited: Cited, words: Iterable[Selector]) -> Iterator[Selector]:
    """Words, with those of the current facts in the place of words that tell superseded facts alone."""
    for selector in words:
        yield from superseded_words(cited, selector)[1] or (selector,)
