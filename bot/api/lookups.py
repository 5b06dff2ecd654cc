"""What programs can look up: quotations, cases, answers about a case, and what is covered."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from bot.answers.cite import Cited
from bot.answers.commands import COMMANDS as TYPED
from bot.answers.common import is_said_by
from bot.answers.grammar import query
from bot.answers.query import CommandError
from bot.answers.quote import RecordedPassages
from bot.answers.respond import respond
from bot.answers.withdrawal import case_withdrawn, source_withdrawn
from bot.api.models import (
    CaseAnswer,
    CaseCommand,
    CaseOptions,
    CasePage,
    CaseRecord,
    CoverageAnswer,
    CoveredCase,
    FieldProblem,
    FindRequest,
    PageRequest,
    QuotationPage,
    QuotationRecord,
    QuotationsRequest,
    SourceRecord,
)
from bot.api.records import VERSION_PATH, coverage_now, quotation_record
from bot.api.refusals import NoSuchThing, RequestRefused, WithdrawnThing
from bot.api.validation import MISTAKES
from bot.cases.library import Library, Listing
from bot.cases.model import Case, Source
from bot.rendering.outline import title
from bot.rendering.render import Presentation, in_detail, to_text
from bot.search.archive import Archive
from bot.search.passages import Passage

T = TypeVar("T")
MOST_CASES_LISTED = 100
"""Cases that are listed with what is covered."""
COMMANDS: tuple[CaseCommand, ...] = (
    "status",
    "damages",
    "statements",
    "timeline",
    "people",
    "sources",
    "caveats",
    "changes",
)


def standing_case(library: Library, case_id: str) -> Case:
    """The case with an id. Raises NoSuchThing, and WithdrawnThing for one that was withdrawn."""
    case = library.cases.get(case_id)
    if case is None:
        raise NoSuchThing("There is no such case.")
    if case.withdrawn:
        raise WithdrawnThing(str(case_withdrawn(case.withdrawn)))
    return case


def found_quotations(archive: Archive, asked: FindRequest, presentation: Presentation) -> QuotationPage:
    """The best matches for some words, of which each overlaps no better one."""
    wanted = QuotationsRequest(words=asked.words, speaker=asked.speaker, limit=asked.limit)
    return quotation_page(archive, wanted, presentation)


def quotation_page(archive: Archive, asked: QuotationsRequest, presentation: Presentation) -> QuotationPage:
    """The best matches for some words, or a page of the recorded quotations. Raises NoSuchThing."""
    passages = _passages(archive, asked)
    shown, pages = _cut(passages, asked)
    return QuotationPage(
        items=[
            quotation_record(archive, Cited(archive.library, one.case).quotation(one.selector), presentation)
            for one in shown
        ],
        total=len(passages),
        page=asked.page,
        pages=pages,
        next=_next("quotations", asked, pages),
        coverage=coverage_now(archive, presentation),
    )


def _passages(archive: Archive, asked: QuotationsRequest) -> Sequence[Passage]:
    library, case, speaker = archive.library, asked.case or "", asked.speaker or ""
    if case:
        standing_case(library, case)
    if not asked.words and not speaker:
        names = [case] if case else [one.id for one in library.newest_first if not one.withdrawn]
        return RecordedPassages(library, names)
    found = (
        archive.find(asked.words, asked.limit, case, speaker)
        if asked.words
        else tuple(archive.recorded(speaker, case))
    )
    return [one for one in found if not speaker or _is_said_by(library, one, speaker)]


def _is_said_by(library: Library, passage: Passage, speaker: str) -> bool:
    return is_said_by(Cited(library, passage.case), passage.selector, speaker)


def one_quotation(archive: Archive, name: str, case: str, presentation: Presentation) -> QuotationRecord:
    """The quotation with an id, of the newest case that has it. Raises NoSuchThing and WithdrawnThing."""
    if case:
        standing_case(archive.library, case)
    passage = archive.by_id(name, case)
    if passage is None:
        raise NoSuchThing("There is no such quotation.")
    quotation = Cited(archive.library, passage.case).quotation(passage.selector)
    return quotation_record(archive, quotation, presentation)


def case_page(archive: Archive, asked: PageRequest, presentation: Presentation) -> CasePage:
    """A page of the cases, the most recently reported first. Raises NoSuchThing."""
    listings = archive.library.newest_first
    shown, pages = _cut(listings, asked)
    return CasePage(
        items=[_case_record(one) for one in shown],
        total=len(listings),
        page=asked.page,
        pages=pages,
        next=_next("cases", asked, pages),
        coverage=coverage_now(archive, presentation),
    )


def _case_record(one: Listing) -> CaseRecord:
    gone = bool(one.withdrawn)
    return CaseRecord(
        id=one.id,
        title=str(one.title),
        as_of=one.as_of,
        version=one.version,
        lawsuits=0 if gone else one.lawsuits,
        statements=0 if gone else one.statements,
        quotations=0 if gone else one.quotations,
        sources=0 if gone else one.sources,
        withdrawn=one.withdrawn or None,
        commands={} if gone else {name: f"{VERSION_PATH}/cases/{one.id}/{name}" for name in COMMANDS},
    )


def case_answer(
    archive: Archive,
    case_id: str,
    command: CaseCommand,
    presentation: Presentation,
    options: CaseOptions | None = None,
) -> CaseAnswer:
    """The answer to a question about a case, in full.

    Raises RequestRefused for an option that the command does not take, NoSuchThing and WithdrawnThing.
    """
    given = (options or CaseOptions()).model_dump(exclude_none=True)
    if wrong := [name for name in given if name not in options_of(command)]:
        known = ", ".join(options_of(command))
        detail = f"{command} has no such option. Known: {known}."
        raise RequestRefused(400, MISTAKES, [FieldProblem(pointer=name, detail=detail) for name in wrong])
    case = standing_case(archive.library, case_id)
    typed = {name.replace("_", "-"): value for name, value in given.items()}
    try:
        answer = respond(archive, query(f"case {command}", {"case": case.id, **typed})).unfolded()
    except CommandError as error:
        raise NoSuchThing(str(error.sentence)) from None
    answer = in_detail(answer, "full")
    return CaseAnswer(
        case=case.id,
        command=command,
        title=title(answer, presentation.words),
        as_of=answer.as_of,
        abstained=answer.abstained,
        text=to_text(answer, presentation),
        quotations=[quotation_record(archive, one, presentation) for one in answer.quotations()],
        open_points=[point.text for point in answer.open_points],
        coverage=coverage_now(archive, presentation),
    )


def covered(archive: Archive, presentation: Presentation) -> CoverageAnswer:
    """What is searched, with the newest cases by their ids."""
    standing = [one for one in archive.library.newest_first if not one.withdrawn]
    return CoverageAnswer(
        cases=[
            CoveredCase(id=one.id, title=str(one.title), as_of=one.as_of)
            for one in standing[:MOST_CASES_LISTED]
        ],
        more=max(0, len(standing) - MOST_CASES_LISTED),
        coverage=coverage_now(archive, presentation),
    )


def options_of(command: CaseCommand) -> tuple[str, ...]:
    """The options that a command about a case takes, as the API names them."""
    named = (one.name.replace("-", "_") for one in TYPED[f"case {command}"].options)
    return tuple(name for name in named if name in CaseOptions.model_fields)


def source_record(
    archive: Archive, case_id: str, source_id: str, presentation: Presentation, *, show_full: bool
) -> SourceRecord:
    """An article with its recorded quotations. Raises NoSuchThing and WithdrawnThing."""
    case = standing_case(archive.library, case_id)
    source: Source | None = case.source_by_id.get(source_id)
    if source is None:
        raise NoSuchThing("This case has no such source.")
    if source.withdrawn:
        raise WithdrawnThing(str(source_withdrawn(source.withdrawn)))
    recorded = (one for one in RecordedPassages(archive.library, [case.id]))
    cited = Cited(archive.library, case)
    return SourceRecord(
        id=source.id,
        case=case.id,
        headline=source.headline,
        author=tuple(source.author),
        publisher=source.publisher,
        date=source.day,
        language=source.in_language,
        licence=source.licence,
        url=source.url,
        sha256=source.sha256,
        quotations=[
            quotation_record(archive, cited.quotation(one.selector), presentation)
            for one in recorded
            if one.selector.source == source.id
        ],
        text=source.text if show_full else None,
    )


def _cut(items: Sequence[T], asked: PageRequest) -> tuple[Sequence[T], int]:
    """The items of a page, and how many pages there are. Raises NoSuchThing for a page behind the last."""
    pages = max(1, -(-len(items) // asked.limit))
    if asked.page > pages:
        raise NoSuchThing(f"There is no page {asked.page}: the last one is {pages}.")
    return items[(asked.page - 1) * asked.limit : asked.page * asked.limit], pages


def _next(path: str, asked: PageRequest, pages: int) -> str | None:
    if asked.page >= pages:
        return None
    given = asked.model_dump(exclude_none=True, exclude={"page"})
    return f"{VERSION_PATH}/{path}?{urlencode({**given, 'page': asked.page + 1})}"
