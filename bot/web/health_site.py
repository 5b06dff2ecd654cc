"""Makes the site of a process without pages, and the middleware that every site has.

Apart from the pages' modules: a process that has none holds ten megabytes less without them.
"""

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry

from bot.cases.library import Library
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.service.metrics import Metrics
from bot.service.request_scope import request_scope
from bot.web import health
from bot.web.connections import CONNECTIONS, Connections, counted_connections
from bot.web.context import DELIVERY, LIBRARY, METRICS
from bot.web.errors import friendly_errors
from bot.web.path_prefix import below_path
from bot.web.public_pages import isolated, loaded_first
from bot.web.transfer import validated_and_compressed

LONGEST_BODY = 64 * 1024
"""Bytes of a request's body at most."""
LONGEST_LINE = 1024 * 1024
"""Bytes of a request line that are read; a longer path than fits is answered with 414 and not cut off."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # A browser names the origin of a form that is sent to its own site, and nothing to others.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
REQUEST_ID = "X-Request-ID"
"""The header in which a proxy may name a request, and a response says how it is named in the log."""


@web.middleware
async def named_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each request an id, which its lines in the log have, and its response as X-Request-ID."""
    with request_scope(request.headers.get(REQUEST_ID, "")) as name:
        response = await handler(request)
        if not response.prepared:
            response.headers[REQUEST_ID] = name
        return response


@web.middleware
async def secure_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the security headers to every response, errors included."""
    response = await handler(request)
    response.headers.update(HEADERS)
    return response


def make_health_site(
    library: Callable[[], Library],
    metrics: Metrics | None = None,
    delivery: DeliveryMetrics | None = None,
    *,
    shows_metrics: bool = True,
) -> web.Application:
    """Make the site of a process without pages: liveness, readiness and, unless shown elsewhere, metrics."""
    site = web.Application(
        middlewares=[
            counted_connections,
            named_request,
            secure_headers,
            validated_and_compressed,
            below_path,
            friendly_errors,
            loaded_first,
            isolated,
        ],
        client_max_size=LONGEST_BODY,
    )
    site[CONNECTIONS] = Connections()
    site[LIBRARY] = library
    site[METRICS] = metrics or Metrics(CollectorRegistry())
    if delivery:
        site[DELIVERY] = delivery
    site.add_routes(health.routes)
    if shows_metrics:
        site.add_routes(health.metrics_routes)
    return site
