"""Reads the body of a request, of which no more than a bounded number of bytes is taken."""

from typing import Any

from aiohttp import web

from bot.api.body_limit import LONGEST_BODY
from bot.api.refusals import RequestRefused
from bot.api.strict_json import parsed_json


async def json_body(request: web.Request) -> Any:
    """The value that a request's body holds. Raises RequestRefused."""
    if request.content_type != "application/json":
        raise RequestRefused(415, "Send the body as Content-Type: application/json.")
    return parsed_json(await _bytes_of(request))


async def _bytes_of(request: web.Request) -> bytes:
    if (request.content_length or 0) > LONGEST_BODY:
        raise _too_long()
    taken = bytearray()
    try:
        async for piece in request.content.iter_any():
            taken += piece
            if len(taken) > LONGEST_BODY:
                raise _too_long()
    except web.RequestPayloadError:
        raise RequestRefused(400, "The body was cut off, or is encoded wrongly.") from None
    return bytes(taken)


def _too_long() -> RequestRefused:
    return RequestRefused(413, f"That is too much at once: a body has {LONGEST_BODY:,} bytes at most.")
