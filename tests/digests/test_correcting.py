"""A newer article over posted digests, with ``kill -9`` in the midst: each told once and each edited once."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine

from tests.digests.correcting import posted_digests, supersede

DIGESTS = int(os.environ.get("DIGESTS", "30"))
"""Posted digests; ``benchmarks/digest_corrections.py`` takes 1,000."""
RATE = 20
"""Posts and edits a second to each platform: slow enough to be killed in the midst of so few."""


async def test_a_newer_article_is_told_once_and_each_posted_digest_edited_once_though_the_worker_is_killed(
    database_url: str, database: Engine, tmp_path: Path
) -> None:
    async with posted_digests(database_url, database, tmp_path / "content", DIGESTS, RATE) as made:
        figures = await supersede(made)
    print(figures)  # noqa: T201  -- a figure of docs/performance.md
    assert figures.left == 0
    assert figures.edited_messages == figures.told_once == DIGESTS
    assert figures.told_twice == 0
    # What was repeated after the kill said the same.
    assert figures.different_edits == 1
    assert 0 < figures.killed_after[0] < DIGESTS <= figures.edits
