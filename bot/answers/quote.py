"""``/quote``: a quotation by its words, by its id, or all of them page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers.answer import Answer, ContextPart, MatchPart, Suggestion
from bot.answers.cite import Cited
from bot.answers.common import cited_case, is_named, only_case
from bot.answers.phrases import Phrase, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.library import Library
from bot.cases.selectors import Selector, select
from bot.cases.spans import selectors_of
from bot.search.archive import Archive
from bot.search.passages import Passage, passages_of
from bot.search.sentences import paragraph_around

TOPIC = phrase("quotations")
BEST = 5
PER_PAGE = 10
PAGE = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def answer(archive: Archive, asked: Query) -> Answer:
    """The best few matches, one quotation in its paragraph, or a page of all of them."""
    library = archive.library
    cases = (
        [cited_case(library, asked)]
        if asked.get("case")
        else [Cited(library, one) for one in library.in_order]
    )
    text = asked.get("text")
    if text and text.startswith("#"):
        return _in_context(library, asked, cases, text.removeprefix("#").lower())
    if text:
        case = cases[0].case.id if asked.get("case") else ""
        found = archive.find(text, BEST, case, asked.get("speaker") or "")
        return _matches(library, asked, archive.understood(text), found)
    passages = (passage for cited in cases for passage in _passages(cited, asked.get("speaker")))
    return _page(library, asked, [passage for passage in passages if passage.recorded])


def _passages(cited: Cited, speaker: str | None) -> Iterator[Passage]:
    for passage in passages_of(cited.case):
        if not speaker or _is_said_by(cited, passage.selector, speaker):
            yield passage


def _is_said_by(cited: Cited, selector: Selector, speaker: str) -> bool:
    name = cited.speaker_of(selector)
    return any(party.name == name and is_named(party, speaker) for party in cited.case.parties)


def _matches(library: Library, asked: Query, text: str, found: tuple[Passage, ...]) -> Answer:
    if not found:
        message = "The source does not say: no quotation and no sentence has the words “{text}”."
        if len(library.cases) != 1:
            message = "The sources do not say: no quotation and no sentence has the words “{text}”."
        return _listing(library, asked, phrase(message, text=shortened(text)), ())
    message = "1 match for “{text}”" if len(found) == 1 else "The {count} best matches for “{text}”"
    return _listing(library, asked, phrase(message, count=len(found), text=shortened(text)), found)


def _page(library: Library, asked: Query, passages: list[Passage]) -> Answer:
    if not passages:
        return _listing(library, asked, phrase("The source does not say: it quotes nothing of the kind."), ())
    pages = -(-len(passages) // PER_PAGE)
    page = _number(asked, pages)
    shown = passages[(page - 1) * PER_PAGE : page * PER_PAGE]
    message = "Quotations {first} to {last} of {count}"
    first = (page - 1) * PER_PAGE + 1
    lead = phrase(message, first=first, last=first + len(shown) - 1, count=len(passages))
    turns = (
        *([Suggestion(phrase("Previous"), asked.changed(page=str(page - 1)))] if page > 1 else ()),
        *([Suggestion(phrase("Next"), asked.changed(page=str(page + 1)))] if page < pages else ()),
    )
    return replace(_listing(library, asked, lead, shown), suggestions=turns)


def _number(asked: Query, pages: int) -> int:
    typed = asked.get("page") or "1"
    if PAGE.fullmatch(typed) and int(typed) <= pages:
        return int(typed)
    raise CommandError(
        phrase("There is no page “{page}”: there are {pages}.", page=shortened(typed), pages=pages),
        asked.command,
    )


def _in_context(library: Library, asked: Query, cases: Iterable[Cited], wanted: str) -> Answer:
    """The quotation of an id, in its paragraph."""
    for cited in cases:
        passages = (passage.selector for passage in passages_of(cited.case))
        found = next((one for one in (*selectors_of(cited.case), *passages) if one.id == wanted), None)
        if found:
            text = cited.case.source_by_id[found.source].text
            paragraph = select(found.source, text, *paragraph_around(text, found.start, found.end))
            match = _match(library, Passage(cited.case, found, recorded=True))
            around = ContextPart(cited.quotations([paragraph]))
            lead = phrase("Quotation #{id}, and the paragraph in which it stands", id=wanted)
            return _answer(library, asked, lead, (match, around), cited)
    message = "The source does not say: there is no quotation #{id}."
    return _answer(library, asked, phrase(message, id=shortened(wanted)), (), None)


def _match(library: Library, passage: Passage) -> MatchPart:
    cited = Cited(library, passage.case)
    return MatchPart(passage.case.title, passage.case.as_of, (cited.quotation(passage.selector),))


def _listing(library: Library, asked: Query, lead: Phrase, passages: Iterable[Passage]) -> Answer:
    shown = tuple(passages)
    cases = {passage.case.id: passage.case for passage in shown}
    about = Cited(library, next(iter(cases.values()))) if len(cases) == 1 else only_case(library)
    return _answer(library, asked, lead, tuple(_match(library, passage) for passage in shown), about)


def _answer(
    library: Library,
    asked: Query,
    lead: Phrase,
    parts: tuple[MatchPart | ContextPart, ...],
    about: Cited | None,
) -> Answer:
    days = [about.case.as_of] if about else [case.as_of for case in library.cases.values()]
    return Answer(
        asked,
        TOPIC,
        lead,
        about.case.id if about else None,
        about.case.title if about else None,
        max(days, default=None),
        parts,
        abstained=not parts,
    )
