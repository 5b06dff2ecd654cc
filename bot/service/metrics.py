"""Counters, gauges and histograms of a process, for Prometheus."""

import platform
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot import __version__
from bot.build import revision
from bot.db.threads import THREADS
from bot.service.bounded_pool import POOLS
from bot.service.health import Health
from bot.service.request_scope import seconds_so_far

ANSWER_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0)
"""Seconds: a rendered answer takes a few milliseconds; platforms wait for three, and we defer before."""


class PlatformConnection(NamedTuple):
    """A connection to a platform, such as a shard's, and the seconds of its last heartbeat, if known."""

    name: str
    is_open: bool
    latency: float | None = None


class DatabaseState(NamedTuple):
    """Whether the database answers, how long that took, its clock against ours, and our connections."""

    up: bool
    took: float
    clock_offset: float
    opened: int
    in_use: int


ConnectionSource = Callable[[], Iterable[PlatformConnection]]
"""Gives the connections to a platform that there should be, open or not."""


class Metrics:
    """The metrics of a process, and the checks that say whether it is ready."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.health = Health()
        self.answers = Counter(
            "bot_answers", "Commands answered", ["platform", "command", "outcome"], registry=registry
        )
        self.seconds = Histogram(
            "bot_answer_seconds",
            "Seconds from a request to its answer, before that is sent",
            ["platform", "command"],
            buckets=ANSWER_BUCKETS,
            registry=registry,
        )
        self.refused = Counter("bot_payloads_refused", "Answers held back by the proof", registry=registry)
        self.logged = Counter("bot_log_lines", "Lines of the log", ["level"], registry=registry)
        for level in ("warning", "error"):
            self.logged.labels(level)
        self.cases = Gauge("bot_cases", "Cases that can be answered from", registry=registry)
        self.mistakes = Gauge("bot_case_file_mistakes", "Mistakes in the case files", registry=registry)
        self.database = DatabaseMetrics()
        registry.register(self.database)
        self._connections = _ConnectionCollector()
        registry.register(self._connections)
        registry.register(_StateCollector(self.health))
        ProcessCollector(registry=registry)
        build = Gauge(
            "bot_build_info", "Which code runs", ["version", "revision", "python"], registry=registry
        )
        build.labels(__version__, revision(), platform.python_version()).set(1)

    def count(self, platform: str, command: str, outcome: str) -> None:
        """Count an answer, or an outcome such as “held back” in its place, and how long the request took."""
        self.answers.labels(platform, command, outcome).inc()
        if outcome == "held back":
            self.refused.inc()
        if (seconds := seconds_so_far()) is not None:
            self.seconds.labels(platform, command).observe(seconds)

    def count_line(self, level: str) -> None:
        """Count a line of the log by its level."""
        self.logged.labels(level).inc()

    def watch_connections(self, platform: str, connections: ConnectionSource, name: str) -> None:
        """Show the connections to a platform, and be ready only while all are open.

        ``name`` is that of the check, such as “gateway”.
        """
        self._connections.sources[platform] = connections
        self.health.add(name, lambda: _closed(tuple(connections())))


class DatabaseMetrics(Collector):
    """What a probe of the database has found last; nothing in a process that uses none."""

    def __init__(self) -> None:
        self.found: DatabaseState | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of the database as it was found last."""
        up = GaugeMetricFamily("bot_database_up", "1 while the database answers, else 0")
        seconds = GaugeMetricFamily("bot_database_probe_seconds", "Seconds that the last look took")
        offset = GaugeMetricFamily(
            "bot_database_clock_offset_seconds", "How far the database's clock is ahead of this machine's"
        )
        connections = GaugeMetricFamily(
            "bot_database_connections", "Connections to the database", labels=["state"]
        )
        if found := self.found:
            up.add_metric([], float(found.up))
            seconds.add_metric([], found.took)
            offset.add_metric([], found.clock_offset)
            connections.add_metric(["open"], found.opened)
            connections.add_metric(["in use"], found.in_use)
        yield from (up, seconds, offset, connections)


class _ConnectionCollector(Collector):
    """Asks for the state of the connections whenever the metrics are read."""

    def __init__(self) -> None:
        self.sources: dict[str, ConnectionSource] = {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        labels = ["platform", "connection"]
        is_open = GaugeMetricFamily("bot_connected", "1 while a connection is open, else 0", labels=labels)
        latency = GaugeMetricFamily(
            "bot_connection_latency_seconds", "Seconds that the last heartbeat took", labels=labels
        )
        for platform_name, connections in self.sources.items():
            for one in connections():
                is_open.add_metric([platform_name, one.name], float(one.is_open))
                if one.is_open and one.latency is not None:
                    latency.add_metric([platform_name, one.name], one.latency)
        yield is_open
        yield latency


class _StateCollector(Collector):
    """Shows the checks of a process and the load of its pools whenever the metrics are read."""

    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[GaugeMetricFamily]:
        checks = GaugeMetricFamily(
            "bot_check_ok", "1 where a check of /readyz passes, else 0", labels=["check"]
        )
        for name, reason in self._health.states().items():
            checks.add_metric([name], float(reason is None))
        yield checks
        tasks = GaugeMetricFamily(
            "bot_pool_tasks", "Calls that run or wait in a pool of threads", labels=["pool"]
        )
        for name in sorted({pool.name for pool in POOLS}):
            tasks.add_metric([name], sum(pool.taken for pool in POOLS if pool.name == name))
        tasks.add_metric(["database"], THREADS.taken)
        yield tasks


def _closed(connections: tuple[PlatformConnection, ...]) -> str | None:
    closed = [one.name for one in connections if not one.is_open]
    if not connections:
        return "not connected"
    return f"not connected: {', '.join(closed)}" if closed else None
