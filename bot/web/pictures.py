"""The pictures of quotations, which links show where they are posted."""

from aiohttp import ETag, web

from bot.answers.phrases import phrase
from bot.service.bounded_pool import PoolFull
from bot.web.context import SERVICE
from bot.web.errors import NotHere, Overloaded
from bot.web.negotiation import presentation_of
from bot.web.pages import case_at, source_at
from bot.web.picture_store import PICTURES, text_without_id
from bot.web.source_view import quotation_at
from bot.web.transfer import not_modified

NO_PICTURE = phrase(
    "There is no picture of this quotation, which cannot be drawn whole. Its page has its words."
)
CACHE_CONTROL = "public, max-age=3600"
"""An hour, as oEmbed's ``cache_age``: so long a withdrawn picture may still be shown by who has it."""

routes = web.RouteTableDef()


@routes.get("/cases/{case}/sources/{source}/{quotation}.png")
async def picture(request: web.Request) -> web.Response:
    """The picture of a quotation; 404 where it has none, 410 where it was withdrawn, 503 where many wait."""
    archive, words = request.app[SERVICE].archive, presentation_of(request).words
    case = case_at(archive.library, request.match_info["case"])
    source = source_at(case, request.match_info["source"])
    quotation = quotation_at(archive, case, source, request.match_info["quotation"])
    etag = ETag(text_without_id(quotation, case, words).version, is_weak=True)
    headers = {"Cache-Control": CACHE_CONTROL, "Content-Language": words.language, "Vary": "Accept-Language"}
    response = web.Response(content_type="image/png", headers=headers)
    response.etag = etag
    try:
        if not await request.app[PICTURES].lines(quotation, case, words):
            raise NotHere(NO_PICTURE)
        if any(one.value in {etag.value, "*"} for one in request.if_none_match or ()):
            return not_modified(response, etag)
        response.body = await request.app[PICTURES].png(quotation, case, words)
    except PoolFull as full:
        raise Overloaded(full.retry_after) from None
    return response
