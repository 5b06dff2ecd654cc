"""Socket Mode: requests come over a WebSocket that the bot opens, so that it needs no public address."""

import asyncio

import structlog
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.platforms.slack.api import FAILURES, QUIET, SlackApi, failure_of
from bot.platforms.slack.dispatch import OK, Dispatcher
from bot.service.metrics import PlatformConnection
from bot.service.request_scope import request_scope

log = structlog.get_logger()

FIRST_BACKOFF, LONGEST_BACKOFF = 1.0, 30.0
"""Seconds between attempts to open a connection, doubled each time."""


class SlackRefuses(Exception):
    """Slack refuses the app-level token; the message is Slack's error code."""


class SocketMode:
    """A Socket Mode connection, which is opened anew whenever Slack or the network ends it."""

    def __init__(self, api: SlackApi, app_token: str, dispatcher: Dispatcher) -> None:
        self._api = api
        self._token = app_token
        self._dispatcher = dispatcher
        self._client: SocketModeClient | None = None
        self._closing = False

    async def start(self) -> None:
        """Connect, trying again for as long as Slack cannot be reached. Raises SlackRefuses."""
        client = SocketModeClient(self._token, logger=QUIET, web_client=self._api.client(None))
        self._client = client
        client.socket_mode_request_listeners.append(self._receive)
        client.wss_uri = await self._address(client)
        await client.connect()
        log.info("slack connected")

    def stop_receiving(self) -> None:
        """Ignore requests from now on: Slack sends them again, over another connection."""
        self._closing = True

    def connections(self) -> tuple[PlatformConnection, ...]:
        """The one connection, with whether it is open now."""
        session = self._client.current_session if self._client else None
        return (PlatformConnection("socket", is_open=session is not None and not session.closed),)

    async def close(self) -> None:
        """Close the connection, if ``start`` has made one."""
        if self._client:
            await self._client.close()

    async def _address(self, client: SocketModeClient) -> str:
        wait = FIRST_BACKOFF
        while True:
            try:
                opened = await client.web_client.apps_connections_open(app_token=self._token)
                return str(opened["url"])
            except FAILURES as error:
                failure = failure_of(error)
                if failure.is_final:
                    raise SlackRefuses(failure.error) from None
                log.warning("slack not reached", reason=failure.error)
                wait = max(wait, failure.retry_after or 0)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_BACKOFF)

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._closing:
            return
        with request_scope(request.envelope_id):
            answered = await self._dispatcher.dispatch(request.payload, request.envelope_id)
        if answered.status == OK:
            await client.send_message(_frame(request.envelope_id, answered))


def _frame(envelope_id: str, answered: BoltResponse) -> str:
    """The acknowledgement of an envelope; its body is put in as the JSON that it is."""
    payload = f',"payload":{answered.body}' if answered.body.startswith("{") else ""
    return f'{{"envelope_id":"{envelope_id}"{payload}}}'
