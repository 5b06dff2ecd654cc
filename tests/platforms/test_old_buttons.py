"""Buttons of messages that an earlier version has posted are answered: people press them months later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
import pytest_asyncio

from bot.rendering.proof import discord_quotations, slack_quotations
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Message
from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.discord.running import program
from tests.platforms.slack.bots import SOCKET_MODE
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKING = (
    "1::/case caveats case:carroll-v-trump",
    "1::/case damages case:carroll-v-trump",
    "1::/case people case:carroll-v-trump",
    "1::/case sources case:carroll-v-trump",
    "1::/case statements case:carroll-v-trump",
    "1::/case status case:carroll-v-trump",
    "1::/case timeline case:carroll-v-trump",
    "1::/quote page:2",
    "1:2:/case statements",
    "1:2:/case timeline",
    "1:1:/case caveats",
)
"""As version 0.1.0 wrote them, read from its payloads; each answer has quotations."""
SHARING = (
    "1:1!:/ask how much did she win",
    "1:1!:/case damages",
    "1:2!:/case statements",
    "1:1!:/quote travesty of justice",
    "1:1!:/verify “a travesty of justice”",
)
IN_CONTEXT = ("/quote #ensgnp case:carroll-v-trump", "/quote #eag7ef case:carroll-v-trump")
OF_A_DIGEST = "1:2:/digest preview 7 since:2023-07-12/1f2e3d4c"
"""Turns the page of a posted digest; versions were named so until they were named by their files."""


class Platforms(NamedTuple):
    """One bot on both platforms, and a message on Discord whose buttons are pressed."""

    discord: FakeDiscord
    message: Message
    slack: SlackServer
    person: Person


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def platforms(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platforms]:
    folder = tmp_path_factory.mktemp("bot")
    async with slack_server() as slack, FakeDiscord() as discord:
        env = {**discord.env, **SOCKET_MODE, "SLACK_API_URL": slack.api_url, "PORT": str(free_port())}
        async with program("run", folder=folder, **env):
            await discord.gateway.connected()
            await slack.until(lambda: slack.sockets, patience=60)
            message = await (await discord.slash("case status", private=False)).answer()
            yield Platforms(discord, message, slack, Person(slack, SocketLine(slack)))


async def shown_on_slack(person: Person, action_id: str, value: str) -> dict[str, object]:
    await person.clicks({"type": "button", "action_id": action_id, "value": value})
    hook = person.hook
    await person.slack.until(lambda: hook.posts)
    shown: dict[str, object] = hook.posts[0]
    return shown


@pytest.mark.parametrize("custom_id", [*ASKING, *SHARING])
async def test_an_old_button_is_answered_on_discord(platforms: Platforms, custom_id: str) -> None:
    exchange = await platforms.discord.press(platforms.message, custom_id)
    callback = await exchange.callback()
    payload = callback.get("data", {})
    if "components" not in payload:  # it was deferred
        payload = (await exchange.answer()).payload
    assert list(discord_quotations(payload)), payload


@pytest.mark.parametrize("command", IN_CONTEXT)
async def test_an_old_menu_is_answered_on_discord(platforms: Platforms, command: str) -> None:
    answer = await (await platforms.discord.choose(platforms.message, "1:context", command)).answer()
    assert "In its paragraph" in str(answer.payload)


@pytest.mark.parametrize("value", [*ASKING, *SHARING])
async def test_an_old_button_is_answered_on_slack(platforms: Platforms, value: str) -> None:
    assert list(slack_quotations(await shown_on_slack(platforms.person, "ask:0", value)))


async def test_the_page_of_a_digest_of_an_old_version_is_answered_with_a_sentence_where_it_is_gone(
    platforms: Platforms,
) -> None:
    pressed = await platforms.discord.press(platforms.message, OF_A_DIGEST)
    assert "There is no digest “7” here." in str((await pressed.answer()).payload)
    shown = await shown_on_slack(platforms.person, "ask:0", OF_A_DIGEST)
    assert "There is no digest “7” here." in str(shown)
