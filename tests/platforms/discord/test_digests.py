"""Digests and settings on Discord, with the unmodified program: who may, where, and what is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, EPHEMERAL, PATIENCE, SEND_MESSAGES, Message
from tests.platforms.discord.running import program
from tests.platforms.slack.bots import free_port

DAILY = "weekdays 9:00 Europe/Berlin"


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running, program("discord", folder=tmp_path, **running.env) as bot:
        await running.gateway.connected()
        await bot.line("connected to discord")
        yield running
        assert await bot.stop() == (0, "")
        assert running.rest.violations == []


async def said(discord: FakeDiscord, name: str, /, **options: Any) -> str:
    """What a manager is told."""
    asked = interactions.as_manager(interactions.slash(discord.world, name, **options))
    return str((await (await discord.send(asked)).answer()).payload)


def flags(message: Message) -> int:
    return int(message.payload.get("flags", 0))


async def test_a_digest_is_scheduled_listed_paused_and_resumed(discord: FakeDiscord) -> None:
    answer = await said(discord, "digest schedule", when=DAILY)
    assert "Scheduled" in answer
    assert "<t:" in answer
    assert DAILY.replace("9:00", r"09\\:00") in await said(discord, "digest list")
    assert "is paused" in await said(discord, "digest pause", id="1")
    assert "is on" in await said(discord, "digest resume")
    assert "where the case stands" in await said(discord, "digest preview")


async def test_a_member_changes_nothing_until_named(discord: FakeDiscord) -> None:
    refused = await (await discord.slash("digest schedule", when=DAILY)).answer()
    assert "Only whoever may manage this place" in str(refused.payload)
    await said(discord, "settings set", managers="everyone")
    answer = await (await discord.slash("digest schedule", when=DAILY)).answer()
    assert "Scheduled" in str(answer.payload)


async def test_a_channel_in_which_the_bot_may_not_post_is_refused_with_the_permission(
    discord: FakeDiscord,
) -> None:
    discord.world.channels[CHANNEL].allowed &= ~SEND_MESSAGES
    answer = await said(discord, "digest schedule", when=DAILY)
    assert "Nothing was scheduled" in answer
    assert "Send Messages" in answer
    assert "No digest is scheduled here" in await said(discord, "digest list")


async def test_schedules_and_digests_are_completed(discord: FakeDiscord) -> None:
    offered = await discord.complete("digest schedule", "when", when="mon 8am germ")
    assert offered[0]["value"] == "every monday at 08:00 Europe/Berlin"
    await said(discord, "digest schedule", when=DAILY)
    offered = await discord.complete("digest pause", "id", id="")
    assert [choice["value"] for choice in offered] == ["1"]


async def test_answers_are_private_where_the_channel_prefers_that(discord: FakeDiscord) -> None:
    assert not flags(await (await discord.slash("case damages")).answer()) & EPHEMERAL
    await said(discord, "settings set", visibility="private")
    assert flags(await (await discord.slash("case damages")).answer()) & EPHEMERAL


async def test_a_digest_is_posted_once_as_it_was_previewed_and_then_there_is_nothing_new(
    tmp_path: Path,
) -> None:
    async with FakeDiscord() as discord:
        port = str(free_port())
        async with program("run", folder=tmp_path, PORT=port, **discord.env) as bot:
            await bot.line("connected to discord")
            await said(discord, "digest schedule", when=DAILY)
            asked = interactions.as_manager(interactions.slash(discord.world, "digest preview"))
            preview = (await (await discord.send(asked)).answer()).payload
            assert "posted in a moment" in await said(discord, "digest now")
            async with asyncio.timeout(PATIENCE):
                while "nothing is posted" not in await said(discord, "digest now"):
                    pass
            [post] = discord.of("POST", f"/channels/{CHANNEL}/messages")
            assert post.body["components"] == preview["components"]
            await bot.stop()
