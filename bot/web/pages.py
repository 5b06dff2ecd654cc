"""The pages: all cases, the answers of one case, and a source with its quotations."""

from dataclasses import replace
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.answers.answer import Answer
from bot.answers.common import FOLLOW_ONS, OPEN_POINTS
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.withdrawal import case_withdrawn, source_withdrawn
from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.rendering.render import Presentation, to_html
from bot.web.context import SERVICE, SHOW_FULL, library_of, reader
from bot.web.errors import NotHere, Withdrawn
from bot.web.negotiation import locale_of, presentation_of, shown_by
from bot.web.picture_store import PICTURES
from bot.web.source_view import NO_QUOTATION, reading_page
from bot.web.unfurling import (
    SITE_NAME,
    case_card,
    quotation_card,
    quotation_data,
    site_card,
    source_card,
    with_picture,
)

ON_CASE_PAGE = ("status", "damages", "statements", "timeline", "people", "sources", "caveats")
"""The commands about a case that its page answers, without “case”: they are its anchors, too."""
NAMES = {**FOLLOW_ONS, "case caveats": OPEN_POINTS}
CASES_ON_PAGE = 50
"""Cases of one page of the list of all."""
PAGE_DIGITS = 6
"""Digits at most of a page's number."""

routes = web.RouteTableDef()


@routes.get("/")
@shown_by("index.html")
async def index(request: web.Request) -> dict[str, Any]:
    """A page of the list of all cases, the most recently reported first. Raises NotHere for one beyond it."""
    cases, asked = library_of(request).newest_first, request.query.get("page", "1")
    last = max(1, -(-len(cases) // CASES_ON_PAGE))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= PAGE_DIGITS and 1 <= int(asked) <= last):
        raise NotHere(phrase("There is no such page of the list."))
    number = int(asked)
    path = f"/?page={number}" if number > 1 else "/"
    return {
        "cases": cases[(number - 1) * CASES_ON_PAGE : number * CASES_ON_PAGE],
        "number": number,
        "last": last,
        "card": site_card(SITE_NAME, path, presentation_of(request).words),
    }


@routes.get("/api")
@shown_by("api.html")
async def api_page(request: web.Request) -> dict[str, Any]:
    """The page that explains the API and the MCP server to developers, in English as their documents are."""
    return {"address": request.app[SERVICE].public_url or "http://127.0.0.1:8080"}


@routes.get("/cases/{case}")
@shown_by("case.html")
async def case_page(request: web.Request) -> dict[str, Any]:
    """The page of a case: the answers to what is mostly asked about it."""
    case = case_at(library_of(request), request.match_info["case"])
    service, asker = request.app[SERVICE], reader(locale_of(request))
    words = service.presentation(asker.locale).words
    # Each answer's anchor, its name, and its proven HTML, which its own template escaped.
    answers = [
        (
            name,
            words.say(NAMES[f"case {name}"]),
            Markup(await service.reply(Query(f"case {name}", (("case", case.id),)), asker, below_dateline)),  # noqa: S704  -- see above
        )
        for name in ON_CASE_PAGE
    ]
    return {"case": case, "answers": answers, "card": case_card(case, words)}


@routes.get("/cases/{case}/sources/{source}")
@shown_by("source.html")
async def source_page(request: web.Request) -> dict[str, Any]:
    """The reading page of a source: one quotation highlighted, with links to the ones before and after it."""
    archive = request.app[SERVICE].archive
    case = case_at(archive.library, request.match_info["case"])
    source = source_at(case, request.match_info["source"])
    wanted = request.query.get("q")
    page = reading_page(archive, case, source, wanted, show_full=request.app[SHOW_FULL])
    if wanted and page.current is None:
        raise NotHere(NO_QUOTATION)
    words, base = presentation_of(request).words, request.app[SERVICE].public_url
    shown: dict[str, Any] = {"case": case, "source": source, "page": page, "credit": "", "data": None}
    if page.current is None:
        return {**shown, "card": source_card(case, source, words)}
    data = quotation_data(page.current, case, words, base or "")
    card = quotation_card(page.current, case, words)
    if base and await request.app[PICTURES].has(page.current, case, words):
        card = with_picture(card, page.current, words)
    return {**shown, "credit": words.credit(page.current), "card": card, "data": data}


def below_dateline(answer: Answer, presentation: Presentation) -> str:
    """The answer as a proven fragment of HTML, for a page that says above all answers how old they are."""
    return to_html(replace(answer, as_of=None), presentation)


def source_at(case: Case, name: str) -> Source:
    """The source of a case with this id. Raises NotHere and Withdrawn."""
    source = case.source_by_id.get(name)
    if source is None:
        raise NotHere(phrase("This case has no such source."))
    if source.withdrawn:
        raise Withdrawn(source_withdrawn(source.withdrawn))
    return source


def case_at(library: Library, name: str) -> Case:
    """The case with this id. Raises NotHere and Withdrawn."""
    case = library.cases.get(name)
    if case is None:
        raise NotHere(phrase("There is no such case."))
    if case.withdrawn:
        raise Withdrawn(case_withdrawn(case.withdrawn))
    return case
