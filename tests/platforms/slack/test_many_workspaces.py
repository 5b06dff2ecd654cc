"""Digests in direct messages are of one workspace: in another, the same id of a person is somebody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet

from bot.platforms.slack.oauth import INSTALL, REDIRECT
from tests.fakes.slack.lines import HttpLine, Payload
from tests.fakes.slack.model import Channel, Team
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import CLIENT_SECRET, SIGNING_SECRET, SlackServer
from tests.platforms.slack.bots import PUBLIC_URL, RunningBot, running_bot

MANY = {
    "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "ENCRYPTION_KEY": Fernet.generate_key().decode(),
    "PUBLIC_URL": PUBLIC_URL,
}
DAILY = "weekdays 9:00 Europe/Berlin"


async def install(bot: RunningBot, code: str) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(f"{bot.address}{INSTALL}", allow_redirects=False) as begun:
            [state] = parse_qs(urlsplit(begun.headers["Location"]).query)["state"]
            cookie = begun.headers["Set-Cookie"].partition(";")[0]
        back = f"{bot.address}{REDIRECT}?code={code}&state={state}"
        async with browser.get(back, headers={"Cookie": cookie}) as installed:
            assert "Installed" in await installed.text()


@pytest.fixture
async def first(slack: SlackServer, content: Path, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody in a direct message with the bot, which two workspaces have installed."""
    slack.state.teams.clear()
    slack.state.codes |= {
        name: Team(name, f"xoxb-of-{name}", bot_id=f"B{name}", bot_user=f"U0{name}") for name in ("T1", "T2")
    }
    slack.state.channels["D1"] = Channel("D1", "direct")
    async with running_bot(slack, tmp_path, content, **MANY) as bot:
        for name in ("T1", "T2"):
            await install(bot, name)
        yield Person(slack, HttpLine(bot.address), channel="D1")


async def said(person: Person, command: str) -> str:
    return str((await person.types(command)).body["text"])


async def home(person: Person) -> Payload:
    homes = person.slack.state.homes
    homes.pop(person.user, None)
    await person.opens_home()
    await person.slack.until(lambda: person.user in homes)
    return homes[person.user]


async def test_the_same_id_in_another_workspace_sees_and_changes_no_digest_of_the_first(
    first: Person,
) -> None:
    other = first.but(team="T2")
    assert "Scheduled." in await said(first, f"/digest schedule {DAILY}")
    assert "No digest is scheduled here" in await said(other, "/digest list")
    for verb in ("pause", "resume", "remove", "preview", "now"):
        assert "There is no digest “1” here" in await said(other, f"/digest {verb} 1")
        assert "No digest is scheduled" in await said(other, f"/digest {verb}")
    assert "1 digest." in await said(first, "/digest list")
    assert "Paused" not in await said(first, "/digest list")


async def test_each_workspace_has_its_own_digest_of_the_same_person(first: Person) -> None:
    other = first.but(team="T2")
    for person in (first, other):
        assert "Scheduled." in await said(person, f"/digest schedule {DAILY}")
    assert "is paused" in await said(other, "/digest pause")
    assert "Digest 2" in await said(other, "/digest list")
    assert "Digest 1" not in await said(other, "/digest list")
    assert "is removed" in await said(other, "/digest remove")
    listed = await said(first, "/digest list")
    assert "Digest 1" in listed
    assert "Paused" not in listed


async def test_the_home_tab_of_another_workspace_shows_no_digest_and_its_forged_button_changes_none(
    first: Person,
) -> None:
    assert "Scheduled." in await said(first, f"/digest schedule {DAILY}")
    shown = await home(first)
    assert "weekdays 09:00 Europe/Berlin" in str(shown["blocks"])
    other, views = first.but(team="T2"), first.slack.state.views
    shown = await home(other)
    assert shown["team_id"] == "T2"
    assert "No digest comes to you" in str(shown["blocks"])
    for verb in ("pause", "resume", "preview"):
        before = len(views)
        forged = {"type": "button", "action_id": f"digest:{verb}", "value": f"{verb}:1", "block_id": "b"}
        await other.clicks(forged, view=shown)
        await other.slack.until(lambda before=before: len(views) > before)  # type: ignore[misc]
        assert "There is no digest “1” here" in str(list(views.values())[-1]["blocks"])
    listed = await said(first, "/digest list")
    assert "Digest 1" in listed
    assert "Paused" not in listed


async def test_a_digest_is_sent_with_the_token_of_its_workspace(first: Person) -> None:
    other = first.but(team="T2")
    for person in (first, other):
        assert "Scheduled." in await said(person, f"/digest schedule {DAILY}")
    first.slack.state.channels["U1"] = Channel("U1", "direct")
    assert "posted in a moment" in await said(other, "/digest now")
    [call] = await first.slack.until(lambda: first.slack.calls("chat.postMessage"))
    assert (call.token, call.arguments["channel"]) == ("xoxb-of-T2", "U1")
