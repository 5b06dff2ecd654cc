"""The composition root: builds the parts that the settings enable, starts them and stops them."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import ClientSession, web
from prometheus_client import CollectorRegistry

from bot.cases.library import Library
from bot.console import echo, progress
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.corpus.watch import watch
from bot.logs import configure_logging
from bot.rendering.render import Presentation
from bot.rendering.wording import prepare
from bot.settings import CACHE, INDEX, VECTORS, Settings
from bot.web.context import Metrics
from bot.web.site import LONGEST_LINE, make_health_site, make_site

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.front import Front
    from bot.platforms.slack.bot import SlackBot

log = structlog.get_logger()


class CannotServe(Exception):
    """The bot cannot start; the sentence says why and what to do."""


def serve(settings: Settings, only: str | None = None) -> None:
    """Run every part that the settings enable, or only one, until told to stop. Raises CannotServe."""
    configure_logging(settings)
    if not settings.content_dir.is_dir():
        raise CannotServe(
            f"The content folder “{settings.content_dir}” is not there. Make it, or set CONTENT_DIR."
        )
    asyncio.run(_serve(settings, settings.content_dir.resolve(), only))


async def _serve(settings: Settings, root: Path, only: str | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    vectors = VectorFile(VECTORS, log.warning)
    corpus = Corpus(ContentRepository(settings.content_dir, CaseCache(CACHE)), INDEX, log.warning, vectors)
    with progress("Reading the cases") as told:
        tell(corpus.read(told))
    prepare()
    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    metrics = Metrics(CollectorRegistry())
    parts = [watch(corpus, root, tell, stop)]
    async with _front(settings, corpus, presentation, metrics, only) as front:
        if only in {None, "web"}:
            site = make_site(corpus, presentation, metrics, show_full=settings.source_display == "full")
            parts.append(_on_the_web(site, settings, front, stop))
        if only == "web" and settings.discord_public_key and settings.discord_token:
            parts.append(_telling_discord(settings, stop))
        if only == "discord" or (only is None and settings.discord_token):
            parts.append(_on_discord(settings, front, stop))
        if only == "slack" or (only is None and _is_on_slack(settings)):
            parts.append(_on_slack(settings, front, stop))
        if only == "worker" or (only is None and _can_post(settings)):
            parts.append(_delivering(settings, corpus, presentation, metrics, stop))
        if only == "worker":
            parts.append(_on_the_web(make_health_site(corpus, metrics), settings, None, stop))
        # What is there now stays: the garbage collector need not go through it again and again.
        gc.freeze()
        await _until_the_end(parts, stop)


@asynccontextmanager
async def _front(
    settings: Settings,
    corpus: Corpus,
    presentation: Presentation,
    metrics: Metrics,
    only: str | None,
) -> AsyncIterator[Front]:
    """What the platforms ask. Where there is none, the database is not touched."""
    from bot.front import can_post_by, make_front, open_senders

    # Several processes are migrated by their release; a file has no more than one machine to be started on.
    migrates = only is None or settings.database_url.startswith("sqlite")
    with _database(settings, migrates=migrates, is_needed=_has_platform(settings)) as database:
        async with open_senders(settings, database) as senders:
            yield make_front(corpus, presentation, database, can_post_by(senders), metrics.count)


def _has_platform(settings: Settings) -> bool:
    return any(
        (
            settings.discord_token,
            settings.discord_public_key,
            settings.slack_bot_token,
            settings.slack_client_id,
        )
    )


def _is_on_slack(settings: Settings) -> bool:
    """Whether Slack is asked for, other than over HTTP alone; what is missing is told of where it starts."""
    return bool(settings.slack_app_token or (settings.slack_bot_token and not settings.slack_signing_secret))


async def _until_the_end(parts: Sequence[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Run the parts until all have stopped; one that ends or fails stops the others. Raises its failure."""
    running = [asyncio.create_task(part) for part in parts]
    try:
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        ended = await asyncio.gather(*running, return_exceptions=True)
    for failure in ended:
        if isinstance(failure, BaseException):
            raise failure


async def _delivering(
    settings: Settings,
    corpus: Corpus,
    presentation: Presentation,
    metrics: Metrics,
    stop: asyncio.Event,
) -> None:
    """What posts digests when they are due."""
    from bot.db.database import WORKERS_WAIT, open_database
    from bot.digests.version_repository import VersionRepository
    from bot.digests.writer import DigestWriter
    from bot.worker import deliver

    if not _can_post(settings):
        raise CannotServe(
            "A worker posts digests and has nowhere to post to: set DISCORD_TOKEN or SLACK_BOT_TOKEN."
        )
    database = open_database(settings.database_url, WORKERS_WAIT)
    try:
        memory = VersionRepository(database)
        writer = DigestWriter(lambda: corpus.archive.library, presentation, memory)
        await deliver(settings, database, writer, metrics.watch_delivery(), stop)
    finally:
        database.dispose()


def _can_post(settings: Settings) -> bool:
    return bool(settings.discord_token or settings.slack_bot_token or settings.slack_client_id)


