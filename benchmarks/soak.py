"""Five processes under load for half an hour, on each kind of database for half of it.

``python benchmarks/soak.py 120`` soaks for two minutes. Fifty clients flood the playground, people ask on
Discord and Slack, each minute digests are due, a case is edited, and a worker is killed.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from _measure import p50, p99, table

from tests.databases import migrated, new_database, postgres
from tests.soaking.soak import Soak, soak

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 1800.0
INTERVAL = 60.0


def main() -> None:
    """Soak on SQLite, then on PostgreSQL, and print what came of it."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, postgres() as server:
        file = migrated(f"sqlite:///{one}/var/bot.db")
        made = {
            "SQLite": _soaked(Path(one), file),
            "PostgreSQL": _soaked(Path(other), migrated(new_database(server))),
        }
    rows = [(name, *(cell(one) for one in made.values())) for name, cell in ROWS.items()]
    table(("", *made), rows)
    for database, result in made.items():
        for fault in result.faults[:20]:
            print(database, fault.strip()[:500])


def _soaked(folder: Path, database: str) -> Soak:
    return asyncio.run(soak(folder, database, SECONDS / 2, min(INTERVAL, SECONDS / 6)))


def _growth(made: Soak) -> str:
    return ", ".join(
        f"{name} {before:.0f} → {after:.0f} ({after / before - 1:+.0%})"
        for name, (before, after) in made.memory.items()
    )


ROWS: Mapping[str, Callable[[Soak], str]] = {
    "seconds": lambda _: f"{SECONDS / 2:.0f}",
    "answers in chat": lambda made: f"{len(made.asked.seconds):,}",
    "p50 / p99 ms": lambda made: " / ".join(f"{of(made.asked.seconds) * 1000:.0f}" for of in (p50, p99)),
    "answers lost": lambda made: str(made.asked.lost),
    "private answers": lambda made: f"{made.asked.private:,}",
    "of them made public": lambda made: str(made.asked.made_public),
    "digests": lambda made: str(made.digests),
    "lost, doubled": lambda made: f"{made.lost}, {made.doubled}",
    "workers killed, edits": lambda made: f"{made.killed}, {made.edits}",
    "pages by status": lambda made: ", ".join(f"{key}: {made.pages[key]:,}" for key in sorted(made.pages)),
    "memory in MB": _growth,
    "unhandled errors": lambda made: str(len(made.faults)),
    "stalls of an event loop": lambda made: str(made.stalls),
    "longest end in seconds": lambda made: f"{made.longest_end:.1f}",
}


if __name__ == "__main__":
    main()
