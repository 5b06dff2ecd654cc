"""What the handlers share: where the cases are, how answers are presented, and what is counted."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.cases.library import Library
from bot.corpus.corpus import Corpus
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.rendering.render import Presentation
from bot.search.archive import Archive


class Metrics:
    """What an operator can watch."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.answers = Counter(
            "bot_answers", "Commands answered", ["platform", "command", "outcome"], registry=registry
        )
        self.refused = Counter("bot_payloads_refused", "Answers held back by the proof", registry=registry)
        self.cases = Gauge("bot_cases", "Cases that can be answered from", registry=registry)
        self.delivery: DeliveryMetrics | None = None
        self.mistakes = Gauge("bot_case_file_mistakes", "Mistakes in the case files", registry=registry)

    def watch_delivery(self) -> DeliveryMetrics:
        """Watch the delivery of digests too; to be called where this process delivers, once."""
        self.delivery = DeliveryMetrics(self.registry)
        return self.delivery

    def count(self, platform: str, command: str, outcome: str) -> None:
        """Count an answer, or how there came to be none."""
        self.answers.labels(platform, command, outcome).inc()
        if outcome == "held back":
            self.refused.inc()


CORPUS = web.AppKey("corpus", Corpus)
PRESENTATION = web.AppKey("presentation", Presentation)
SHOW_FULL = web.AppKey("show_full", bool)
METRICS = web.AppKey("metrics", Metrics)


def library_of(request: web.Request) -> Library:
    """The cases as they were last read."""
    return archive_of(request).library


def archive_of(request: web.Request) -> Archive:
    """The cases with their index."""
    return request.app[CORPUS].archive
