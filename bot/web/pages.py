"""The cases, the answers of one case as a page, and the reading page of a source."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.answers.common import FOLLOW_ONS, OPEN_POINTS
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case
from bot.rendering.render import Presentation, to_html
from bot.search.archive import Archive
from bot.web.context import SHOW_FULL, archive_of, library_of
from bot.web.errors import NotHere
from bot.web.negotiation import presentation_of, shown_by
from bot.web.source_view import reading_page

ON_CASE_PAGE = (
    "case status",
    "case damages",
    "case statements",
    "case timeline",
    "case people",
    "case sources",
    "case caveats",
)
NAMES = {**FOLLOW_ONS, "case caveats": OPEN_POINTS}

routes = web.RouteTableDef()


@routes.get("/")
@shown_by("index.html")
async def index(request: web.Request) -> dict[str, Any]:
    """All cases, the most recently reported first."""
    return {"cases": library_of(request).newest_first}


@routes.get("/cases/{case}")
@shown_by("case.html")
async def case_page(request: web.Request) -> dict[str, Any]:
    """What can be asked of a case, answered on one page."""
    library, presentation = library_of(request), presentation_of(request)
    case = _case(library, request.match_info["case"])
    answers = await asyncio.to_thread(_answers, archive_of(request), presentation, case.id)
    return {"case": case, "answers": answers}


@routes.get("/cases/{case}/sources/{source}")
@shown_by("source.html")
async def source_page(request: web.Request) -> dict[str, Any]:
    """A source, with the quotation that was asked for highlighted, and the one before and after it."""
    archive = archive_of(request)
    case = _case(archive.library, request.match_info["case"])
    source = case.source_by_id.get(request.match_info["source"])
    if source is None:
        raise NotHere(phrase("This case has no such source."))
    wanted = request.query.get("q")
    page = reading_page(archive, case, source, wanted, show_full=request.app[SHOW_FULL])
    if wanted and page.current is None:
        raise NotHere(phrase("There is no such quotation in this source."))
    credit = presentation_of(request).words.credit(page.current) if page.current else ""
    return {"case": case, "source": source, "page": page, "credit": credit}


def _case(library: Library, name: str) -> Case:
    case = library.cases.get(name)
    if case is None:
        raise NotHere(phrase("There is no such case."))
    return case


def _answers(archive: Archive, presentation: Presentation, case_id: str) -> list[tuple[str, str, Markup]]:
    """Each answer's anchor, name and proven HTML, which its own template escaped."""
    queries = [Query(command, (("case", case_id),)) for command in ON_CASE_PAGE]
    return [
        (
            query.command.split()[1],
            presentation.words.say(NAMES[query.command]),
            Markup(to_html(respond(archive, query), presentation)),  # noqa: S704  -- see above
        )
        for query in queries
    ]
