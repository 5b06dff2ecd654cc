"""How fast worker processes post what is due at once, and how well they keep to a platform's limit together.

Without arguments each measurement takes some seconds; ``digest_fan_out.py 180`` posts for three minutes.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

from _measure import ROOT, table
from aiohttp import web
from sqlalchemy import insert

from bot.db.database import open_database
from bot.db.migrate import migrate
from bot.db.tables import subscriptions
from tests.databases import new_database, postgres

SECONDS = 20.0
CEILING, PACE = 50, 49.4
"""Requests that the platform takes in any second, and how many a second the sender is told to make."""
UNLIMITED = 100_000
MOST = 4_000
"""Posts for the engine's maximum."""


class Platform:
    """Answers posts at once; more than ``ceiling`` of them within any second with 429."""

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._ids = itertools.count(1)
        self._recent: deque[float] = deque()
        self.taken: list[float] = []
        self.refused = 0
        self._changed = asyncio.Event()

    async def full(self, posts: int) -> None:
        """Wait until it has taken so many."""
        while len(self.taken) < posts:
            self._changed.clear()
            await self._changed.wait()

    async def post(self, _: web.Request) -> web.Response:
        """Take one message."""
        now = time.perf_counter()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self._ceiling:
            self.refused += 1
            return web.json_response(
                {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}, status=429
            )
        self._recent.append(now)
        self.taken.append(now)
        self._changed.set()
        return web.json_response({"id": str(next(self._ids))})


async def measured(name: str, url: str, workers: int, ceiling: int, posts: int) -> list[str]:
    """The row of one fan-out."""
    platform = Platform(ceiling)
    application = web.Application()
    application.router.add_post("/channels/{channel}/messages", platform.post)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    fill(url, posts)
    rate = PACE if ceiling == CEILING else ceiling
    processes = [await started(url, address, rate) for _ in range(workers)]
    await platform.full(posts)
    memory = max(megabytes(process.pid) for process in processes)
    for process in processes:
        process.terminate()
    for process in processes:
        await process.wait()
    await runner.cleanup()
    seconds = platform.taken[-1] - platform.taken[0]
    reached = (posts - 1) / seconds
    share = f"{reached / CEILING:.1%}" if ceiling == CEILING else "–"
    return [
        name,
        str(workers),
        f"{posts:,}",
        f"{seconds:.0f}",
        f"{reached:.1f}",
        share,
        str(platform.refused),
        f"{memory:.0f}",
    ]


async def started(url: str, address: str, rate: float) -> asyncio.subprocess.Process:
    """A worker, at work."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "tests/digests/delivering.py"), url, address, f"{address}/slack"),
        str(rate),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdout:
        await process.stdout.readline()
    return process


def fill(url: str, posts: int) -> None:
    """So many subscriptions, all due."""
    engine = open_database(url, lock_timeout=30)
    migrate(engine)
    now = datetime.now(UTC)
    common = {"platform": "discord", "workspace": "1", "kind": "channel", "owner": "1", "zone": "UTC"}
    more = {"schedule": "daily", "contents": "full", "nothing_new": "skip", "state": "active"}
    rows = [
        {**common, **more, "channel": str(number), "next_run_at": now, "created_at": now}
        for number in range(posts)
    ]
    with engine.begin() as connection:
        connection.execute(insert(subscriptions), rows)
    engine.dispose()


def megabytes(pid: int) -> float:
    """The most memory that a process has held."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def main() -> None:
    """Print a row for each fan-out."""
    paced = round(PACE * (float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        rows = [
            asyncio.run(measured("SQLite", f"sqlite:///{folder}/{number}.db", workers, ceiling, posts))
            for number, (workers, ceiling, posts) in enumerate(
                ((1, CEILING, paced), (4, CEILING, paced), (1, UNLIMITED, MOST))
            )
        ]
        rows.append(asyncio.run(measured("PostgreSQL", new_database(server), 1, UNLIMITED, MOST)))
    heads = [
        "database",
        "workers",
        "posts",
        "seconds",
        "posts a second",
        "of the ceiling of 50",
        "429s",
        "MB",
    ]
    table(heads, rows)


if __name__ == "__main__":
    main()
