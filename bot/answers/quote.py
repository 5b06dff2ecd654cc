"""``/quote``: finds a quotation by its words or its id, or lists all of them page by page."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from typing import overload

from bot.answers.allegations import is_denial
from bot.answers.answer import Answer, ContextPart, MatchPart, NoticePart, Suggestion
from bot.answers.cite import Cited
from bot.answers.common import about_look_up, cited_case, is_said_by, one_case
from bot.answers.leads import findings_lead
from bot.answers.over_time import as_asked, day_asked
from bot.answers.passages import superseded_words
from bot.answers.phrases import Phrase, counted, phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.as_of import case_as_of
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import control_character_in, make_selector
from bot.search.archive import Archive, PassageLocation
from bot.search.passages import Passage, recorded_passages
from bot.search.sentences import paragraph_around

TOPIC = phrase("quotations")
MAX_MATCHES = 5
"""How many of the best matches are shown."""
PER_PAGE = 10
PAGE = re.compile(r"[1-9]\d{0,8}", re.ASCII)
"""Matches the number of a page."""


def answer(archive: Archive, asked: Query) -> Answer:
    """The best matches for words, one quotation in its paragraph, or a page of all quotations.

    Raises CommandError for an unknown case or page.
    """
    library = archive.library
    case = cited_case(library, asked).case.id if asked.get("case") else ""
    day = day_asked(asked)
    text = asked.get("text")
    if text and text.startswith("#"):
        return _in_context(archive, asked, case, text.removeprefix("#").lower(), day)
    if text:
        among = _reported_by(library, day) if day else None
        found = archive.find_among(text, MAX_MATCHES, among, case, asked.get("speaker") or "")
        best = _of_speaker(library, asked, _as_reported(day, found))
        # Only what was found was understood otherwise than typed.
        return _matches(library, asked, archive.correct_spelling(text) if best else text, best)
    if speaker := asked.get("speaker"):
        recorded = _as_reported(day, archive.recorded(speaker, case))
        return _page(library, asked, _of_speaker(library, asked, recorded))
    names = [case] if case else [one.id for one in library.newest_first]
    if day is None:
        return _page(library, asked, RecordedPassages(library, names))
    stood = (case_as_of(library.cases[name], day) for name in names)
    return _page(library, asked, [passage for one in stood if one for passage in recorded_passages(one)])


def _reported_by(library: Library, day: str) -> Callable[[PassageLocation], bool]:
    """Whether a passage stands in a source, or an edition of one, that could be read on an ISO day."""
    known: dict[str, frozenset[str]] = {}

    def is_reported(place: PassageLocation) -> bool:
        if place.case not in known:
            sources = library.cases[place.case].sources
            known[place.case] = frozenset(one.id for one in sources if one.day <= day)
        return place.source in known[place.case]

    return is_reported


def _as_reported(day: str | None, passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages of sources that were published by an ISO day, each in its case as it stood on that day.

    All passages as they are where no day is asked for.
    """
    stood: dict[str, Case | None] = {}
    for passage in passages:
        if day is None:
            yield passage
            continue
        name = passage.case.id
        if name not in stood:
            stood[name] = case_as_of(passage.case, day)
        case = stood[name]
        if case and passage.selector.source in case.source_by_id:
            yield replace(passage, case=case)


