"""How long it takes to find what is due among 100,000 subscriptions, and to take 2,000 of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from statistics import median

from _measure import table
from sqlalchemy import Connection, insert

from bot.db.database import open_database, writing
from bot.db.due import any_due
from bot.db.migrate import migrate
from bot.db.tables import subscriptions
from bot.digests.delivery.engine import Batch
from bot.digests.delivery.enqueue import MOST_TAKEN, take_due
from bot.digests.schedule_parser import read_schedule
from tests.databases import new_database, postgres

SUBSCRIPTIONS, RUNS = 100_000, 15
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SCHEDULES = ("daily 9:00", "weekdays 9:00", "every monday at 9:00", "monthly on the 2nd 9:00")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")


class NoEngine:
    """Keeps no batches: what DBOS takes for one is measured by digest_fan_out.py."""

    def __init__(self) -> None:
        self.batches = 0

    def enqueue(self, _connection: Connection, _batch: Batch, _delay: float = 0) -> None:
        """Count it."""
        self.batches += 1


def main() -> None:
    """Print a row for each database."""
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        rows = [
            measured("SQLite", f"sqlite:///{folder}/bot.db"),
            measured("PostgreSQL", new_database(server)),
        ]
    table(
        ["database", "nothing due, one look: median ms", "taking 2,000 that are due: median ms", "a row µs"],
        rows,
    )


def measured(name: str, url: str) -> list[str]:
    """The row of one database."""
    engine = open_database(url, lock_timeout=30)
    migrate(engine)
    fill(engine.begin)
    looks, takes = [], []
    for run in range(RUNS):
        with engine.connect() as connection:
            looks += [milliseconds(lambda: any_due(connection, NOW - timedelta(days=1))) for _ in range(20)]
        now = NOW + timedelta(seconds=run)

        def take(now: datetime = now) -> None:
            with writing(engine) as connection:
                taken = take_due(connection, NoEngine(), next_run, now)  # type: ignore[arg-type]  # all it needs
                if taken != MOST_TAKEN:
                    raise RuntimeError(taken)

        takes.append(milliseconds(take))
    engine.dispose()
    return [name, f"{median(looks):.2f}", f"{median(takes):.0f}", f"{median(takes) / MOST_TAKEN * 1000:.0f}"]


def fill(begin: Callable[[], AbstractContextManager[Connection]]) -> None:
    """So many subscriptions, some of them due at each of the next seconds."""
    rows = [
        {
            "platform": "discord",
            "workspace": str(number // 20),
            "kind": "channel",
            "channel": str(number),
            "owner": "1",
            "schedule": SCHEDULES[number % len(SCHEDULES)],
            "zone": ZONES[number // 7 % len(ZONES)],
            "contents": "full",
            "nothing_new": "skip",
            "state": "active",
            "next_run_at": NOW + timedelta(seconds=number // MOST_TAKEN),
            "created_at": NOW,
        }
        for number in range(SUBSCRIPTIONS)
    ]
    with begin() as connection:
        connection.execute(insert(subscriptions), rows)


def next_run(schedule: str, zone: str, after: datetime) -> datetime:
    """As the bot does it."""
    return read_schedule(schedule, zone).next_run(after)


def milliseconds(work: Callable[[], object]) -> float:
    """How long it took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
