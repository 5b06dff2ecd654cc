"""The site: its routes, and what each response has in common."""

from __future__ import annotations

from pathlib import Path

import aiohttp_jinja2
from aiohttp import web
from jinja2 import PackageLoader, StrictUndefined
from prometheus_client import CollectorRegistry

from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.web import health, pages, playground
from bot.web.context import CORPUS, METRICS, PRESENTATION, SHOW_FULL, Metrics
from bot.web.errors import friendly_errors
from bot.web.security import secure_headers

LONGEST_BODY = 64 * 1024
LONGEST_LINE = 1024 * 1024
"""Bytes of a request line that are read at all, to be answered with 414 and not cut off."""
STATIC = Path(__file__).parent / "static"


def make_site(
    corpus: Corpus,
    presentation: Presentation,
    metrics: Metrics | None = None,
    *,
    show_full: bool = False,
) -> web.Application:
    """The aiohttp application; ``show_full`` shows whole articles instead of what is around quotations."""
    site = web.Application(middlewares=[secure_headers, friendly_errors], client_max_size=LONGEST_BODY)
    site[CORPUS] = corpus
    site[PRESENTATION] = presentation
    site[SHOW_FULL] = show_full
    site[METRICS] = metrics or Metrics(CollectorRegistry())
    aiohttp_jinja2.setup(
        site, loader=PackageLoader("bot.web"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    site.add_routes([*pages.routes, *playground.routes, *health.routes, web.static("/static", STATIC)])
    return site


def make_health_site(corpus: Corpus, metrics: Metrics) -> web.Application:
    """What a process without pages serves: whether it is alive and ready, and what it has done."""
    site = web.Application(middlewares=[secure_headers, friendly_errors])
    site[CORPUS], site[METRICS] = corpus, metrics
    site.add_routes(health.routes)
    return site
