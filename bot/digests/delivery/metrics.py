"""What can be watched of the delivery: how much is due, for how long, and how posts ended."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.db.due import Backlog

PLATFORMS = ("discord", "slack")
FINAL_OUTCOMES = ("sent", "skipped", "rejected", "ambiguous")
"""What is counted from 0 on: a counter that begins with 1 has never increased for Prometheus."""


class DeliveryMetrics:
    """Counts for Prometheus, and the last state for whoever asks; ``lag`` is in seconds."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._outcomes = Counter(
            "bot_deliveries",
            "Digests by how they ended, and attempts that did not end them",
            ["platform", "outcome"],
            registry=registry,
        )
        for platform in PLATFORMS:
            for outcome in FINAL_OUTCOMES:
                self._outcomes.labels(platform, outcome)
        self._due = Gauge("bot_deliveries_due", "Digests that are due and not settled", registry=registry)
        self._lag = Gauge(
            "bot_delivery_lag_seconds", "For how long the oldest of them has been due", registry=registry
        )
        self.due = 0
        self.lag = 0.0
        self.database = True

    def count(self, platform: str, outcome: str) -> None:
        """Count how a delivery of a platform ended, or how an attempt went that did not end it."""
        self._outcomes.labels(platform, outcome).inc()

    def see_database(self, available: bool) -> None:  # noqa: FBT001  -- called with nothing else
        """Remember whether the database can be used, for ``/readyz``."""
        self.database = available

    def see(self, backlog: Backlog, now: datetime) -> None:
        """Remember how much is due and for how long, for Prometheus and ``/readyz``."""
        self.due = backlog.due
        self.lag = max(0.0, (now - backlog.since).total_seconds()) if backlog.since else 0.0
        self._due.set(self.due)
        self._lag.set(self.lag)
