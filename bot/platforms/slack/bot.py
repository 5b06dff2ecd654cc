"""The bot on Slack: everything that the settings ask for, started and stopped as a whole."""

import asyncio
from collections.abc import Callable
from typing import Self

import structlog
from aiohttp import web
from sqlalchemy import Engine

from bot.platforms.slack.api import FAILURES, OneToken, SlackApi, failure_of
from bot.platforms.slack.bolt import make_app
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.dispatch import Dispatcher
from bot.platforms.slack.http import event_routes
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.oauth import install_routes, make_flow
from bot.platforms.slack.socket import SlackRefuses, SocketMode
from bot.platforms.slack.token_rotation import refresh_by
from bot.service.admission import Admission
from bot.service.command_service import CommandService
from bot.service.metrics import ConnectionSource
from bot.settings import CannotServe, Settings

log = structlog.get_logger()

GRACE_PERIOD = 1.0
"""Seconds that answers under way are given when the bot stops."""
TOKEN_TIMEOUT = 3.0
"""Seconds that a start waits for Slack to check the token."""
HALFWAY = (
    "Slack is set up halfway: set SLACK_APP_TOKEN too (Socket Mode, no public address needed), "
    "or SLACK_SIGNING_SECRET (Slack then sends to PUBLIC_URL/slack/events)."
)
NOT_OUR_BOT = (
    "Slack refused SLACK_BOT_TOKEN ({error}). Copy the bot token from “OAuth & Permissions” of the app, "
    "and set it."
)
NOT_OUR_APP = (
    "Slack refused SLACK_APP_TOKEN ({error}). Make one with the scope connections:write under "
    "“App-Level Tokens” of the app's basic information, and set it."
)


class SlackBot:
    """Answers on Slack, in one workspace or many; leaving its context waits for the answers under way.

    Raises CannotServe where the settings do not suffice.
    """

    def __init__(self, settings: Settings, service: CommandService, engine: Engine) -> None:
        if problem := settings_problem(settings):
            raise CannotServe(problem)
        self._settings = settings
        tokens = tokens_of(settings, engine)
        self._api = SlackApi(settings.slack_api_url, tokens)
        self._context = SlackContext(service, self._api, engine)
        many = tokens if isinstance(tokens, Installations) else None
        self._flow = make_flow(settings, self._api, many) if many else None
        self._app = make_app(self._context, self._flow, many)
        self._dispatcher = Dispatcher(self._app, self._context)

    async def __aenter__(self) -> Self:
        await self._api.open()
        # Bolt makes a client for each request like the first of these.
        for client in (self._app.client, self._flow.client if self._flow else self._app.client):
            client.session = self._api.session
        return self

    async def __aexit__(self, *_: object) -> None:
        if unfinished := await self._context.pending.drain(GRACE_PERIOD):
            log.warning("answers cut off", count=unfinished)
        await self._api.close()

    def routes(self) -> list[web.RouteDef]:
        """The routes for Slack's requests over HTTP and for installs, as far as the settings ask for them."""
        secret = self._settings.slack_signing_secret
        return [
            *(event_routes(self._dispatcher, secret, self._context.service.conduct.claims) if secret else ()),
            *(install_routes(self._flow) if self._flow else ()),
        ]

    async def run(
        self, stop: asyncio.Event, watch: Callable[[ConnectionSource], None] = lambda _: None
    ) -> None:
        """Stay connected by Socket Mode until ``stop`` is set. Raises CannotServe if a token is refused.

        ``watch`` is given what tells whether the connection is open.
        """
        if not self._settings.slack_app_token:
            raise CannotServe(HALFWAY)
        await self.check_token()
        socket = SocketMode(self._api, self._settings.slack_app_token, self._dispatcher)
        watch(socket.connections)
        connecting = asyncio.create_task(socket.start())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                connecting.result()
            await stopping
        except SlackRefuses as error:
            raise CannotServe(NOT_OUR_APP.format(error=error)) from None
        finally:
            connecting.cancel()
            stopping.cancel()
            # The connection is needed until the last answer has gone over it.
            socket.stop_receiving()
            await self._context.pending.drain(GRACE_PERIOD)
            await socket.close()

    async def check_token(self) -> None:
        """Raise CannotServe where Slack refuses SLACK_BOT_TOKEN; a network failure is only logged."""
        if self._flow:
            return
        try:
            async with asyncio.timeout(TOKEN_TIMEOUT):
                bot = await self._api.client(self._settings.slack_bot_token).auth_test()
        except FAILURES as error:
            failure = failure_of(error)
            if failure.is_final:
                raise CannotServe(NOT_OUR_BOT.format(error=failure.error)) from None
            log.warning("slack not reached", reason=failure.error)
        else:
            log.info("slack token good", workspace=bot["team_id"], name=bot["team"])


def tokens_of(settings: Settings, engine: Engine) -> Installations | OneToken:
    """The tokens of all workspaces that are in the database, or the one token in the settings."""
    if settings.slack_client_id and settings.encryption_key:
        admission = Admission(settings.allowed_workspaces)
        return Installations(engine, settings.encryption_key, refresh_by(settings), admission)
    return OneToken(settings.slack_bot_token or "")


def settings_problem(settings: Settings) -> str | None:
    """Why Slack cannot be served with these settings, and what to set; None where it can."""
    if not (settings.slack_app_token or settings.slack_signing_secret):
        return HALFWAY
    if settings.slack_client_id or settings.slack_client_secret:
        return _installs_problem(settings)
    if settings.slack_bot_token:
        return None
    return "Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID for many workspaces."


def _installs_problem(settings: Settings) -> str | None:
    needed = {
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "ENCRYPTION_KEY": settings.encryption_key,
        "PUBLIC_URL": settings.public_url,
    }
    lacking = [name for name, value in needed.items() if not value]
    return f"To let workspaces install the bot, set {' and '.join(lacking)} too." if lacking else None
