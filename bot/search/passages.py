"""The passages of a case that can be looked up: its quotations, and the sentences around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cases.model import Case, Source
from bot.cases.selectors import Selector, select
from bot.search.sentences import sentences

OPENING, CLOSING = "“«„", "”»"


@dataclass(frozen=True)
class Passage:
    """A span of a case's source; ``recorded`` where an editor made it a quotation of the case file."""

    case: Case
    selector: Selector
    recorded: bool


def passages_of(case: Case) -> Iterator[Passage]:
    """The recorded quotations in the order of the sources, then the remaining sentences; each span once."""
    recorded = {selector.span: selector for selector in _recorded(case)}
    for span in sorted(recorded):
        yield Passage(case, recorded[span], recorded=True)
    spoken = [selector for statement in case.statements for selector in statement.spoken]
    for source in case.sources:
        for selector in _whole_sentences(source, spoken):
            if selector.span not in recorded:
                yield Passage(case, selector, recorded=False)


def _recorded(case: Case) -> Iterator[Selector]:
    """What facts rest on; not the cues and the words of caveats, which say little alone."""
    for party in case.parties:
        yield from party.described_as
    for lawsuit in case.lawsuits:
        yield from lawsuit.quote
        yield from lawsuit.status.quote if lawsuit.status else ()
    for fact in (*case.rulings, *case.awards, *case.events, *case.statements):
        yield from fact.quote
    for statement in case.statements:
        yield from statement.quoted


def _whole_sentences(source: Source, spoken: list[Selector]) -> Iterator[Selector]:
    """Sentences in the publisher's voice. A piece of somebody's speech is not one: it would be misattributed."""
    for start, end in sentences(source.text):
        selector = select(source.id, source.text, start, end)
        pieces = any(words.overlaps(selector) and not selector.contains(words) for words in spoken)
        if not pieces and _marks_are_balanced(selector.exact):
            yield selector


def _marks_are_balanced(text: str) -> bool:
    opened = sum(text.count(mark) for mark in OPENING)
    closed = sum(text.count(mark) for mark in CLOSING)
    return text.count('"') % 2 == 0 and opened == closed
