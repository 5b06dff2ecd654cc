"""The bot's Slack in the test's own process, over real sockets, so that a test can break it from inside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web
from sqlalchemy import Engine

from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.platforms.slack.bot import SlackBot
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.conduct import Conduct
from bot.settings import Settings
from bot.web.site import make_site
from tests.databases import migrated
from tests.fakes.slack.lines import HttpLine, Line, SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer

PUBLIC_URL = "https://cases.example.org"
SOCKET_MODE = Settings(slack_bot_token=BOT_TOKEN, slack_app_token=APP_TOKEN, public_url=PUBLIC_URL)
OVER_HTTP = Settings(slack_bot_token=BOT_TOKEN, slack_signing_secret=SIGNING_SECRET, public_url=PUBLIC_URL)


@dataclass(frozen=True)
class Inside:
    """A running bot, and how to reach it."""

    slack: SlackServer
    bot: SlackBot
    service: CommandService
    engine: Engine
    address: str
    line: Line
    stop: asyncio.Event

    @property
    def person(self) -> Person:
        """Somebody in its workspace."""
        return Person(self.slack, self.line)


def service_of(corpus: Corpus, conduct: Conduct | None = None) -> CommandService:
    """A service that answers from the cases of a corpus."""
    return CommandService(corpus, Presentation(public_url=PUBLIC_URL), conduct=conduct)


@asynccontextmanager
async def inside(  # noqa: PLR0913, PLR0917  -- what a test may want to be different
    slack: SlackServer,
    settings: Settings,
    corpus: Corpus,
    folder: Path,
    conduct: Conduct | None = None,
    make: Callable[[Corpus, Engine], CommandService] | None = None,
) -> AsyncIterator[Inside]:
    """Start it as the bot does, and stop it so; ``make`` makes another service than ``service_of``."""
    engine = open_database(migrated(f"sqlite:///{folder}/bot.db"))
    service, stop = make(corpus, engine) if make else service_of(corpus, conduct), asyncio.Event()
    async with SlackBot(replace(settings, slack_api_url=slack.api_url), service, engine) as bot:
        site = make_site(CommandService(corpus, Presentation()))
        site.router.add_routes(bot.routes())
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        connected = bool(settings.slack_app_token)
        line: Line = SocketLine(slack) if connected else HttpLine(address)
        keeping = asyncio.create_task(bot.run(stop)) if connected else None
        try:
            if connected:
                await slack.until(lambda: slack.sockets)
            yield Inside(slack, bot, service, engine, address, line, stop)
        finally:
            stop.set()
            await runner.cleanup()
            if keeping:
                await keeping
    engine.dispose()
