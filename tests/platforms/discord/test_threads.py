"""A thread is part of its channel: what is set there holds in it, and the limits are those of the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.discord.interaction import displayed
from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, GUILD, Channel, Message
from tests.platforms.discord.running import program

LIMITS = {"COOLDOWN_ANSWERS": "5", "COOLDOWN_SECONDS": "60", "REPEAT_SECONDS": "30"}
DAILY = "weekdays 9:00 Europe/Berlin"
OTHER = CHANNEL + 1
THREADS = [CHANNEL + 20 + number for number in range(8)]


@pytest.fixture
async def bot(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[FakeDiscord]:
    async with program("discord", folder=tmp_path, **{**discord.env, **LIMITS}) as running:
        await discord.gateway.connected()
        await running.line("connected to discord")
        yield discord


def seen(message: Message) -> str:
    return "\n".join(displayed(message.payload["components"])).replace("\\", "")


async def asked(bot: FakeDiscord, name: str, /, thread: int, **options: Any) -> Message:
    """The answer to a member who asks in a thread below the channel."""
    slash = interactions.slash(bot.world, name, **options)
    return await (await bot.send(interactions.in_thread(slash, thread))).answer()


async def managed(bot: FakeDiscord, name: str, /, thread: int = 0, **options: Any) -> Message:
    slash = interactions.as_manager(interactions.slash(bot.world, name, **options))
    return await (await bot.send(interactions.in_thread(slash, thread) if thread else slash)).answer()


async def test_a_locked_channel_is_locked_in_its_threads(bot: FakeDiscord) -> None:
    await managed(bot, "settings set", visibility="private, locked")
    answer = await asked(bot, "case damages", THREADS[0], private=False)
    assert answer.is_private
    share = interactions.in_thread(interactions.press(bot.world, answer, "1:1!:/case damages"), THREADS[0])
    refused = await (await bot.send(share)).answer()
    assert refused.is_private
    assert "Answers here are private" in seen(refused)
    assert bot.world.in_channel(THREADS[0]) == []
    elsewhere = interactions.in_thread(interactions.slash(bot.world, "case damages"), THREADS[1], below=OTHER)
    assert not (await (await bot.send(elsewhere)).answer()).is_private


async def test_a_thread_has_settings_of_its_own_before_those_of_its_channel(bot: FakeDiscord) -> None:
    await managed(bot, "settings set", visibility="private", where="workspace")
    await managed(bot, "settings set", visibility="private, locked", zone="UTC")
    await managed(bot, "settings set", thread=THREADS[0], visibility="public")
    assert not (await asked(bot, "case damages", THREADS[0])).is_private
    shown = seen(await asked(bot, "settings show", THREADS[0]))
    assert "Answers: public (set for this channel)" in shown
    assert "Time zone: UTC (set for the channel of this thread)" in shown
    assert "(set for the channel of this thread)" in seen(await asked(bot, "settings show", THREADS[1]))


async def test_whoever_manages_digests_of_a_channel_manages_those_of_its_threads_and_of_no_other_channel(
    bot: FakeDiscord,
) -> None:
    await managed(bot, "settings set", managers="everyone")
    bot.world.channels[THREADS[0]] = Channel(THREADS[0], GUILD, kind=11, parent=CHANNEL)
    assert "Scheduled." in seen(await asked(bot, "digest schedule", THREADS[0], when=DAILY))
    assert "is paused" in seen(await asked(bot, "digest pause", THREADS[0]))
    refused = seen(await asked(bot, "digest schedule", THREADS[0], when=DAILY, channel=str(OTHER)))
    assert "Only whoever may manage this place" in refused


async def test_threads_of_a_channel_give_a_member_no_further_answers_for_all(bot: FakeDiscord) -> None:
    answers = [await asked(bot, "case damages", thread) for thread in THREADS]
    assert sum(not one.is_private for one in answers) == 5
    assert "The next one is possible in" in seen(answers[-1])
