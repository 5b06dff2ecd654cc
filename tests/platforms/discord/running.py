"""A bot on the stand-in Discord: the unmodified program in a process, or its connection in this one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiohttp

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.discord.rest import Rest
from bot.rendering.render import Presentation
from bot.service.command_service import (
    NO_PREFERENCES,
    CommandService,
    Completer,
    Extension,
    Handler,
    PlacePreferences,
)
from bot.service.conduct import Conduct
from bot.settings import Settings
from tests.fakes.discord.server import FakeDiscord
from tests.starts import Started, start

ROOT = Path(__file__).parents[3]
PATIENCE = 120.0
MATTERS_OF_TIME = ("ready for questions", "event loop stalled", "Can't keep up")
SOON = 0.2
"""Seconds after which an answer is announced, so that nobody waits for two in each test."""


class Process:
    """The program in a process of its own."""

    def __init__(self, process: Started) -> None:
        self.process = process

    async def line(self, containing: str) -> str:
        """The next line of its log that contains this."""
        assert self.process.stderr
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stderr.readline()).decode():
                if containing in line:
                    return line
        raise AssertionError(f"the log ended without {containing!r}")

    async def stop(self) -> tuple[int | None, str]:
        """Tell it to stop; its exit status, and what was left of its log.

        Left out are that the newest case is prepared for questions, stalls of the event loop, and late
        heartbeats: whether such lines are there is a matter of time, and of what else the machine does.
        """
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        _, errors = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        lines = errors.decode().splitlines(keepends=True)
        return self.process.returncode, "".join(
            one for one in lines if not any(map(one.count, MATTERS_OF_TIME))
        )


@asynccontextmanager
async def program(*arguments: str, folder: Path, **env: str) -> AsyncIterator[Process]:
    """``python -m bot`` with these arguments, working in a folder."""
    settings = {"CONTENT_DIR": str(ROOT / "content"), "LOG_FORMAT": "json", **env}
    process = await start(*arguments, folder=folder, environment=settings)
    running = Process(process)
    try:
        yield running
    finally:
        await running.stop()


def service_of(
    content: Path,
    handlers: Mapping[str, Handler] | None = None,
    completers: Mapping[str, Completer] | None = None,
    preferences: PlacePreferences = NO_PREFERENCES,
    conduct: Conduct | None = None,
    **options: Any,
) -> CommandService:
    """A service that answers from the cases of a folder, which is read once and must stay as it is."""
    return CommandService(
        _corpus_of(content),
        Presentation(),
        extensions=[Extension(handlers or {}, completers or {})],
        preferences=preferences,
        conduct=conduct,
        **options,
    )


@lru_cache(maxsize=2)
def _corpus_of(content: Path) -> Corpus:
    corpus = Corpus(ContentRepository(content))
    corpus.read()
    return corpus


@asynccontextmanager
async def connected(
    discord: FakeDiscord,
    service: CommandService,
    stop: asyncio.Event | None = None,
    **timing: Any,
) -> AsyncIterator[asyncio.Task[None]]:
    """The connection of the program, to the stand-in, with a service that can be made slow."""
    stopped = stop or asyncio.Event()
    settings = Settings(
        discord_api_url=discord.env["DISCORD_API_URL"],
        discord_gateway_url=discord.env["DISCORD_GATEWAY_URL"],
        discord_token=discord.token,
    )
    async with aiohttp.ClientSession() as http:
        rest = Rest(http, settings.discord_api_url, settings.discord_token)
        handler = InteractionHandler(service, **{"defer_after": SOON, **timing})
        keeping = asyncio.create_task(Gateway(settings, rest, handler).run(stopped))
        try:
            await discord.gateway.connected()
            yield keeping
        finally:
            stopped.set()
            await keeping