class RecordedPassages(Sequence[Passage]):
    """The recorded quotations of cases, one case after the other; a case is read when it is reached."""

    def __init__(self, library: Library, cases: Sequence[str]) -> None:
        self._library = library
        self._cases = cases
        counts = (library.listings[case].quotations for case in cases)
        self._starts = tuple(accumulate(counts, initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, at: int) -> Passage: ...
    @overload
    def __getitem__(self, at: slice) -> list[Passage]: ...
    def __getitem__(self, at: int | slice) -> Passage | list[Passage]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        number = bisect_right(self._starts, at) - 1
        passages = recorded_passages(self._library.cases[self._cases[number]])
        return next(islice(passages, at - self._starts[number], None))


def _of_speaker(library: Library, asked: Query, passages: Iterable[Passage]) -> list[Passage]:
    """The passages that are the own words of the query's speaker; all where it names none."""
    speaker = asked.get("speaker")
    return [
        passage
        for passage in passages
        if not speaker or is_said_by(Cited(library, passage.case), passage.selector, speaker)
    ]


def _matches(library: Library, asked: Query, text: str, found: list[Passage]) -> Answer:
    if not found:
        silent = _found_nothing(library, asked, text)
        return _listing(library, asked, silent, ())
    lead = counted(
        "{count} match for “{text}”",
        "The {count} best matches for “{text}”",
        len(found),
        text=shortened(text),
    )
    return _listing(library, asked, lead, found)


def _found_nothing(library: Library, asked: Query, text: str) -> Phrase:
    """That no quotation has words: none of the speaker's where the query names one, though others may."""
    if speaker := asked.get("speaker"):
        return counted(
            "The source does not say: no quotation of “{speaker}” has the words “{text}”.",
            "The sources do not say: no quotation of “{speaker}” has the words “{text}”.",
            len(library.cases),
            speaker=shortened(speaker),
            text=shortened(text),
        )
    return counted(
        "The source does not say: no quotation and no sentence has the words “{text}”.",
        "The sources do not say: no quotation and no sentence has the words “{text}”.",
        len(library.cases),
        text=shortened(text),
    )


def _page(library: Library, asked: Query, passages: Sequence[Passage]) -> Answer:
    if not passages:
        return _listing(library, asked, phrase("The source does not say: it quotes nothing of the kind."), ())
    pages = -(-len(passages) // PER_PAGE)
    page = _number(asked, pages)
    shown = passages[(page - 1) * PER_PAGE : page * PER_PAGE]
    first = (page - 1) * PER_PAGE + 1
    lead = phrase(
        "Quotations {first} to {last} of {count}",
        first=first,
        last=first + len(shown) - 1,
        count=len(passages),
    )
    turns = (
        *(
            [Suggestion(phrase("Previous"), asked.changed(page=str(page - 1)), turns=True)]
            if page > 1
            else ()
        ),
        *(
            [Suggestion(phrase("Next"), asked.changed(page=str(page + 1)), turns=True)]
            if page < pages
            else ()
        ),
    )
    return replace(_listing(library, asked, lead, shown), suggestions=turns)


def _number(asked: Query, pages: int) -> int:
    typed = asked.get("page") or "1"
    if PAGE.fullmatch(typed) and int(typed) <= pages:
        return int(typed)
    raise CommandError(
        counted(
            "There is no page “{page}”: there is one.",
            "There is no page “{page}”: there are {count}.",
            pages,
            page=shortened(typed),
        ),
        asked.command,
    )


def _in_context(archive: Archive, asked: Query, case: str, wanted: str, day: str | None) -> Answer:
    """The quotation with this id, as reported by an ISO day, and the paragraph in which it stands."""
    library = archive.library
    passage = next(_as_reported(day, archive.every_by_id(wanted, case)), None)
    if passage is None:
        silent = phrase("The source does not say: there is no quotation #{id}.", id=shortened(wanted))
        return _answer(library, asked, silent, (), None)
    cited = Cited(library, passage.case)
    source, start, end = passage.selector.span
    text = passage.case.source_by_id[source].text
    paragraph = make_selector(source, text, *paragraph_around(text, start, end))
    around = [] if control_character_in(paragraph.exact) else [ContextPart(cited.quotations([paragraph]))]
    lead = phrase("Quotation #{id}, and the paragraph in which it stands", id=wanted)
    return _answer(library, asked, lead, (*_match(library, passage), *around), cited)


def _match(library: Library, passage: Passage) -> Iterator[NoticePart | MatchPart]:
    """A quotation, below when and how what it reports was superseded."""
    cited = Cited(library, passage.case)
    remarks, _ = superseded_words(cited, passage.selector)
    yield from map(NoticePart, remarks)
    yield MatchPart(passage.case.title, passage.case.as_of, (cited.quotation(passage.selector),))


def _listing(library: Library, asked: Query, lead: Phrase, passages: Iterable[Passage]) -> Answer:
    shown = tuple(passages)
    about = one_case(library, {passage.case.id for passage in shown})
    about = replace(about, case=as_asked(about.case, asked)) if about else None
    found = tuple(part for passage in shown for part in _match(library, passage))
    return _answer(library, asked, lead, found, about)


def _answer(
    library: Library,
    asked: Query,
    lead: Phrase,
    parts: tuple[NoticePart | MatchPart | ContextPart, ...],
    about: Cited | None,
) -> Answer:
    looked_up = replace(
        about_look_up(library, asked, TOPIC, lead, about),
        parts=(*parts, *_findings_beside(library, parts)),
        abstained=not parts,
    )
    if about or not day_asked(asked):
        return looked_up
    days = (part.as_of for part in parts if isinstance(part, MatchPart))
    return replace(looked_up, as_of=max(days, default=None))


def _findings_beside(
    library: Library, parts: Iterable[NoticePart | MatchPart | ContextPart]
) -> Iterator[NoticePart]:
    """What was found about whoever denies something in a quotation of these parts, a line a case."""
    shown = [quotation for part in parts for quotation in part.quotations]
    for name in dict.fromkeys(quotation.case for quotation in shown):
        cited = Cited(library, library.cases[name])
        if any(is_denial(cited, one.selector) for one in shown if one.case == name):
            found = findings_lead(cited)
            yield NoticePart(phrase("What was found: {findings}", findings=found))
