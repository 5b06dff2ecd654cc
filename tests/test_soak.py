"""Twenty seconds of the soak: five processes under load lose, double and disclose nothing."""

from __future__ import annotations

from pathlib import Path

from tests.soaking.soak import soak


async def test_under_load_nothing_is_lost_doubled_or_made_public(tmp_path: Path, database_url: str) -> None:
    made = await soak(tmp_path, database_url, seconds=10, interval=5, clients=20)
    assert made.faults == []
    assert (made.lost, made.doubled, made.asked.lost, made.asked.made_public) == (0, 0, 0, 0)
    assert made.digests == 4
    assert made.asked.private
    assert set(made.pages) <= {"200", "503"}
