"""A newer article over 1,000 posted digests: what is told and edited, how often, and in what time.

The worker is a process with the real senders before stand-ins of Discord and Slack. It is killed with
``kill -9`` in the midst of the edits, and started again, as often as the table says. Waiting times after a
kill are a tenth of those in earnest. ``digest_corrections.py 100`` takes 100 digests.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from _measure import table

from bot.db.database import open_database
from bot.db.migrate import migrate
from tests.databases import new_database, postgres
from tests.digests.correcting import Figures, posted_digests, supersede

DIGESTS, RATE = 1_000, 50
"""Posted digests, and posts and edits a second to each platform: Discord's global limit."""


async def measured(url: str, folder: Path, digests: int, kills: int) -> Figures:
    """What became of so many digests."""
    engine = open_database(url, lock_timeout=30)
    migrate(engine)
    async with posted_digests(url, engine, folder, digests, RATE) as made:
        figures = await supersede(made, kills)
    engine.dispose()
    return figures


def row(name: str, figures: Figures) -> list[str]:
    """One measurement."""
    numbers = (
        figures.posts,
        figures.kills,
        figures.edited_messages,
        figures.edits - figures.edited_messages,
        figures.different_edits,
        figures.told_once,
        figures.told_twice,
        figures.left,
    )
    return [name, *(f"{number:,}" for number in numbers), f"{figures.seconds:.0f}"]


def main() -> None:
    """Print a row for each database and number of kills."""
    digests = int(sys.argv[1]) if len(sys.argv) > 1 else DIGESTS
    rows = []
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for number, (name, kills) in enumerate([("SQLite", 0), ("SQLite", 3), ("PostgreSQL", 3)]):
            url = new_database(server) if name == "PostgreSQL" else f"sqlite:///{folder}/{number}.db"
            content = Path(folder) / f"content {number}"
            rows.append(row(name, asyncio.run(measured(url, content, digests, kills))))
    heads = [
        "database",
        "posted digests",
        "kill -9",
        "edited",
        "edits repeated",
        "contents of an edit",
        "told once",
        "told twice",
        "left",
        "seconds",
    ]
    table(heads, rows)


if __name__ == "__main__":
    main()
