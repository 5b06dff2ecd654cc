"""Makes the API: an application that is mounted below ``/api/v1`` of the site."""

import json

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.api import endpoints
from bot.api.access import Access, shared_with
from bot.api.context import ACCESS, COUNT, DOCUMENT, LIMIT, POOL, PRESENTATION, SERVICE
from bot.api.openapi import document
from bot.api.pool import WorkPool
from bot.api.problems import problem, problems
from bot.api.rate_limit import RateLimit
from bot.api.refusals import TryLater
from bot.rendering.render import Presentation
from bot.service.client_address import client_of
from bot.service.command_service import AnswerCounter, CommandService

LONGEST_ADDRESS = 16 * 1024
"""Characters of path and query: those of 500 code points, percent-encoded, and then some."""


def make_api(
    service: CommandService,
    pool: WorkPool,
    limit: RateLimit,
    count: AnswerCounter = lambda *_: None,
) -> web.Application:
    """Make the API over the command service; ``pool`` and ``limit`` may be shared with the MCP server."""
    api = web.Application(middlewares=[guarded, problems, limited])
    api[SERVICE], api[POOL], api[LIMIT], api[COUNT] = service, pool, limit, count
    api[PRESENTATION] = Presentation(public_url=service.public_url, prefix=service.prefix)
    api[ACCESS] = Access(service.public_url)
    api[DOCUMENT] = json.dumps(document(service.public_url), ensure_ascii=False).encode()
    api.add_routes(endpoints.routes)
    return api


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other hosts' names and other sites' pages; answer preflights, and say who may read answers."""
    access = request.app[ACCESS]
    if not access.knows_host(request):
        return problem(421, "This bot does not go by that host's name. Its operator sets PUBLIC_URL.")
    if not access.is_open_to(request):
        return problem(403, "A page of another site may not ask this bot: it has no public address.")
    if len(request.raw_path) > LONGEST_ADDRESS:
        return problem(414, f"An address has {LONGEST_ADDRESS:,} characters at most.")
    methods = ", ".join(sorted({*_methods(request), "OPTIONS"}))
    if request.method == "OPTIONS":
        return web.Response(status=204, headers={"Allow": methods, **shared_with(request, methods)})
    response = await handler(request)
    response.headers.update(shared_with(request, methods))
    return response


def _methods(request: web.Request) -> set[str]:
    error = request.match_info.http_exception
    return set(error.allowed_methods) if isinstance(error, web.HTTPMethodNotAllowed) else set()


@web.middleware
async def limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take each request from what its client may send. Raises TryLater."""
    if seconds := request.app[LIMIT].seconds_to_wait(client_of(request)):
        raise TryLater(429, "That is too much at once: try again later.", seconds)
    return await handler(request)
