"""Workers in processes of their own, and waiting for what they deliver."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select

from bot.db.database import open_database
from bot.db.tables import deliveries
from tests.starts import Started, start

ROOT = Path(__file__).parent.parent.parent
DELIVERED_WITHIN = 240.0
"""Seconds after which a worker hangs, on any machine."""


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


async def started_worker(
    database: str, discord: str, slack: str, rate: int, content: Path | str | None = None
) -> Started:
    """A worker that posts so many messages a second to each platform, ready; real digests with content.

    “hurry” in the place of content makes it notice sooner that another one is dead.
    """
    worker = await start(
        *(database, discord, slack, str(rate)),
        *([str(content)] if content else []),
        program=str(ROOT / "tests/digests/delivering.py"),
        folder=ROOT,
        environment={},
        stderr=subprocess.STDOUT,
    )
    await line(worker, "ready")
    return worker


async def line(worker: Started, containing: str) -> None:
    """Wait for a line of what a worker says."""
    assert worker.stdout
    async with asyncio.timeout(DELIVERED_WITHIN):
        while said := (await worker.stdout.readline()).decode():
            if containing in said:
                return
    raise AssertionError(f"the worker ended without {containing!r}")


async def until_sent(url: str, number: int) -> None:
    """Wait until so many deliveries have ended well."""
    sent = select(func.count()).where(deliveries.c.state == "sent")
    with opened(url) as engine:
        async with asyncio.timeout(DELIVERED_WITHIN):
            while True:
                with engine.connect() as connection:
                    if connection.execute(sent).scalar() == number:
                        return
                await asyncio.sleep(0.1)
