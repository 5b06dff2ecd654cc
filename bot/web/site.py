"""Makes the site: its routes and its templates."""

from pathlib import Path

import aiohttp_jinja2
from aiohttp import web
from jinja2 import PackageLoader, StrictUndefined

from bot.digests.delivery.metrics import DeliveryMetrics
from bot.service.bounded_pool import BoundedPool
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.web import (
    accuracy,
    check_page,
    discovery,
    feeds,
    gallery,
    legal,
    oembed,
    pages,
    pictures,
    playground,
    reporting,
)
from bot.web.chat_payloads import CHAT_PAYLOADS, ChatPayloads, RenderedPayloads
from bot.web.compiled_templates import COMPILED
from bot.web.context import SECURITY_CONTACT, SERVICE, SHOW_FULL, SUPPORT_CONTACT, TAKES_REPORTS
from bot.web.health_site import make_health_site
from bot.web.picture_store import PICTURES, PictureStore
from bot.web.public_pages import PAGE_HANDLERS, PAGE_POOL, page_pool

STATIC = Path(__file__).parent / "static"


def make_site(  # noqa: PLR0913  -- what the site is made of; the optional ones are named at the call
    service: CommandService,
    metrics: Metrics | None = None,
    delivery: DeliveryMetrics | None = None,
    *,
    show_full: bool = False,
    security_contact: str | None = None,
    support_contact: str | None = None,
    chat: ChatPayloads | None = None,
    takes_reports: bool = False,
    shows_metrics: bool = True,
) -> web.Application:
    """Make the site with the pages over the command service; with ``show_full`` they show whole articles.

    ``delivery`` is given where this process also delivers digests; ``chat`` makes the payloads that pages
    show, with what the platforms' adapters add to them. ``takes_reports`` says that the editors' inbox can be
    used, ``shows_metrics`` that no management port shows the metrics.
    """
    site = make_health_site(lambda: service.archive.library, metrics, delivery, shows_metrics=shows_metrics)
    site[SERVICE] = service
    site[SHOW_FULL] = show_full
    site[SECURITY_CONTACT] = security_contact
    site[SUPPORT_CONTACT] = support_contact
    site[TAKES_REPORTS] = takes_reports
    site[CHAT_PAYLOADS] = chat or RenderedPayloads()
    site[gallery.KEPT] = gallery.KeptGalleries()
    site[feeds.FEED_STORE] = feeds.FeedStore()
    aiohttp_jinja2.setup(
        site,
        loader=PackageLoader("bot.web"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=COMPILED,
    )
    site[check_page.CHECK_POOL] = pool = BoundedPool("check", check_page.WORKERS, check_page.QUEUE)
    site[PICTURES] = store = PictureStore()
    site[PAGE_POOL] = made = page_pool()
    site.on_cleanup.append(lambda _: _closed(pool, store, made))
    modules = (
        pages,
        pictures,
        accuracy,
        check_page,
        feeds,
        discovery,
        oembed,
        playground,
        gallery,
        reporting,
        legal,
    )
    for module in modules:
        site.add_routes(module.routes)
    site[PAGE_HANDLERS] = frozenset(resource.handler for resource in site.router.routes())
    site.add_routes([web.static("/static", STATIC)])
    return site


async def _closed(*opened: BoundedPool | PictureStore) -> None:
    for one in opened:
        one.close()
