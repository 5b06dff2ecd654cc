"""The engine of delivery, started and stopped in the order that a process is told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOSClient
from sqlalchemy import Engine

from bot.db.database import WORKER_LOCK_TIMEOUT, open_database, writing
from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.engine import Batch
from tests.databases import migrated

PATIENCE = 60.0


async def nothing(_: Batch) -> None:
    """No batch is enqueued here."""


async def test_an_engine_that_is_told_to_stop_while_it_starts_ends_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"), WORKER_LOCK_TIMEOUT)
    engine = DbosEngine(database, "an executor")
    starting = asyncio.create_task(engine.start(nothing))
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        await engine.stop()
        await starting
    # A thread that does not hear of the end is waited for ten seconds, and then told of.
    assert "did not exit within timeout" not in caplog.text
    database.dispose()


async def test_batches_that_ended_long_ago_are_forgotten_page_by_page(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.digests.delivery.dbos_engine.PURGED_BATCHES", 2)
    engine, ran, done = DbosEngine(database, "an executor"), list[str](), asyncio.Event()

    async def run(batch: Batch) -> None:
        ran.append(batch.name)
        if len(ran) == 3:
            done.set()

    await engine.start(run)
    with writing(database) as connection:
        for name in ("one", "two", "three"):
            engine.enqueue(connection, Batch(name, (1,)))
    async with asyncio.timeout(PATIENCE):
        await done.wait()
        await engine.stop()
    client = DBOSClient(system_database_engine=database)
    await engine.purge(datetime.now(UTC) - timedelta(hours=1))
    assert len(await client.list_workflows_async()) == 3
    await engine.purge(datetime.now(UTC) + timedelta(hours=1))
    assert await client.list_workflows_async() == []
