"""The stand-in Slack, as Slack's own client sees it: what digests and the bot rely on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.faults import dropped, rate_limited, rejected
from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer, slack_server


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=slack.api_url, retry_handlers=[])


async def refused(client: AsyncWebClient, channel: str) -> str:
    with pytest.raises(SlackApiError) as raised:
        await client.chat_postMessage(channel=channel, text="Hello")
    return str(raised.value.response["error"])


async def test_a_message_is_stored_with_its_metadata_and_can_be_looked_up(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "digest", "event_payload": {"key": "a"}}
    posted = await client.chat_postMessage(channel="C1", text="Hello", metadata=metadata)
    history = await client.conversations_history(channel="C1", include_all_metadata=True, limit=10)
    assert history["messages"][0]["metadata"] == metadata
    assert "metadata" not in (await client.conversations_history(channel="C1"))["messages"][0]
    await client.chat_update(channel="C1", ts=posted["ts"], text="Hello again")
    assert [(message.text, message.updates) for message in slack.messages()] == [("Hello again", 1)]


async def test_each_fault_comes_once_and_in_its_turn(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.fail("chat.postMessage", rejected("is_archived"), rate_limited(30), dropped(stored=True))
    assert await refused(client, "C1") == "is_archived"
    assert await refused(client, "C1") == "ratelimited"
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="C1", text="Hello")
    assert len(slack.messages()) == 1


async def test_a_channel_that_cannot_be_written_to_refuses(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.state.channels["C1"].archived = True
    slack.state.channels["C2"].posting = False
    assert await refused(client, "C1") == "is_archived"
    assert await refused(client, "C2") == "restricted_action"
    assert await refused(client, "C9") == "channel_not_found"
    slack.state.teams["T1"].refusal = "token_revoked"
    assert await refused(client, "C1") == "token_revoked"


async def test_a_command_reaches_an_app_over_its_socket(slack: SlackServer) -> None:
    client = SocketModeClient(APP_TOKEN, web_client=AsyncWebClient(base_url=slack.api_url))

    async def answer(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        said = {"text": request.payload["text"]}
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, said))

    client.socket_mode_request_listeners.append(answer)
    await client.connect()
    try:
        acknowledged = await Person(slack, SocketLine(slack)).types("/case status")
        assert acknowledged.body == {"text": "status"}
    finally:
        await client.close()
        await asyncio.gather(client.message_processor, return_exceptions=True)
