"""Socket Mode: the bot opens a connection to Slack and is told of everything there, without an address."""

from __future__ import annotations

import asyncio

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.platforms.slack.acknowledgement import HANDLED, Acknowledgement
from bot.platforms.slack.api import QUIET, UNREACHABLE, SlackApi, refusal
from bot.platforms.slack.dispatch import Dispatcher

log = structlog.get_logger()

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds between attempts to reach Slack, doubled each time."""


class SlackRefuses(Exception):
    """Slack does not take the app-level token; in Slack's own word."""


class SocketMode:
    """The connection, renewed by itself whenever Slack or the network ends it."""

    def __init__(self, api: SlackApi, app_token: str, dispatcher: Dispatcher) -> None:
        self._api = api
        self._token = app_token
        self._dispatcher = dispatcher
        self._client: SocketModeClient | None = None
        self._closing = False

    async def start(self) -> None:
        """Connect, however long Slack cannot be reached. Raises SlackRefuses."""
        client = SocketModeClient(self._token, logger=QUIET, web_client=self._api.client(None))
        self._client = client
        client.socket_mode_request_listeners.append(self._receive)
        client.wss_uri = await self._address(client)
        await client.connect()
        log.info("slack connected")

    def stop_receiving(self) -> None:
        """Leave what comes from now on to another connection: Slack sends it again."""
        self._closing = True

    async def close(self) -> None:
        """End the connection."""
        if self._client:
            await self._client.close()

    async def _address(self, client: SocketModeClient) -> str:
        wait = FIRST_WAIT
        while True:
            try:
                opened = await client.web_client.apps_connections_open(app_token=self._token)
                return str(opened["url"])
            except SlackApiError as error:
                said = refusal(error)
                if said.is_certain and said.retry_after is None:
                    raise SlackRefuses(said.error) from None
                log.warning("slack not reached", reason=said.error)
                wait = max(wait, said.retry_after or 0)
            except UNREACHABLE as error:
                log.warning("slack not reached", reason=f"{type(error).__name__}: {error}")
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._closing:
            return
        answered = await self._dispatcher.dispatch(request.payload, request.envelope_id)
        if answered.status == HANDLED:
            await client.send_message(_frame(request.envelope_id, answered))


def _frame(envelope: str, answered: Acknowledgement) -> str:
    """The acknowledgement; the answer is put in as the JSON that it is."""
    payload = f',"payload":{answered.text}' if answered.content_type == "application/json" else ""
    return f'{{"envelope_id":"{envelope}"{payload}}}'
