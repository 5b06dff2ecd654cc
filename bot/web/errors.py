"""Errors as pages: what happened, in a sentence, and a way back."""

from __future__ import annotations

import aiohttp_jinja2
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

LONGEST_ADDRESS = 80 * 1024
"""Characters of path and query: 6,000 characters of four bytes each, percent-encoded, and then some."""

SENTENCES = {
    400: "The form could not be read: it is not text in UTF-8, or was cut off. Please send it again.",
    403: "This address is not for reading.",
    404: "There is nothing at this address. It may have been renamed, or the link was cut off.",
    405: "This address does not take that kind of request.",
    413: "That is too much at once. A command has 6,000 characters at most.",
    414: "That address is too long. A command has 6,000 characters at most.",
    500: "Something went wrong here, and it was noted. Nothing was lost; please try again.",
}

log = structlog.get_logger()


class NotHere(web.HTTPNotFound):
    """An unknown id: the sentence says of what."""

    def __init__(self, sentence: str) -> None:
        super().__init__(text=sentence)
        self.sentence = sentence


@web.middleware
async def friendly_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn an error into a page; what nobody foresaw is logged and told without details."""
    if len(request.path_qs) > LONGEST_ADDRESS:
        return _page(request, web.HTTPRequestURITooLong.status_code)
    try:
        return await handler(request)
    except NotHere as error:
        return _page(request, error.status, error.sentence)
    except web.HTTPRedirection:
        raise
    except web.HTTPException as error:
        return _page(request, error.status)
    except Exception:
        log.exception("a page failed", path=request.path)
        return _page(request, web.HTTPInternalServerError.status_code)


def _page(request: web.Request, status: int, sentence: str = "") -> web.StreamResponse:
    context = {
        "status": status,
        "sentence": sentence or SENTENCES.get(status, "The request was not understood."),
    }
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
