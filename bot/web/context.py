"""What the handlers of the pages share: the command service, the reader, and what is counted."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.answers.asker import Asker
from bot.cases.library import Library
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.search.archive import Archive
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics

SERVICE = web.AppKey("service", CommandService)
SHOW_FULL = web.AppKey("show_full", bool)
"""Whether whole articles are shown instead of the paragraphs with quotations."""
LIBRARY: web.AppKey[Callable[[], Library]] = web.AppKey("library")
METRICS = web.AppKey("metrics", Metrics)
DELIVERY = web.AppKey("delivery", DeliveryMetrics)
"""Only in a process that delivers digests."""


def library_of(request: web.Request) -> Library:
    """The cases as they were last read."""
    return request.app[LIBRARY]()


def archive_of(request: web.Request) -> Archive:
    """The cases as they were last read, with their index."""
    return request.app[SERVICE].archive


def reader(locale: str, platform: str = "web") -> Asker:
    """Whoever reads a page: nobody in particular, with a locale."""
    return Asker("playground" if platform == "playground" else "web", "", "", "", locale=locale)
