"""Reads the JSON of a request strictly: bounded, in UTF-8, each name once, and no value that is none."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.api.refusals import RequestRefused

LONGEST_BODY = 256 * 1024
"""Bytes of a body: 20,000 code points of twelve bytes each, as JSON escapes them, and then some."""


async def json_body(request: web.Request) -> Any:
    """The value that a request's body holds. Raises RequestRefused."""
    if request.content_type != "application/json":
        raise RequestRefused(415, "Send the body as Content-Type: application/json.")
    return parsed_json(await _bytes_of(request))


def parsed_json(raw: bytes) -> Any:
    """The value that some bytes hold as JSON in UTF-8 (RFC 8259). Raises RequestRefused."""
    try:
        return json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise RequestRefused(400, "The body is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise RequestRefused(400, f"The body is not JSON: {error.msg} at character {error.pos}.") from None
    except RecursionError:
        raise RequestRefused(400, "The body is not JSON that can be read: it is nested too deeply.") from None
    except ValueError:
        raise RequestRefused(400, "The body is not JSON: a number in it is too long.") from None


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


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestRefused(400, f"The field {twice[:80]!a} is given twice.")
    return found


def _no_number(name: str) -> Any:
    raise RequestRefused(400, f"The body is not JSON: {name} is no value.")
