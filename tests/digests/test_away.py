"""The program while it or its database is away, in processes of its own: it answers, and catches up."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot.corpus.content import ContentRepository
from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription
from bot.digests.cursor import Cursor
from bot.digests.schedule import now_in_utc
from bot.digests.version_repository import VersionRepository
from tests.databases import Postgres, migrated, postgres_server
from tests.digests.processes import opened, until_sent
from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, USER, Channel
from tests.platforms.discord.running import Process, program
from tests.ports import free_port

CASE = "carroll-v-trump"
DAILY = "daily 09:00 Europe/Berlin"
CHANNELS = [CHANNEL + number for number in range(1, 4)]
SOON = timedelta(seconds=8)
"""Longer than a busy machine needs until its database is away."""
NO_DATABASE = "the database does not answer"


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        for channel in CHANNELS:
            running.world.channels[channel] = Channel(channel, GUILD)
        yield running


def subscribe(url: str, due: datetime, channels: list[int] = CHANNELS, **values: Any) -> list[int]:
    """A digest of each channel; gives their ids."""
    with opened(url) as engine, writing(engine) as connection:
        made = [
            subscriptions.add(
                connection,
                NewSubscription(
                    *("discord", str(GUILD), "channel", str(channel), str(USER), DAILY, "Europe/Berlin"),
                    next_run_at=due,
                    case_id=CASE,
                ),
                due,
            )
            for channel in channels
        ]
        for identifier in made:
            if values:
                subscriptions.change(connection, identifier, **values)
    return made


async def until(due: datetime) -> None:
    """Wait until digests are due."""
    await asyncio.sleep(max(0, (due - now_in_utc()).total_seconds()))


async def answer(discord: FakeDiscord, name: str, /, *, manager: bool = True, **options: Any) -> str:
    """What somebody is told who uses a command."""
    asked = interactions.slash(discord.world, name, **options)
    exchange = await discord.send(interactions.as_manager(asked) if manager else asked)
    return str((await exchange.answer()).payload)


def posted(discord: FakeDiscord) -> list[int]:
    """How many messages each channel has."""
    return [len(discord.world.in_channel(channel)) for channel in CHANNELS]


async def test_after_three_days_down_each_channel_gets_one_digest_of_all_three_and_a_paused_one_none(
    discord: FakeDiscord, tmp_path: Path, content: Path, database_url: str
) -> None:
    url = database_url
    copy = shutil.copytree(content / CASE, tmp_path / "content" / CASE).parent
    library = ContentRepository(copy).read()
    with opened(url) as engine:
        VersionRepository(engine).keep(library, CASE)
    now = now_in_utc()
    seen = str(Cursor.of(library.cases[CASE]))
    subscribe(url, now - timedelta(days=3), CHANNELS[:2], seen=seen)
    [paused] = subscribe(
        url, now - timedelta(days=31), CHANNELS[2:], seen=seen, state="paused", next_run_at=None
    )
    # On each day something was corrected.
    file = copy / CASE / "case.yaml"
    text = file.read_text("utf-8")
    edits = {
        "claim: {en: sexual abuse": "claim: {en: sexual assault",
        "claim: {en: defamation": "claim: {en: slander",
        "claim: {en: the rape allegation": "claim: {en: the allegation of rape",
    }
    for was, becomes in edits.items():
        text = text.replace(was, becomes, 1)
    file.write_text(text, "utf-8")
    where = {"DATABASE_URL": url, "CONTENT_DIR": str(copy), "PORT": str(free_port())}
    async with program("run", folder=tmp_path, **where, **discord.env) as bot:
        await bot.line("connected to discord")
        await until_sent(url, 2)
        assert "is on" in await answer(discord, "digest resume", id=str(paused))
        assert "nothing is posted" in await answer(discord, "digest now", id="1")
        await bot.stop()
    assert posted(discord) == [1, 1, 0]
    for channel in CHANNELS[:2]:
        [message] = discord.world.in_channel(channel)
        shown = str(message.payload)
        assert "3 corrections since the last digest" in shown
        assert all(becomes.removeprefix("claim: {en: ") in shown for becomes in edits.values())
    with opened(url) as engine, engine.connect() as connection:
        kept = subscriptions.of_workspace(connection, "discord", str(GUILD))
    for one in kept:
        assert one.next_run_at
        assert now < one.next_run_at < now + timedelta(days=1, hours=1)


@dataclass(frozen=True)
class Apart:
    """A process that answers commands and one that delivers, on a PostgreSQL that digests are kept in."""

    server: Postgres
    url: str
    worker: Process

    def subscribe(self) -> datetime:
        """Schedule a digest of each channel; gives when they are due."""
        due = now_in_utc() + SOON
        subscribe(self.url, due)
        return due


@pytest.fixture
async def apart(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[Apart]:
    with postgres_server() as server:
        url = migrated(server.url)
        where = {"DATABASE_URL": url, "PORT": str(free_port())}
        async with (
            program("discord", folder=tmp_path, DATABASE_URL=url, **discord.env) as front,
            program("worker", folder=tmp_path, **where, **discord.env) as worker,
        ):
            await front.line("connected to discord")
            yield Apart(server, url, worker)


async def test_while_a_postgresql_is_away_commands_are_answered_and_digests_wait_for_it(
    discord: FakeDiscord, apart: Apart
) -> None:
    await answer(discord, "settings set", managers=f"<@{USER}>", where="workspace")
    due = apart.subscribe()
    await asyncio.to_thread(apart.server.stop)
    await apart.worker.line("database unavailable")
    for _ in range(2):
        assert "sexually abusing" in await answer(discord, "case status")
        assert NO_DATABASE in await answer(discord, "digest list")
        assert NO_DATABASE in await answer(discord, "settings show")
    # Somebody who was named for it, which nobody can look up now.
    assert NO_DATABASE in await answer(discord, "digest pause", manager=False, id="1")
    await until(due)
    assert posted(discord) == [0, 0, 0]
    await asyncio.to_thread(apart.server.start)
    await until_sent(apart.url, 3)
    assert "3 digests" in await answer(discord, "digest list")
    assert "is paused" in await answer(discord, "digest pause", manager=False, id="1")
    assert posted(discord) == [1, 1, 1]


async def test_a_postgresql_that_can_only_be_read_delays_digests_and_is_told_to_whoever_changes_something(
    discord: FakeDiscord, apart: Apart
) -> None:
    due = apart.subscribe()
    only_read(apart.url, "on")
    await apart.worker.line("database unavailable")
    assert "sexually abusing" in await answer(discord, "case status")
    assert "3 digests" in await answer(discord, "digest list")
    assert NO_DATABASE in await answer(discord, "digest pause", id="1")
    assert NO_DATABASE in await answer(discord, "settings set", zone="UTC")
    await until(due)
    assert posted(discord) == [0, 0, 0]
    only_read(apart.url, "off")
    await until_sent(apart.url, 3)
    assert posted(discord) == [1, 1, 1]


def only_read(url: str, state: str) -> None:
    """Let nobody write any more, as a server that is a copy of another; or let them again."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET default_transaction_read_only = off")
        connection.exec_driver_sql(f"ALTER SYSTEM SET default_transaction_read_only = {state}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


async def test_a_file_that_is_locked_delays_digests_and_commands_that_only_read_are_answered(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    where = {"DATABASE_URL": url, "PORT": str(free_port())}
    async with program("run", folder=tmp_path, **where, **discord.env) as bot:
        await bot.line("connected to discord")
        due = now_in_utc() + SOON
        subscribe(url, due)
        with closing(sqlite3.connect(tmp_path / "bot.db")) as holder:
            holder.execute("BEGIN IMMEDIATE")
            await until(due)
            assert "sexually abusing" in await answer(discord, "case status")
            assert "3 digests" in await answer(discord, "digest list")
            assert NO_DATABASE in await answer(discord, "digest pause", id="1")
            assert posted(discord) == [0, 0, 0]
            holder.rollback()
        await until_sent(url, 3)
        await bot.stop()
    assert posted(discord) == [1, 1, 1]


async def test_a_full_disk_delays_digests_and_commands_that_only_read_are_answered(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    where = {"DATABASE_URL": url, "PORT": str(free_port())}
    async with program("run", folder=tmp_path, **where, **discord.env) as bot:
        await bot.line("connected to discord")
        unlimited = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
        subscribe(url, now_in_utc())
        await bot.line("database unavailable")
        assert "sexually abusing" in await answer(discord, "case status")
        assert "3 digests" in await answer(discord, "digest list")
        assert NO_DATABASE in await answer(discord, "digest pause", id="1")
        assert posted(discord) == [0, 0, 0]
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, unlimited)
        await until_sent(url, 3)
        await bot.stop()
    assert posted(discord) == [1, 1, 1]


async def test_a_worker_on_a_file_that_can_only_be_read_waits_and_another_one_catches_up(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    subscribe(url, now_in_utc())
    where = {"PORT": str(free_port()), **discord.env}
    read_only = f"sqlite:///file:{tmp_path}/bot.db?mode=ro&uri=true"
    async with program("worker", folder=tmp_path, DATABASE_URL=read_only, **where) as worker:
        await worker.line("database unavailable")
        assert posted(discord) == [0, 0, 0]
    async with program("worker", folder=tmp_path, DATABASE_URL=url, **where):
        await until_sent(url, 3)
    assert posted(discord) == [1, 1, 1]
