"""Error pages: a sentence about what happened, and a way back."""

from collections.abc import Mapping

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.answers.grammar import MAX_LENGTH
from bot.answers.phrases import Phrase, phrase
from bot.answers.refusal import BUSY
from bot.web.context import SERVICE
from bot.web.negotiation import presentation_of, render_page

LONGEST_ADDRESS = 80 * 1024
"""Characters of path and query: 6,000 characters of four bytes each, percent-encoded, and then some."""

SENTENCES: Mapping[int, Phrase] = {
    400: phrase("The form could not be read: it is not text in UTF-8, or was cut off. Please send it again."),
    403: phrase("This address is not for reading."),
    404: phrase("There is nothing at this address. It may have been renamed, or the link was cut off."),
    405: phrase("This address does not take that kind of request."),
    413: phrase("That is too much at once. A command has {limit} characters at most.", limit=MAX_LENGTH),
    414: phrase("That address is too long. A command has {limit} characters at most.", limit=MAX_LENGTH),
    500: phrase("Something went wrong here, and it was noted. Nothing was lost; please try again."),
    503: BUSY,
}
NOT_UNDERSTOOD = phrase("The request was not understood.")
LOADING = phrase("The cases are being read just now. Please come again in a few seconds.")
TOOK_LONG = phrase(
    "This page took too long to make. What was read for it is kept: please ask again in a moment."
)

log = structlog.get_logger()


class Withdrawn(web.HTTPGone):
    """A case or an article that was withdrawn: the sentence says when and why."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(text=str(sentence))
        self.sentence = sentence


class NotHere(web.HTTPNotFound):
    """An unknown id in an address, answered with 404 and a sentence that says of what."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(text=str(sentence))
        self.sentence = sentence


class Refused(web.HTTPException):
    """A form that is not taken, answered with its status and a sentence that says why."""

    def __init__(self, status: int, sentence: Phrase) -> None:
        self.status_code = status
        super().__init__(text=str(sentence))
        self.sentence = sentence


class CheckFailed(web.HTTPInternalServerError):
    """A text could not be checked, which has been logged without its words."""


class Overloaded(web.HTTPServiceUnavailable):
    """Too many requests of one kind wait already, or the cases are still being read.

    The answer says in how many seconds to come again, and ``sentence`` why.
    """

    def __init__(self, retry_after: int, sentence: Phrase = BUSY) -> None:
        super().__init__(headers={"Retry-After": str(retry_after)}, text=str(sentence))
        self.sentence = sentence


@web.middleware
async def friendly_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn an error into a page; an unexpected exception is logged, and the page shows no details."""
    if len(request.match_info.apps) > 1:
        return await handler(request)  # an application that is mounted here words its own errors
    if len(request.raw_path) > LONGEST_ADDRESS:
        return _page(request, web.HTTPRequestURITooLong.status_code)
    try:
        return await handler(request)
    except (NotHere, Overloaded, Refused, Withdrawn) as error:
        page = _page(request, error.status, error.sentence)
        if retry_after := error.headers.get("Retry-After"):
            page.headers["Retry-After"] = retry_after
        return page
    except web.HTTPRedirection:
        raise
    except (web.HTTPException, web.RequestPayloadError) as error:
        # A body that was cut off, or is not packed as its head says, has no status: anybody can send one.
        known = error.status if isinstance(error, web.HTTPException) else web.HTTPBadRequest.status_code
        return _page(request, known)
    except Exception:
        log.exception("a page failed", path=request.path)
        return _page(request, web.HTTPInternalServerError.status_code)


def _page(request: web.Request, status: int, sentence: Phrase | None = None) -> web.StreamResponse:
    said = sentence or SENTENCES.get(status, NOT_UNDERSTOOD)
    if SERVICE not in request.app:  # a management port, which has no pages
        return web.Response(text=f"{said}\n", status=status)
    context = {"status": status, "sentence": presentation_of(request).words.say(said)}
    return render_page(request, "error.html", context, status)
