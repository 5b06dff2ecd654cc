"""The endpoint of oEmbed: what a link to one of the pages is, for whoever embeds it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from bot.web.context import SERVICE
from bot.web.errors import NotHere, Withdrawn
from bot.web.negotiation import presentation_of
from bot.web.pages import case_at, source_at
from bot.web.source_view import quotation_at
from bot.web.unfurling import Card, case_card, oembed, quotation_card, source_card

routes = web.RouteTableDef()
NO_SUCH_PAGE = "There is no page with that address here."
ONLY_JSON = "Only format=json is made."


@routes.get("/oembed")
async def embed(request: web.Request) -> web.Response:
    """The title and provider of the page at ``url``; 404 for another's, 501 for any format but JSON.

    A withdrawn case or article is 410 here as well.
    """
    base = request.app[SERVICE].public_url
    if request.query.get("format", "json") != "json":
        return _refused(501, ONLY_JSON)
    try:
        card = _card_of(request, request.query.get("url", ""), base) if base else None
    except Withdrawn as error:
        return _refused(410, error.text or "")
    except NotHere as error:
        return _refused(404, error.text or "")
    if card is None or base is None:
        return _refused(404, NO_SUCH_PAGE)
    return web.json_response(oembed(card, base))


def _refused(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


def _card_of(request: web.Request, address: str, base: str) -> Card | None:
    """The card of the page with an address. Raises NotHere and Withdrawn; None for any other address."""
    if not address.startswith(f"{base}/cases/"):
        return None
    archive, words = request.app[SERVICE].archive, presentation_of(request).words
    try:
        parts = urlsplit(address.removeprefix(base))
    except ValueError:
        return None
    path: list[Any] = parts.path.strip("/").split("/")
    match path:
        case ["cases", name]:
            return case_card(case_at(archive.library, name), words)
        case ["cases", name, "sources", source_id]:
            case = case_at(archive.library, name)
            source = source_at(case, source_id)
            if wanted := parse_qs(parts.query).get("q"):
                return quotation_card(quotation_at(archive, case, source, wanted[0]), case, words)
            return source_card(case, source, words)
        case _:
            return None
