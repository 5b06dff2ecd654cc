"""The look at the database on which the checks of a process rest."""

import asyncio

from bot.service.metrics import DatabaseState, Metrics
from bot.settings import Settings


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
