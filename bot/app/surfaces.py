"""The surfaces of the bot as parts of a process: the web, Discord and Slack over the command service."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.app.listening import listening
from bot.app.services import database, has_platform
from bot.console import echo
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.slack.bot import SlackBot


async def on_the_web(
    site: web.Application,
    sockets: Sequence[socket.socket],
    settings: Settings,
    service: CommandService,
    stop: asyncio.Event,
) -> None:
    """The pages, and the endpoints to which Discord and Slack post."""
    async with AsyncExitStack() as endpoints:
        if settings.discord_public_key:
            await endpoints.enter_async_context(_discord_endpoint(site, settings, service))
        if settings.slack_signing_secret:
            await endpoints.enter_async_context(_slack_endpoints(site, settings, service))
        await listening(site, sockets, stop, lambda: _greet(settings))


def _greet(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    sentences = [f"The cases are at {address}, the playground at {address}/playground. Ctrl-C stops."]
    if not has_platform(settings):
        sentences.append("No token of a chat platform is set: this is the playground alone.")
    for sentence in sentences:
        echo(json.dumps({"event": sentence, "level": "info"}) if settings.log_format == "json" else sentence)


async def on_discord(
    settings: Settings, service: CommandService, stop: asyncio.Event, metrics: Metrics
) -> None:
    """The connection to Discord's gateway. Raises CannotServe where Discord refuses it for good."""
    from bot.platforms.discord.conduct import find_by
    from bot.platforms.discord.gateway import Gateway
    from bot.platforms.discord.interaction_handler import InteractionHandler
    from bot.platforms.discord.rest import open_rest

    async with open_rest(settings) as rest:
        handler = InteractionHandler(service, find_message=find_by(rest))
        gateway = Gateway(settings, rest, handler)
        metrics.watch_connections("discord", gateway.connections, "gateway")
        await gateway.run(stop)


async def registering_on_discord(settings: Settings, service: CommandService, stop: asyncio.Event) -> None:
    """Register the commands with Discord, where interactions come over HTTP alone and no gateway does it."""
    from bot.platforms.discord.gateway import in_the_background
    from bot.platforms.discord.registration import register
    from bot.platforms.discord.rest import open_rest

    async with open_rest(settings) as rest, in_the_background(register(rest, service)):
        await stop.wait()


@asynccontextmanager
async def _discord_endpoint(
    site: web.Application, settings: Settings, service: CommandService
) -> AsyncIterator[None]:
    """Add the endpoint to which Discord posts interactions; at the end, those under way are finished."""
    from bot.platforms.discord.conduct import find_by
    from bot.platforms.discord.interaction_handler import InteractionHandler
    from bot.platforms.discord.interactions_endpoint import PATH, InteractionsEndpoint, InteractionVerifier
    from bot.platforms.discord.responder import InteractionResponder
    from bot.platforms.discord.rest import open_rest

    async with open_rest(settings) as rest:
        handler = InteractionHandler(service, find_message=find_by(rest))
        responder = InteractionResponder(rest, handler)
        endpoint = InteractionsEndpoint(
            InteractionVerifier(settings.discord_public_key or ""), handler, responder
        )
        site.router.add_post(PATH, endpoint.handle)
        yield
        await endpoint.close()


def uses_socket_mode(settings: Settings) -> bool:
    """Whether Slack is asked for other than over HTTP alone; starting tells which setting is missing."""
    return bool(settings.slack_app_token or (settings.slack_bot_token and not settings.slack_signing_secret))


async def on_slack(
    settings: Settings, service: CommandService, stop: asyncio.Event, metrics: Metrics
) -> None:
    """The connection of Slack's Socket Mode. Raises CannotServe where Slack refuses it for good."""
    async with _slack(settings, service) as slack:
        await slack.run(stop, lambda source: metrics.watch_connections("slack", source, "socket"))


@asynccontextmanager
async def _slack_endpoints(
    site: web.Application, settings: Settings, service: CommandService
) -> AsyncIterator[None]:
    """Add the endpoints to which Slack posts, and those of installs."""
    async with _slack(settings, service) as slack:
        site.router.add_routes(slack.routes())
        await slack.check_token()
        yield


@asynccontextmanager
async def _slack(settings: Settings, service: CommandService) -> AsyncIterator[SlackBot]:
    from bot.platforms.slack.bot import SlackBot

    with database(settings, migrates=False) as engine:
        async with SlackBot(settings, service, engine) as slack:
            yield slack
