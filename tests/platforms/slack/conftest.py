"""A stand-in Slack, and the bot in both modes beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.corpus.corpus import Corpus
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.slack.inside import OVER_HTTP, SOCKET_MODE, Inside, inside


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture(params=["socket mode", "http"])
async def running(
    request: pytest.FixtureRequest, slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> AsyncIterator[Inside]:
    """The bot, in each mode in its turn."""
    settings = SOCKET_MODE if request.param == "socket mode" else OVER_HTTP
    async with inside(slack, settings, corpus, tmp_path) as running:
        yield running
