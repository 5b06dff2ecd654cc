"""The stand-in Discord behaves as Discord does, as far as an HTTP client can see."""

from __future__ import annotations

import aiohttp
import pytest

from tests.fakes.discord.faults import MESSAGES, dropped, failed, rate_limited
from tests.fakes.discord.permissions import SEND_MESSAGES, VIEW_CHANNEL
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, TOKEN
from tests.references import DISCORD_OPENAPI, reference

TEXT = {"type": 10, "content": "words"}
MESSAGE = {
    "flags": 1 << 15,
    "allowed_mentions": {"parse": []},
    "components": [TEXT],
    "nonce": "n1",
    "enforce_nonce": True,
}


async def posted(discord: FakeDiscord, body: object = MESSAGE) -> tuple[int, dict[str, object]]:
    headers = {"Authorization": f"Bot {TOKEN}"}
    url = f"{discord.env['DISCORD_API_URL']}/channels/{CHANNEL}/messages"
    async with aiohttp.ClientSession(headers=headers) as http, http.post(url, json=body) as response:
        return response.status, await response.json()


async def test_the_same_nonce_is_the_same_message() -> None:
    async with FakeDiscord() as discord:
        (_, first), (_, again) = await posted(discord), await posted(discord)
        assert first["id"] == again["id"]
        _, other = await posted(discord, {**MESSAGE, "nonce": "n2"})
        assert other["id"] != first["id"]
        assert len(discord.world.in_channel(CHANNEL)) == 2


async def test_a_message_can_be_stored_although_the_connection_drops() -> None:
    async with FakeDiscord() as discord:
        discord.faults.append(dropped("POST", MESSAGES, stored=True))
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await posted(discord)
        assert len(discord.world.in_channel(CHANNEL)) == 1
        await posted(discord)
        assert len(discord.world.in_channel(CHANNEL)) == 1
        assert [one.status for one in discord.requests] == [0, 200]


async def test_faults_come_as_ordered_and_pass() -> None:
    async with FakeDiscord() as discord:
        discord.faults += [failed("POST", MESSAGES, 503), rate_limited("POST", MESSAGES, 0.5)]
        assert [(await posted(discord))[0] for _ in range(3)] == [503, 429, 200]


async def test_who_may_not_speak_is_told_why() -> None:
    async with FakeDiscord() as discord:
        channel = discord.world.channels[CHANNEL]
        channel.allowed = VIEW_CHANNEL
        assert (await posted(discord)) == (403, {"code": 50013, "message": "Missing Permissions"})
        channel.allowed = SEND_MESSAGES
        assert (await posted(discord)) == (403, {"code": 50001, "message": "Missing Access"})
        channel.deleted = True
        assert (await posted(discord)) == (404, {"code": 10003, "message": "Unknown Channel"})


async def test_what_discord_would_refuse_is_refused_and_remembered() -> None:
    async with FakeDiscord() as discord:
        status, body = await posted(discord, {**MESSAGE, "components": [{"type": 10, "content": "x" * 4001}]})
        assert (status, body["code"]) == (400, 50035)
        assert discord.rest.violations


async def test_what_is_not_as_discords_own_description_has_it_is_refused() -> None:
    assert reference(DISCORD_OPENAPI)
    async with FakeDiscord() as discord:
        assert (await posted(discord, {**MESSAGE, "tts": "loud"}))[0] == 400
        assert "message: tts" in discord.rest.violations[0]
