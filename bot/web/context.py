"""What the pages' handlers share through the application: the command service, the cases, the metrics."""

from collections.abc import Callable

from aiohttp import web

from bot.answers.asker import Asker
from bot.cases.library import Library
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics

SERVICE = web.AppKey("service", CommandService)
SHOW_FULL = web.AppKey("show_full", bool)
"""Whether whole articles are shown instead of the paragraphs with quotations."""
TAKES_REPORTS = web.AppKey("takes_reports", bool)
"""Whether readers can report answers as wrong: whether the editors' inbox can be used."""
SECURITY_CONTACT: web.AppKey[str | None] = web.AppKey("security_contact")
"""Whom to write to about a weakness, as an address with its scheme; None where nobody is named."""
SUPPORT_CONTACT: web.AppKey[str | None] = web.AppKey("support_contact")
"""Whom to write to for help or to have data deleted, as an address with its scheme; None if none is set."""
LIBRARY: web.AppKey[Callable[[], Library]] = web.AppKey("library")
METRICS = web.AppKey("metrics", Metrics)
DELIVERY = web.AppKey("delivery", DeliveryMetrics)
"""The delivery's metrics, only in a process that delivers digests."""


def library_of(request: web.Request) -> Library:
    """The library of the cases as they were last read."""
    return request.app[LIBRARY]()


def reader(locale: str, platform: str = "web") -> Asker:
    """An anonymous asker on the web, or in the playground, with the locale of their browser."""
    return Asker("playground" if platform == "playground" else "web", "", "", "", locale=locale)
