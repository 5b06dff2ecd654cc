"""The same questions on Discord, on Slack and in the terminal are answered with the same quotations."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio

from bot.answers.commands import COMMANDS
from bot.answers.grammar import query, write
from bot.rendering.proof import Visible, discord_quotations, slack_quotations
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Message
from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.person import Person, button, elements
from tests.fakes.slack.server import SlackServer, slack_server
from tests.platforms.discord.running import program
from tests.platforms.slack.bots import SOCKET_MODE
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")
CONTINUED = "continued from the page before"
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("case status", {}),
    ("case status", {"lawsuit": "The 2019 lawsuit"}),
    ("case damages", {}),
    ("case statements", {}),
    ("case statements", {"speaker": "Donald Trump"}),
    ("case timeline", {}),
    ("case people", {}),
    ("case sources", {}),
    ("case caveats", {}),
    ("case changes", {}),
    ("quote", {}),
    ("quote", {"text": "travesty of justice"}),
    ("quote", {"text": "#ensgnp"}),
    ("quote", {"text": "Trump’s “travesty” <of> & justice"}),
    ("verify", {"text": "Carroll was awarded $50 million in damages"}),
    ("verify", {"text": "WE ARE STRONGLY APPEALING", "speaker": "E. Jean Carroll"}),
    ("verify", {"text": "no such words were ever said"}),
    ("help", {}),
]


class Everywhere(NamedTuple):
    """One bot, on both platforms at once."""

    discord: FakeDiscord
    slack: SlackServer
    person: Person
    folder: Path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everywhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everywhere]:
    folder = tmp_path_factory.mktemp("bot")
    async with slack_server() as slack, FakeDiscord() as discord:
        env = {**discord.env, **SOCKET_MODE, "SLACK_API_URL": slack.api_url, "PORT": str(free_port())}
        async with program("run", folder=folder, **env):
            await discord.gateway.connected()
            await slack.until(lambda: slack.sockets, patience=60)
            yield Everywhere(discord, slack, Person(slack, SocketLine(slack)), folder)


def whole(visible: Iterable[Visible]) -> list[str]:
    """The quotations, those in pieces put together."""
    found: list[str] = []
    for text, credit in visible:
        if CONTINUED in credit:
            found[-1] += text
        else:
            found.append(text)
    return found


async def on_discord(discord: FakeDiscord, name: str, options: dict[str, Any]) -> list[str]:
    message: Message = await (await discord.slash(name, **options)).answer()
    shown = [*discord_quotations(message.payload)]
    page = 1
    while following := [one for one in _buttons(message) if one.get("label", "").startswith(f"{page + 1}/")]:
        page += 1
        await (await discord.press(message, following[0]["custom_id"])).callback()
        shown += discord_quotations(message.payload)
    return whole(shown)


def _buttons(message: Message) -> list[dict[str, Any]]:
    rows = message.payload["components"]
    return [one for row in rows if row["type"] == 1 for one in row["components"]]


async def on_slack(person: Person, name: str, options: dict[str, Any]) -> list[str]:
    page = (await person.types(write(query(name, options)))).body
    shown = [*slack_quotations(page)]
    number = 2
    while any(
        one.get("text", {}).get("text", "").startswith(f"{number}/") for one in elements(page["blocks"])
    ):
        await person.clicks(button(page["blocks"], f"{number}/"))
        page = await _next(person)
        shown += slack_quotations(page)
        number += 1
    return whole(shown)


async def _next(person: Person) -> dict[str, Any]:
    hook = person.hook
    await person.slack.until(lambda: hook.posts)
    return hook.posts[0]


async def in_the_terminal(folder: Path, name: str, options: dict[str, Any]) -> list[str]:
    async with program("say", "--json", write(query(name, options)), folder=folder) as saying:
        output, _ = await saying.process.communicate()
    return [one["text"] for one in json.loads(output)["quotations"]]


def in_short(name: str) -> dict[str, str]:
    """The option by which the terminal shows what chats show by themselves."""
    has_detail = any(option.name == "detail" for option in COMMANDS[name].options)
    return {"detail": "short"} if has_detail else {}


@pytest.mark.parametrize(("name", "options"), QUESTIONS)
async def test_a_question_has_the_same_quotations_everywhere(
    everywhere: Everywhere, name: str, options: dict[str, Any]
) -> None:
    discord = await on_discord(everywhere.discord, name, options)
    slack = await on_slack(everywhere.person, name, options)
    terminal = await in_the_terminal(everywhere.folder, name, {**options, **in_short(name)})
    assert discord == slack
    assert set(slack) <= set(terminal)
    assert slack or name in {"help", "case changes"} or "no such words" in str(options)
