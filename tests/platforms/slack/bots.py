"""The unmodified bot, in a process of its own, told by its settings alone where Slack is."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.fakes.slack.lines import HttpLine, Line, SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer
from tests.ports import free_port
from tests.starts import Started, start

PATIENCE = 60.0
PUBLIC_URL = "https://cases.example.org"


class RunningBot:
    """A bot that runs; ``log`` is what it has logged so far."""

    def __init__(self, process: Started, address: str) -> None:
        self.process = process
        self.address = address
        self.log = ""
        self._more = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr
        while line := (await self.process.stderr.readline()).decode():
            self.log += line
            self._more.set()
        self._more.set()

    async def logged(self, words: str) -> str:
        """Its log, once that has these words."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.log:
                self._more.clear()
                if self._reading.done():
                    raise AssertionError(f"the log ended without {words!r}: {self.log}")
                await self._more.wait()
        return self.log

    async def listens(self) -> None:
        """Wait until it has read the cases: before that it answers nothing else."""
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientConnectionError):
                    async with session.get(f"{self.address}/readyz") as ready:
                        if ready.status == 200:
                            return
                if self.process.returncode is not None:
                    await self._reading
                    raise AssertionError(self.log)
                await asyncio.sleep(0.05)

    async def ends(self, *, asked: bool = True) -> int:
        """Its exit status, after it is told to end."""
        if asked:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            status = await self.process.wait()
            await self._reading
        return status


@asynccontextmanager
async def running_bot(
    slack: SlackServer, folder: Path, content: Path, *arguments: str, **settings: str
) -> AsyncIterator[RunningBot]:
    """Start it, wait until it listens, and end it at last."""
    port = free_port()
    environment = {
        "CONTENT_DIR": str(content),
        "PORT": str(port),
        "LOG_FORMAT": "json",
        "SLACK_API_URL": slack.api_url,
        # One person asks as often as a test does.
        "COOLDOWN_ANSWERS": "0",
        "REPEAT_SECONDS": "0",
        **settings,
    }
    process = await start(*arguments, folder=folder, environment=environment, stdout=subprocess.DEVNULL)
    bot = RunningBot(process, f"http://127.0.0.1:{port}")
    try:
        await bot.listens()
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await bot.ends(asked=False)


SOCKET_MODE = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "PUBLIC_URL": PUBLIC_URL}
OVER_HTTP = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "PUBLIC_URL": PUBLIC_URL}
MODES: dict[str, dict[str, str]] = {"socket mode": SOCKET_MODE, "http": OVER_HTTP}
LINES: dict[str, Callable[[SlackServer, RunningBot], Line]] = {
    "socket mode": lambda slack, _: SocketLine(slack),
    "http": lambda _, bot: HttpLine(bot.address),
}


def somebody(slack: SlackServer, bot: RunningBot, mode: str) -> Person:
    """A person whose workspace reaches the bot that way."""
    return Person(slack, LINES[mode](slack, bot))
