"""The engine of delivery, started and stopped in the order that a process is told to."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.db.database import WORKERS_WAIT, open_database
from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.engine import Batch
from tests.databases import migrated


async def nothing(_: Batch) -> None:
    """No batch is enqueued here."""


async def test_an_engine_that_is_told_to_stop_while_it_starts_ends_at_once(tmp_path: Path) -> None:
    database = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"), WORKERS_WAIT)
    engine = DbosEngine(database, "an executor")
    starting = asyncio.create_task(engine.start(nothing))
    await asyncio.sleep(0)
    # Where a thread does not hear of the end, it is waited for ten seconds.
    async with asyncio.timeout(8):
        await engine.stop()
        await starting
    database.dispose()
