"""A source as paragraphs, with one quotation marked in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.answers.phrases import phrase
from bot.cases.model import Case, Source
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of_facts
from bot.search.archive import Archive
from bot.search.sentences import Span, paragraphs
from bot.web.errors import NotHere

NO_QUOTATION = phrase("There is no such quotation in this source.")


class Run(NamedTuple):
    """A piece of a paragraph, marked where it belongs to the quotation that was asked for."""

    text: str
    marked: bool


Paragraph = tuple[Run, ...]
"""The pieces of a paragraph; empty in the place of paragraphs that are not shown."""


@dataclass(frozen=True)
class ReadingPage:
    """The paragraphs of a source, the marked quotation, its neighbours, and all quotations of the source."""

    paragraphs: tuple[Paragraph, ...]
    current: Quotation | None
    previous: Quotation | None
    following: Quotation | None
    quotations: tuple[Quotation, ...]


def reading_page(
    archive: Archive, case: Case, source: Source, wanted: str | None, *, show_full: bool
) -> ReadingPage:
    """Make the page of a source; without ``show_full`` only paragraphs with a quotation are shown."""
    cited = Cited(archive.library, case)
    recorded = {
        selector.span: selector for selector in selectors_of_facts(case) if selector.source == source.id
    }
    ordered = [recorded[span] for span in sorted(recorded)]
    marked = next((one for one in ordered if one.id == wanted), None) or _unrecorded(
        archive, case, source, wanted
    )
    shown = tuple(_paragraphs(source.text, marked, None if show_full else ordered))
    at = ordered.index(marked) if marked in ordered else None
    before = ordered[at - 1] if at else None
    after = ordered[at + 1] if at is not None and at + 1 < len(ordered) else None
    current, previous, following = (cited.quotation(one) if one else None for one in (marked, before, after))
    return ReadingPage(shown, current, previous, following, cited.quotations(ordered))


def quotation_at(archive: Archive, case: Case, source: Source, wanted: str) -> Quotation:
    """The quotation of a source with this id, recorded or not. Raises NotHere."""
    recorded = (one for one in selectors_of_facts(case) if one.source == source.id and one.id == wanted)
    found = next(recorded, None) or _unrecorded(archive, case, source, wanted)
    if found is None:
        raise NotHere(NO_QUOTATION)
    return Cited(archive.library, case).quotation(found)


def _unrecorded(archive: Archive, case: Case, source: Source, wanted: str | None) -> Selector | None:
    """The selector of a sentence that is quotable by its id, though no editor made it a quotation."""
    passage = archive.by_id(wanted, case.id) if wanted else None
    return passage.selector if passage and passage.selector.source == source.id else None


def _paragraphs(text: str, marked: Selector | None, around: list[Selector] | None) -> Iterator[Paragraph]:
    """Every paragraph; adjacent ones without a quotation are replaced by one empty paragraph."""
    hidden = False
    for span in paragraphs(text):
        holds = around is None or any(_share(span, one) for one in (*around, *([marked] if marked else [])))
        if holds:
            yield tuple(_runs(text, span, marked))
        elif not hidden:
            yield ()
        hidden = not holds


def _share(span: Span, selector: Selector) -> bool:
    return span.start < selector.end and selector.start < span.end


def _runs(text: str, span: Span, marked: Selector | None) -> Iterator[Run]:
    start, end = span.end, span.end
    if marked and _share(span, marked):
        start, end = max(span.start, marked.start), min(span.end, marked.end)
    for first, last, is_marked in ((span.start, start, False), (start, end, True), (end, span.end, False)):
        if first < last:
            yield Run(text[first:last], is_marked)
