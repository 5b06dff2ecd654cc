"""Counters and gauges of answers and cases, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class Metrics:
    """Counts answers by platform, command and outcome; shows how many cases and mistakes there are."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.answers = Counter(
            "bot_answers", "Commands answered", ["platform", "command", "outcome"], registry=registry
        )
        self.refused = Counter("bot_payloads_refused", "Answers held back by the proof", registry=registry)
        self.cases = Gauge("bot_cases", "Cases that can be answered from", registry=registry)
        self.mistakes = Gauge("bot_case_file_mistakes", "Mistakes in the case files", registry=registry)

    def count(self, platform: str, command: str, outcome: str) -> None:
        """Count an answer, or an outcome such as “held back” in its place."""
        self.answers.labels(platform, command, outcome).inc()
        if outcome == "held back":
            self.refused.inc()
