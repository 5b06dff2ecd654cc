"""Pages below a path of their host: with PUBLIC_URL=https://example.org/law each link begins with /law.

The proxy takes the prefix off what it passes on, so that no address that the site answers knows of it.
"""

import re
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.context import SERVICE

# In what is escaped, a quotation mark stands in markup alone: no word of a case looks like an attribute.
FROM_ROOT = re.compile(rb'(\b(?:href|src|action)=")/(?!/)')
"""Matches the beginning of an address from the root of the host, in the markup of a page."""


def prefix_of(public_url: str | None) -> str:
    """The path at which readers reach the site, without a slash at its end; empty for the root of a host."""
    return urlsplit(public_url or "").path.rstrip("/")


@web.middleware
async def below_path(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the path of PUBLIC_URL before each address of a page that begins at the root of the host."""
    response = await handler(request)
    if isinstance(response, web.Response) and response.content_type == "text/html":
        service, body = request.config_dict.get(SERVICE), response.body
        prefix = prefix_of(service.public_url) if service else ""
        if prefix and isinstance(body, bytes):
            response.body = FROM_ROOT.sub(rb"\g<1>" + prefix.encode() + b"/", body)
    return response
