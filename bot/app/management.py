"""The management port of a process of any type, and the look at the database that its checks rest on."""

import asyncio

from aiohttp import web

from bot.app.listening import listening
from bot.service.metrics import DatabaseState, Metrics
from bot.settings import Settings


async def on_management_port(site: web.Application, settings: Settings, stop: asyncio.Event) -> None:
    """Serve liveness, readiness and metrics on METRICS_HOST and METRICS_PORT until told to stop.

    Raises CannotServe where that is not possible.
    """
    host, port = settings.metrics_host, settings.metrics_port
    if port is None:
        raise ValueError("METRICS_PORT is not set")
    await listening(site, host, port, stop, prefix="METRICS_")


async def watch_database(settings: Settings, metrics: Metrics, stop: asyncio.Event) -> None:
    """Look at the database until told to stop, for its gauges and for a check that fails while it is away."""
    from bot.db.probe import CONNECTION_COUNT, DatabaseProbe, ProbeResult

    def show(result: ProbeResult) -> None:
        opened, in_use = CONNECTION_COUNT.opened, CONNECTION_COUNT.in_use
        metrics.database.found = DatabaseState(
            result.problem is None, result.took, result.clock_offset, opened, in_use
        )

    probe = DatabaseProbe(settings.database_url, show)
    metrics.health.add("database", lambda: probe.problem)
    _ = probe.start()
    try:
        await stop.wait()
    finally:
        probe.stop()
