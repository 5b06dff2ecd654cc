"""Makes the site: its routes, its templates, and its middleware, such as that of the security headers."""

from collections.abc import Callable
from pathlib import Path

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import PackageLoader, StrictUndefined
from prometheus_client import CollectorRegistry

from bot.cases.library import Library
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.web import accuracy, check_page, discovery, feeds, health, oembed, pages, playground
from bot.web.bounded_pool import BoundedPool
from bot.web.context import DELIVERY, LIBRARY, METRICS, SECURITY_CONTACT, SERVICE, SHOW_FULL
from bot.web.errors import friendly_errors
from bot.web.transfer import validated_and_compressed

LONGEST_BODY = 64 * 1024
"""Bytes of a request's body at most."""
LONGEST_LINE = 1024 * 1024
"""Bytes of a request line that are read; a longer path than fits is answered with 414 and not cut off."""
STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@web.middleware
async def secure_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the security headers to every response, errors included."""
    response = await handler(request)
    response.headers.update(HEADERS)
    return response


def make_site(
    service: CommandService,
    metrics: Metrics | None = None,
    delivery: DeliveryMetrics | None = None,
    *,
    show_full: bool = False,
    security_contact: str | None = None,
) -> web.Application:
    """Make the site with the pages over the command service; with ``show_full`` they show whole articles.

    ``delivery`` is given where this process also delivers digests.
    """
    site = make_health_site(lambda: service.archive.library, metrics, delivery)
    site[SERVICE] = service
    site[SHOW_FULL] = show_full
    site[SECURITY_CONTACT] = security_contact
    site[feeds.FEED_STORE] = feeds.FeedStore()
    aiohttp_jinja2.setup(
        site, loader=PackageLoader("bot.web"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    site[check_page.CHECK_POOL] = pool = BoundedPool("check", check_page.WORKERS, check_page.QUEUE)
    site.on_cleanup.append(lambda _: _closed(pool))
    for module in (pages, accuracy, check_page, feeds, discovery, oembed, playground):
        site.add_routes(module.routes)
    site.add_routes([web.static("/static", STATIC)])
    return site


async def _closed(pool: BoundedPool) -> None:
    pool.close()


def make_health_site(
    library: Callable[[], Library], metrics: Metrics | None = None, delivery: DeliveryMetrics | None = None
) -> web.Application:
    """Make the site of a process without pages: liveness, readiness and metrics."""
    site = web.Application(
        middlewares=[secure_headers, validated_and_compressed, friendly_errors], client_max_size=LONGEST_BODY
    )
    site[LIBRARY] = library
    site[METRICS] = metrics or Metrics(CollectorRegistry())
    if delivery:
        site[DELIVERY] = delivery
    site.add_routes(health.routes)
    return site
