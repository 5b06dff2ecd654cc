"""A bot for many workspaces while strangers hold 10,000 connections half open, or begin 100,000 installs.

The bot is a process of its own, before a stand-in for Slack. Signed commands are timed alone, beside the
connections, and beside the installs; its memory, database and files are looked at each time. Whoever floods
runs in the process that times, so that the times are the most that they can be.
"""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp
from _measure import ROOT, p50, p99, table
from cryptography.fernet import Fernet

from tests.fakes.slack.model import Team
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import BOT_TOKEN, CLIENT_SECRET, SIGNING_SECRET, slack_server
from tests.platforms.slack.bots import PUBLIC_URL, RunningBot, running_bot, somebody

HALF_OPEN, INSTALLS, COMMANDS = 10_000, 100_000, 200
SHARE = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
"""Which share of the whole is done, for a quick look."""
OPENED_AT_ONCE, CLIENTS = 250, 20
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: a\r\nX-Slow: "


def memory(bot: RunningBot) -> float:
    """The MB that the bot's process holds now."""
    fields = Path(f"/proc/{bot.process.pid}/status").read_text("ascii").split("VmRSS:")
    return int(fields[1].split()[0]) / 1024


def files(bot: RunningBot) -> int:
    """How many files and connections the bot's process has open now."""
    return len(tuple(Path(f"/proc/{bot.process.pid}/fd").iterdir()))


def rows(database: Path) -> int:
    """How many rows there are in all tables."""
    with sqlite3.connect(database) as connection:
        names = [one for (one,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return sum(connection.execute(f'SELECT count(*) FROM "{one}"').fetchone()[0] for one in names)  # noqa: S608  -- names of tables


class HalfOpen:
    """Connections that send the beginning of a request and no more; one that is closed is opened again."""

    def __init__(self, address: str, count: int) -> None:
        self._address, self._count = urlsplit(address), count
        self._opened, self._closed = 0, 0
        self._limit = asyncio.Semaphore(OPENED_AT_ONCE)
        self._are_open = asyncio.Event()

    def name(self) -> str:
        """How many were opened so far, and how many of them the bot has closed."""
        return f"{self._opened:,} half open, {self._closed:,} of them closed"

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold them all, from when so many were opened."""
        holding = [asyncio.create_task(self._hold(number)) for number in range(self._count)]
        await self._are_open.wait()
        try:
            yield
        finally:
            for one in holding:
                one.cancel()
            await asyncio.gather(*holding, return_exceptions=True)

    async def _hold(self, number: int) -> None:
        while True:
            with suppress(OSError):
                async with self._limit:
                    host, port = self._address.hostname, self._address.port
                    reader, writer = await asyncio.open_connection(host, port)
                    writer.write(HEAD)
                    self._opened += 1
                if self._opened >= self._count:
                    self._are_open.set()
                await reader.read()  # until it is closed
                self._closed += 1
                writer.close()
            await asyncio.sleep(1 + number % 7)


class Look(NamedTuple):
    """What a state of things cost: seconds of each command, MB, rows in the database, and open files."""

    name: str
    seconds: list[float]
    memory: float
    rows: int
    files: int

    @classmethod
    async def at(cls, name: Callable[[], str], bot: RunningBot, person: Person, folder: Path) -> Look:
        """Time COMMANDS commands, one after the other, and look at the bot's process."""
        seconds = []
        for _ in range(COMMANDS):
            began = time.perf_counter()
            await person.types("/case damages")
            seconds.append(time.perf_counter() - began)
        return cls(name(), seconds, memory(bot), rows(folder / "var/bot.db"), files(bot))

    def cells(self) -> Sequence[str]:
        """Its row in the table."""
        times = (f"{of(self.seconds) * 1000:.1f}" for of in (p50, p99))
        return self.name, *times, f"{self.memory:.0f}", f"{self.rows:,}", f"{self.files:,}"


async def installs(bot: RunningBot, count: int) -> int:
    """Ask for the install link so often; gives how many were led to Slack."""
    left, led = iter(range(count)), 0
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def ask() -> None:
            nonlocal led
            for _ in left:
                async with session.get(f"{bot.address}/slack/install", allow_redirects=False) as response:
                    led += response.headers.get("Location", "").startswith("https://slack.com/")

        await asyncio.gather(*(ask() for _ in range(CLIENTS)))
    return led


async def measure(folder: Path) -> None:
    """Measure one bot in each of the three states, and print them."""
    async with slack_server() as slack:
        slack.state.teams["T1"] = Team("T1", BOT_TOKEN, "Newsroom")
        settings = {
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "ENCRYPTION_KEY": Fernet.generate_key().decode(),
            "PUBLIC_URL": PUBLIC_URL,
        }
        async with running_bot(slack, folder, ROOT / "content", **settings) as bot:
            person = somebody(slack, bot, "http")
            await Look.at(str, bot, person, folder)
            found = [await Look.at(lambda: "alone", bot, person, folder)]
            flood = HalfOpen(bot.address, int(HALF_OPEN * SHARE))
            async with flood.held():
                found.append(await Look.at(flood.name, bot, person, folder))
            asking = asyncio.create_task(installs(bot, int(INSTALLS * SHARE)))
            beside = await Look.at(str, bot, person, folder)
            found.append(beside._replace(name=f"{await asking:,} installs begun", memory=memory(bot)))
    columns = ("", "command p50 ms", "p99 ms", "memory MB", "rows stored", "files open")
    table(columns, [one.cells() for one in found])


def main() -> None:
    """Let this process have as many files as the system allows, and measure."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
