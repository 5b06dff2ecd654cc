"""Workers that are killed in the midst of it: real processes, real databases, kill -9."""

from __future__ import annotations

import os
import signal

from sqlalchemy import Engine

from tests.digests.office import opened_office, subscribe, until_settled

POSTS = int(os.environ.get("POSTS", "900"))
"""Due at once; POSTS=3000 for the figure of docs/performance.md, at the price of minutes."""


async def test_two_workers_killed_in_mid_fan_out_lose_nothing_and_double_nothing(
    database_url: str, database: Engine
) -> None:
    async with opened_office(database_url) as office:
        subscribe(office, database, POSTS)
        workers = [await office.start(), await office.start()]
        await office.until_attempted(POSTS // 10)
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            await worker.wait()
        killed_after = office.attempts
        await office.start()  # one returns, the other never does
        states = await until_settled(database, POSTS)
        figure = (
            f"killed after {killed_after} posts; {office.attempts} attempts for {POSTS} posts: {dict(states)}"
        )
        print(figure)  # noqa: T201  -- a figure of docs/performance.md
        assert killed_after < POSTS
        assert states == {"sent": POSTS}
        seen = office.keys()
        assert len(seen) == POSTS
        assert set(seen.values()) == {1}
