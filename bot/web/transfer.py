"""How responses travel: with an ETag, so that what has not changed is not sent again, and compressed."""

import asyncio
import gzip
import hashlib
import re

from aiohttp import ETag, web
from aiohttp.typedefs import Handler

LEAST_COMPRESSED = 1024
"""Bytes of a body at least that is compressed: a shorter one fits one packet either way."""
LEVEL = 5
WEIGHT = r"(?:;\s*q=(?:1(?:\.0*)?|0?\.0*[1-9]\d*))?"
TAKES_GZIP = re.compile(rf"(?:^|,)\s*(?:gzip|\*)\s*{WEIGHT}\s*(?:,|$)", re.IGNORECASE)
"""Matches an ``Accept-Encoding`` header (RFC 9110, 12.5.3) that takes gzip with a weight above 0."""
TEXTS = ("text/", "application/json", "application/ld+json", "application/feed+json", "application/atom+xml")
KEPT = ("Cache-Control", "Vary", "Content-Language")
"""Headers of a page that a 304 repeats (RFC 9110, 15.4.5)."""


@web.middleware
async def validated_and_compressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 304 where the client has the page already, and compress texts for clients that take it."""
    response = await handler(request)
    # Without it, a client guesses how long: an old script with a new page, a 404 of a case that is there now.
    response.headers.setdefault("Cache-Control", "no-cache")
    if not isinstance(response, web.Response) or not isinstance(body := response.body, bytes):
        return response
    if not response.content_type.startswith(TEXTS) or "Content-Encoding" in response.headers:
        return response
    is_read = request.method in {"GET", "HEAD"} and response.status == web.HTTPOk.status_code
    if is_read and "no-store" not in response.headers.get("Cache-Control", ""):
        # Weak: the same page is the same whether it travels compressed or not.
        response.etag = etag = ETag(hashlib.sha256(body).hexdigest()[:32], is_weak=True)
        known = request.if_none_match or ()
        if any(one.value in {etag.value, "*"} for one in known):
            return not_modified(response, etag)
    if len(body) >= LEAST_COMPRESSED:
        vary = filter(None, (response.headers.get("Vary"), "Accept-Encoding"))
        response.headers["Vary"] = ", ".join(vary)
        if TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            response.body = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
    return response


def not_modified(response: web.Response, etag: ETag) -> web.Response:
    """The answer 304 in place of a response that the client has, with the headers that it repeats."""
    kept = {name: response.headers[name] for name in KEPT if name in response.headers}
    unchanged = web.Response(status=web.HTTPNotModified.status_code, headers=kept)
    unchanged.etag = etag
    return unchanged
