"""The process types of the Procfile, started as an operator does, against a Discord that runs here."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.cli.doctor import findings
from bot.db import subscriptions
from bot.db.database import open_database, writing
from bot.db.subscriptions import NewSubscription
from bot.db.tables import deliveries
from tests.databases import migrated
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD
from tests.ports import free_port

ROOT = Path(__file__).parent.parent
PATIENCE = 90.0


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        yield running


def environment(discord: FakeDiscord, folder: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LOG_FORMAT": "json",
        "DATABASE_URL": f"sqlite:///{folder}/var/bot.db",
        **discord.env,
    }


def subscribe(folder: Path, channel: int) -> int:
    """A digest of the first case, due since a second ago; gives its id."""
    engine = open_database(migrated(f"sqlite:///{folder}/var/bot.db"))
    now = datetime.now(UTC)
    [case] = [one.name for one in (folder / "content").iterdir() if one.is_dir()]
    new = NewSubscription(
        "discord",
        str(GUILD),
        "channel",
        str(channel),
        "1",
        "daily 09:00",
        "Europe/Berlin",
        now - timedelta(seconds=1),
        case_id=case,
    )
    with writing(engine) as connection:
        identifier = subscriptions.add(connection, new, now)
    engine.dispose()
    return identifier


async def stopped(process: asyncio.subprocess.Process) -> int:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        return await process.wait()


async def test_the_process_types_deliver_a_due_digest_and_end_when_told(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    identifier = subscribe(tmp_path, CHANNEL)
    port = free_port()
    honcho = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "honcho", "-f", str(ROOT / "Procfile"), "-d", str(tmp_path)),
        *("start", "-p", str(port), "worker"),
        env=environment(discord, tmp_path),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            await discord.requested("POST", f"/channels/{CHANNEL}/messages")
            ready = await until_nothing_is_due(port)
            metrics = await got(port, "/metrics")
    finally:
        await stopped(honcho)
    [message] = discord.world.in_channel(CHANNEL)
    assert message.payload["components"]
    assert not discord.rest.violations
    assert ready["digests"] == {"due": 0, "lag_seconds": 0, "database": "ok"}
    assert 'bot_deliveries_total{outcome="sent",platform="discord"} 1.0' in metrics
    engine = open_database(f"sqlite:///{tmp_path}/var/bot.db")
    with engine.connect() as connection:
        row = connection.execute(select(deliveries)).one()
        kept = subscriptions.get(connection, identifier)
    engine.dispose()
    assert (row.state, row.message) == ("sent", str(message.id))
    assert kept
    assert kept.next_run_at
    assert kept.next_run_at > datetime.now(UTC)
    assert kept.seen == row.seen != ""


async def until_nothing_is_due(port: int) -> dict[str, Any]:
    """What the worker says of itself, once it has seen that all is delivered."""
    async with aiohttp.ClientSession() as http:
        while True:
            async with http.get(f"http://127.0.0.1:{port}/readyz") as response:
                health: dict[str, Any] = await response.json()
            if health["digests"]["due"] == 0:
                return health
            await asyncio.sleep(0.2)


async def got(port: int, path: str) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as response:
        return await response.text()


async def test_a_worker_without_a_token_says_what_to_set(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "worker"),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(free_port())},
        stderr=asyncio.subprocess.PIPE,
    )
    _, output = await worker.communicate()
    assert worker.returncode == 1
    assert "set DISCORD_TOKEN or SLACK_BOT_TOKEN" in output.decode()


async def test_the_database_is_migrated_by_one_command(tmp_path: Path) -> None:
    for sentence in ("Applied: 0001, ", "The database is up to date."):
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "migrate"),
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await command.communicate()
        assert output.decode().startswith(sentence)
        assert command.returncode == 0


def said(folder: Path) -> list[str]:
    """What the doctor says of the database in a folder."""
    environ = {"CONTENT_DIR": str(ROOT / "content"), "DATABASE_URL": f"sqlite:///{folder}/var/bot.db"}
    return [one.what for one in findings(environ) if "database" in one.what or "delivered" in one.what]


def test_the_doctor_looks_at_the_database_and_at_what_is_due(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    [missing] = said(tmp_path)
    assert missing.endswith("is made at the next start.")
    (tmp_path / "var").mkdir(exist_ok=True)
    (tmp_path / "var/bot.db").touch()
    assert said(tmp_path) == ["The database has not got the schema of this version yet."]
    identifier = subscribe(tmp_path, CHANNEL)
    assert said(tmp_path) == ["The database has the schema of this version."]
    engine = open_database(f"sqlite:///{tmp_path}/var/bot.db")
    with writing(engine) as connection:
        long_ago = datetime.now(UTC) - timedelta(hours=2, seconds=1)
        subscriptions.change(connection, identifier, next_run_at=long_ago)
    engine.dispose()
    assert said(tmp_path)[1:] == ["1 digest should have been delivered, the oldest 120 minutes ago."]
    (tmp_path / "var/bot.db").write_bytes(b"no database" * 100)
    [spoilt] = said(tmp_path)
    assert spoilt.startswith("The database cannot be used: file is not a database")
