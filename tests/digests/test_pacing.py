"""Pacing: nobody sees more than a platform takes in any second, and no turn is taken for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.db.database import open_database
from bot.db.tables import pacing
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.outcomes import Retry
from bot.digests.senders import Pace, Target
from bot.platforms.discord.sender import PER_SECOND
from tests.databases import migrated
from tests.digests.simulation.loop import SimulatedLoop

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
CEILING = 50
DISCORD = Pace("discord", PER_SECOND, 1)
NEWS = Target("discord", "1", "channel", "news")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    yield made
    made.dispose()


def simulated(work: Coroutine[Any, Any, None]) -> None:
    """Run it where time passes only as somebody waits."""
    loop = SimulatedLoop()
    try:
        loop.run_until_complete(work)
    finally:
        loop.close()


def pacer(engine: Engine) -> Pacer:
    async def at_once(blocking: Any, /, *arguments: Any) -> Any:
        return blocking(*arguments)

    def now() -> datetime:
        return EPOCH + timedelta(seconds=asyncio.get_running_loop().time())

    return Pacer(UnitOfWork(engine, at_once), now)


def most_in_a_second(times: list[float]) -> int:
    return max(sum(1 for other in times if start <= other < start + 1) for start in times)


def test_several_workers_whose_event_loops_are_held_up_keep_within_the_limit_together(
    engine: Engine,
) -> None:
    posted: list[float] = []

    async def post(worker: Pacer, number: int) -> None:
        await worker.turn(DISCORD)
        posted.append(asyncio.get_running_loop().time())
        if number % 31 == 0:
            # Something else holds the loop up for longer than lies between two turns.
            asyncio.get_running_loop().passed += 0.045  # type: ignore[attr-defined]  # of the simulated loop

    async def work() -> None:
        workers = [pacer(engine) for _ in range(4)]
        await asyncio.gather(*(post(workers[number % 4], number) for number in range(600)))

    simulated(work())
    assert most_in_a_second(posted) <= CEILING
    assert len(posted) / (posted[-1] - posted[0]) > 0.9 * CEILING


def test_whoever_posts_one_message_takes_no_more_of_the_lane_than_a_stretch(engine: Engine) -> None:
    async def work() -> None:
        worker = pacer(engine)
        for _ in range(3):
            await worker.turn(DISCORD)

    simulated(work())
    with engine.connect() as connection:
        free_at = connection.execute(select(pacing.c.free_at)).scalar_one()
    assert free_at - EPOCH <= timedelta(seconds=0.25)


def test_a_limit_of_the_whole_bot_holds_all_its_posts_and_one_of_a_channel_only_that_channels(
    engine: Engine,
) -> None:
    async def work() -> None:
        worker, loop = pacer(engine), asyncio.get_running_loop()
        worker.obey(Retry(3), DISCORD, NEWS)
        await worker.ready(DISCORD, Target("discord", "1", "channel", "other"))
        await worker.turn(DISCORD)
        assert loop.time() < 1
        await worker.ready(DISCORD, NEWS)
        assert loop.time() >= 3
        worker.obey(Retry(5, whole_bot=True), DISCORD, NEWS)
        await worker.turn(DISCORD)
        assert loop.time() >= 8

    simulated(work())


def test_a_slow_lane_uses_its_turns_though_the_process_is_a_little_late(engine: Engine) -> None:
    async def work() -> None:
        worker, loop = pacer(engine), asyncio.get_running_loop()
        slack = Pace("slack T1", 1, 1)
        for _ in range(5):
            await worker.turn(slack)
            loop.passed += 0.2  # type: ignore[attr-defined]  # of the simulated loop
        assert loop.time() < 5

    simulated(work())