async def _on_the_web(
    site: web.Application, settings: Settings, front: Front | None, stop: asyncio.Event
) -> None:
    """The pages and, where somebody answers, the addresses to which platforms post."""
    async with AsyncExitStack() as entrances:
        if front and settings.discord_public_key:
            await entrances.enter_async_context(_discord_entrance(site, settings, front))
        if front and settings.slack_signing_secret:
            await entrances.enter_async_context(_slack_entrance(site, settings, front))
        runner = web.AppRunner(site, access_log=None, max_line_size=LONGEST_LINE, shutdown_timeout=5)
        await runner.setup()
        try:
            await _listen(runner, settings)
            if front:
                _greet(settings)
            await stop.wait()
        finally:
            await runner.cleanup()


@asynccontextmanager
async def _discord_entrance(site: web.Application, settings: Settings, front: Front) -> AsyncIterator[None]:
    """The address to which Discord posts interactions."""
    from bot.platforms.discord.interaction_handler import InteractionHandler
    from bot.platforms.discord.interactions_endpoint import PATH, InteractionsEndpoint, Signatures
    from bot.platforms.discord.responder import InteractionResponder
    from bot.platforms.discord.rest import Rest

    async with ClientSession() as http:
        reception = InteractionHandler(front.desk, settings.command_prefix, front.is_private)
        delivery = InteractionResponder(Rest(http, settings.discord_api_url), reception)
        entrance = InteractionsEndpoint(Signatures(settings.discord_public_key or ""), reception, delivery)
        site.router.add_post(PATH, entrance.handle)
        yield
        await entrance.close()


async def _telling_discord(settings: Settings, stop: asyncio.Event) -> None:
    """The commands, where nothing else tells them: interactions come over HTTP alone."""
    from bot.platforms.discord.gateway import in_the_background
    from bot.platforms.discord.registration import register
    from bot.platforms.discord.rest import Rest

    async with ClientSession() as http:
        rest = Rest(http, settings.discord_api_url, settings.discord_token)
        async with in_the_background(register(rest, settings.command_prefix)):
            await stop.wait()


async def _on_discord(settings: Settings, front: Front, stop: asyncio.Event) -> None:
    """The connection to Discord's gateway."""
    from bot.platforms.discord.gateway import CannotConnect, Gateway
    from bot.platforms.discord.interaction_handler import InteractionHandler
    from bot.platforms.discord.rest import Rest

    async with ClientSession() as http:
        rest = Rest(http, settings.discord_api_url, settings.discord_token)
        try:
            await Gateway(
                settings, rest, InteractionHandler(front.desk, settings.command_prefix, front.is_private)
            ).keep(stop)
        except CannotConnect as error:
            raise CannotServe(str(error)) from None


@asynccontextmanager
async def _slack_entrance(site: web.Application, settings: Settings, front: Front) -> AsyncIterator[None]:
    """The addresses to which Slack posts, and those of installs."""
    async with _slack(settings, front) as slack:
        site.router.add_routes(slack.routes())
        await slack.look_at_token()
        yield


async def _on_slack(settings: Settings, front: Front, stop: asyncio.Event) -> None:
    """The connection of Socket Mode."""
    async with _slack(settings, front) as slack:
        await slack.keep(stop)


@asynccontextmanager
async def _slack(settings: Settings, front: Front) -> AsyncIterator[SlackBot]:
    from bot.platforms.slack.bot import CannotAnswer, SlackBot

    with _database(settings, migrates=False) as engine:
        try:
            async with SlackBot(settings, front.desk, engine) as slack:
                yield slack
        except CannotAnswer as error:
            raise CannotServe(str(error)) from None


@contextmanager
def _database(settings: Settings, *, migrates: bool, is_needed: bool = True) -> Iterator[Engine]:
    """The database, if it is needed with the schema of this version."""
    from bot.db.database import UNUSABLE, open_database
    from bot.db.migrate import SchemaMismatch, check, migrate

    engine = open_database(settings.database_url)
    try:
        if is_needed:
            (migrate if migrates else check)(engine)
        yield engine
    except SchemaMismatch as error:
        raise CannotServe(str(error)) from None
    except UNUSABLE as error:
        reason = getattr(error, "orig", error)
        raise CannotServe(f"The database cannot be used: {reason}. Look at DATABASE_URL.") from None
    finally:
        engine.dispose()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "another program listens there" if taken else error.strerror or str(error)
        sentence = (
            f"Cannot listen on {settings.host}:{settings.port}: {why}. Set PORT (and HOST) to a free one."
        )
        raise CannotServe(sentence) from None


def _greet(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    echo(f"The cases are at {address}, the playground at {address}/playground. Ctrl-C stops.")
    chats = (
        settings.discord_token,
        settings.discord_public_key,
        settings.slack_bot_token,
        settings.slack_client_id,
    )
    if not any(chats):
        echo("No token of a chat platform is set: this is the playground alone.")


def tell(library: Library) -> None:
    """Log what was read, and what could not be."""
    for problem in library.problems:
        served = "the last good version" if library.still_answers(problem) else "nothing"
        log.error("case file broken", problem=str(problem), served=served)
    log.info("cases read", cases=len(library.cases), mistakes=len(library.problems))
