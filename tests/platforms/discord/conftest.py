from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.platforms.discord.rest import Rest
from bot.platforms.discord.sender import DiscordSender
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import TOKEN


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        yield running


@pytest.fixture
async def sender(discord: FakeDiscord) -> AsyncIterator[DiscordSender]:
    async with aiohttp.ClientSession() as http:
        yield DiscordSender(Rest(http, discord.env["DISCORD_API_URL"], TOKEN), TOKEN)
