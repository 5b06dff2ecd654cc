"""The guide for Slack admins, followed: installs by OAuth, mentions, and the buttons that it names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet

from bot.digests.content import PAUSE
from bot.platforms.slack.manifest import ASSISTANT_EVENTS, BOT_EVENTS, NAME, manifest
from bot.platforms.slack.oauth import INSTALL, REDIRECT
from bot.platforms.slack.quotation import SHARED_HERE
from bot.platforms.slack.scopes import ASSISTANT, NEEDED
from bot.rendering.outline import READ_IN_CONTEXT
from tests.docs.documents import GUIDES, code, table_rows, text_of
from tests.fakes.slack.lines import HttpLine, SocketLine
from tests.fakes.slack.model import Channel, Team
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import CLIENT_SECRET, SIGNING_SECRET, SlackServer
from tests.platforms.slack.bots import SOCKET_MODE, running_bot
from tests.platforms.slack.test_setting_up import bot

GUIDE = text_of(GUIDES / "slack-admins.md")
SECTION = GUIDE.split("## Many workspaces install it themselves")[1].split("\n## ")[0]
SET = dict(line.strip().split("=") for line in SECTION.split("```sh\n")[1].split("```")[0].split())
SECRETS = {
    "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "ENCRYPTION_KEY": Fernet.generate_key().decode(),
}


async def test_installing_by_oauth_as_the_guide_says(
    slack: SlackServer, content: Path, tmp_path: Path
) -> None:
    settings = {name: SECRETS.get(name, value) for name, value in SET.items()}
    assert settings.keys() - SECRETS.keys() == {"PUBLIC_URL"}
    assert f"`{INSTALL}`" in SECTION
    assert f"`{REDIRECT}`" in SECTION
    status, printed = await bot("manifest", "slack", cwd=tmp_path, **settings)
    assert status == 0
    made = json.loads(printed)
    assert made["oauth_config"]["redirect_urls"] == [f"{settings['PUBLIC_URL']}{REDIRECT}"]
    assert made["settings"]["socket_mode_enabled"] is False
    slack.state.teams.clear()
    slack.state.codes["a-code"] = Team("T2", "xoxb-of-another", "Law firm")
    async with running_bot(slack, tmp_path, content, **settings) as running:
        line = HttpLine(running.address)
        checked = await line.send("events_api", {"type": "url_verification", "challenge": "c"})
        assert checked.body == {"challenge": "c"}
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(f"{running.address}{INSTALL}", allow_redirects=False) as begun:
                [state] = parse_qs(urlsplit(begun.headers["Location"]).query)["state"]
                cookie = begun.headers["Set-Cookie"].partition(";")[0]
            back = f"{running.address}{REDIRECT}?code=a-code&state={state}"
            async with browser.get(back, headers={"Cookie": cookie}) as installed:
                assert "Installed" in await installed.text()
        answered = await Person(slack, line, team="T2").types("/case status")
        assert "Carroll v. Trump · where it stands" in answered.body["text"]
    status, printed = await bot("key", cwd=tmp_path)
    assert status == 0
    Fernet(printed.strip())


async def test_the_questions_that_the_guide_shows_are_answered(
    slack: SlackServer, content: Path, tmp_path: Path
) -> None:
    shown = re.findall(rf"`@{NAME} ([^`]*)`", GUIDE)
    assert len(shown) == 2
    slack.state.channels["D1"] = Channel("D1", "direct")
    async with running_bot(slack, tmp_path, content, **SOCKET_MODE):
        person = Person(slack, SocketLine(slack))
        for number, words in enumerate(shown, start=1):
            await person.mentions(f"<@U0BOT> {words}")
            await slack.until(lambda number=number: len(slack.messages()) == number)  # type: ignore[misc]
            await person.but(channel="D1").writes(words)
            await slack.until(lambda number=number: len(slack.messages("D1")) == number)  # type: ignore[misc]
    assert all("$5 million" in message.text for message in slack.state.messages)


def test_the_assistant_is_as_the_guide_says() -> None:
    plain, assistant = manifest(), manifest(assistant=True)
    assert "assistant_view" not in plain["features"]
    assert assistant["features"]["assistant_view"]
    assert plain["settings"]["event_subscriptions"]["bot_events"] == list(BOT_EVENTS)
    assert assistant["settings"]["event_subscriptions"]["bot_events"] == [*BOT_EVENTS, *ASSISTANT_EVENTS]
    rows = {code(row[0]): row[1] for row in table_rows(GUIDE, "assistant's permission")}
    assert rows == dict(ASSISTANT)
    added = set(assistant["oauth_config"]["scopes"]["bot_optional"]) - set(
        plain["oauth_config"]["scopes"]["bot_optional"]
    )
    assert added == set(ASSISTANT)
    assert "manifest slack --assistant" in GUIDE


def test_the_messages_tab_can_be_written_in() -> None:
    tab = manifest()["features"]["app_home"]
    assert tab["messages_tab_enabled"]
    assert not tab["messages_tab_read_only_enabled"]
    # What is written there is told to the bot, with the permission to read it.
    assert "message.im" in manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert "im:history" in NEEDED
    assert "**Messages** tab" in GUIDE


async def test_the_command_line_prints_the_manifest_of_an_assistant(tmp_path: Path) -> None:
    status, printed = await bot("manifest", "slack", "--assistant", cwd=tmp_path)
    assert (status, json.loads(printed)) == (0, manifest(assistant=True))


@pytest.mark.parametrize(
    "label", [str(PAUSE), "Resume", "Preview", "Share", "Everything", str(READ_IN_CONTEXT)]
)
def test_buttons_are_called_as_they_are(label: str) -> None:
    assert f"**{label}**" in GUIDE


def test_the_sentence_below_a_quotation_is_true_to_the_guide() -> None:
    assert str(SHARED_HERE).startswith("“Share” shows this quotation to all")
