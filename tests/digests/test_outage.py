"""A database that is locked, full, read-only or gone: delivery waits, and catches up when it is back."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from bot.db import subscriptions
from bot.db.database import UNAVAILABLE, file_of, open_database, writing
from bot.db.subscriptions import NewSubscription
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.schedule import now_in_utc
from tests.databases import migrated, postgres_server
from tests.digests.processes import line, opened, started_worker, until_sent
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, Channel

POSTS = 20
NO_SLACK = "http://127.0.0.1:1/api"


def change(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO pacing VALUES ('lane', '2026-01-01 00:00:00')"))


def locked(file: Path) -> Engine:
    holder = sqlite3.connect(file)
    holder.execute("BEGIN IMMEDIATE")
    engine = open_database(f"sqlite:///{file}", lock_timeout=0.01)
    event.listen(engine, "engine_disposed", lambda _: holder.close())
    return engine


def read_only(file: Path) -> Engine:
    return open_database(f"sqlite:///file:{file}?mode=ro&uri=true")


def gone(_: Path) -> Engine:
    return open_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")


@pytest.mark.parametrize("spoilt", [locked, read_only, gone])
def test_every_way_in_which_a_database_fails_for_a_while_is_known_as_such(
    spoilt: Callable[[Path], Engine], tmp_path: Path
) -> None:
    migrated(f"sqlite:///{tmp_path}/bot.db")
    engine = spoilt(tmp_path / "bot.db")
    with pytest.raises(UNAVAILABLE):
        change(engine)
    engine.dispose()


def test_an_address_of_sqlites_own_names_a_file_and_no_folder(tmp_path: Path) -> None:
    assert file_of(f"sqlite:///file:{tmp_path}/bot.db?mode=ro&uri=true") == tmp_path / "bot.db"


async def test_what_is_written_meanwhile_is_written_when_the_lock_is_gone(tmp_path: Path) -> None:
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    heard: list[bool] = []
    unavailable = asyncio.Event()
    loop = asyncio.get_running_loop()

    def note(available: bool) -> None:  # noqa: FBT001  -- called with nothing else
        heard.append(available)
        if not available:
            loop.call_soon(unavailable.set)

    engine = open_database(url, lock_timeout=0.01)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as holder:
        holder.execute("BEGIN IMMEDIATE")
        unit_of_work = UnitOfWork(engine, on_available=note)
        writes = [
            asyncio.create_task(
                unit_of_work.write(lambda connection: connection.execute(text("SELECT 1")).scalar())
            )
            for _ in range(3)
        ]
        await unavailable.wait()
        assert not unit_of_work.available
        # What is only read does not wait.
        assert await unit_of_work.read(lambda connection: connection.execute(text("SELECT 2")).scalar()) == 2
        holder.rollback()
        assert await asyncio.gather(*writes) == [1, 1, 1]
    assert heard[-1]
    engine.dispose()


async def test_a_change_that_is_at_fault_fails_alone(tmp_path: Path) -> None:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    unit_of_work = UnitOfWork(engine)
    good, bad, also_good = await asyncio.gather(
        unit_of_work.write(lambda connection: connection.execute(text("SELECT 1")).scalar()),
        unit_of_work.write(lambda _: 1 // 0),
        unit_of_work.write(lambda connection: connection.execute(text("SELECT 2")).scalar()),
        return_exceptions=True,
    )
    assert (good, also_good) == (1, 2)
    assert isinstance(bad, ZeroDivisionError)
    engine.dispose()


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        for number in range(POSTS):
            there = Channel(CHANNEL + 1 + number, GUILD)
            running.world.channels[there.id] = there
        yield running


def subscribe(engine: Engine, due_at: datetime) -> None:
    with writing(engine) as connection:
        for number in range(POSTS):
            channel = str(CHANNEL + 1 + number)
            new = NewSubscription(
                "discord", str(GUILD), "channel", channel, "1", "daily", "UTC", next_run_at=due_at
            )
            subscriptions.add(connection, new, due_at)


async def all_posted_once(discord: FakeDiscord, url: str) -> None:
    await until_sent(url, POSTS)
    nonces = [message.nonce for message in discord.world.messages.values()]
    assert len(nonces) == len(set(nonces)) == POSTS


async def test_a_full_disk_delays_digests_and_loses_none(discord: FakeDiscord, tmp_path: Path) -> None:
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    worker = await started_worker(url, discord.env["DISCORD_API_URL"], NO_SLACK, 50)
    assert worker.pid
    unlimited = resource.prlimit(worker.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
    with opened(url) as engine:
        subscribe(engine, now_in_utc())
    await line(worker, "database unavailable")
    assert not discord.of("POST", "/messages")
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, unlimited)
    await all_posted_once(discord, url)
    worker.kill()
    await worker.wait()


async def test_a_database_server_that_is_away_delays_digests_and_loses_none(discord: FakeDiscord) -> None:
    with postgres_server() as server:
        worker = await started_worker(migrated(server.url), discord.env["DISCORD_API_URL"], NO_SLACK, 2)
        with opened(server.url) as engine:
            subscribe(engine, now_in_utc())
        await discord.requested("POST", "/messages", 3)
        await asyncio.to_thread(server.stop)
        await line(worker, "database unavailable")
        assert len(discord.of("POST", "/messages")) < POSTS
        await asyncio.to_thread(server.start)
        await all_posted_once(discord, server.url)
        worker.kill()
        await worker.wait()
