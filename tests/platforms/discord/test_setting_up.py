"""From nothing to a bot on a server: the links, the doctor, and what the guide shows."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.digests.senders import Target
from bot.platforms.discord.installation_check import check_installation
from bot.platforms.discord.registration import commands
from bot.service.finding import Finding
from bot.settings import Settings
from tests.fakes.discord.permissions import EVERYTHING, SEND_MESSAGES
from tests.fakes.discord.rules import mistakes_of
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import APPLICATION, CHANNEL, GUILD, TOKEN
from tests.platforms.discord.running import ROOT

HERE = Target("discord", str(GUILD), "channel", str(CHANNEL))


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        running.world.commands = commands()
        yield running


def settings_of(discord: FakeDiscord, **given: object) -> Settings:
    known = Settings(discord_api_url=discord.env["DISCORD_API_URL"], discord_token=discord.token)
    return replace(known, **given)  # type: ignore[arg-type]  # each is named as it is there


def bot(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  -- our own program


def ill(found: list[Finding]) -> list[Finding]:
    return [one for one in found if not one.good]


def test_the_links_ask_for_the_least() -> None:
    done = bot("invite", "discord", DISCORD_TOKEN=TOKEN)
    server, oneself = (parse_qs(urlsplit(line.split(": ")[1]).query) for line in done.stdout.splitlines())
    assert server["client_id"] == oneself["client_id"] == [str(APPLICATION)]
    assert server["permissions"] == [str(EVERYTHING)]
    assert (server["scope"], oneself["scope"]) == (["bot applications.commands"], ["applications.commands"])
    assert "permissions" not in oneself


@pytest.mark.parametrize("token", ["", "no-token"])
def test_without_a_token_there_is_a_sentence_and_no_link(token: str) -> None:
    done = bot("invite", "discord", DISCORD_TOKEN=token)
    assert (done.returncode, done.stdout) == (1, "")
    assert "DISCORD_TOKEN" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("prefix", ["", "law-"])
def test_the_commands_are_what_discord_takes(prefix: str) -> None:
    registered = commands(prefix)
    assert mistakes_of("commands", registered) == []
    assert all(one["name"].startswith(prefix) for one in registered if one["type"] == 1)
    by_name = {one["name"].removeprefix(prefix): one for one in registered}
    assert by_name["digest"]["default_member_permissions"] == 1 << 5
    assert by_name["case"]["contexts"] == [0, 1, 2]
    assert by_name["case"]["integration_types"] == [0, 1]
    assert by_name["case"]["description_localizations"]["de"] != by_name["case"]["description"]
    assert by_name["Check quotes"]["name_localizations"]["de"] == "Zitate prüfen"


async def test_the_doctor_says_that_discord_is_well(discord: FakeDiscord) -> None:
    found = await check_installation(settings_of(discord), [HERE])
    assert ill(found) == []
    assert [one.what for one in found] == [
        "Discord knows the application “verbatim”.",
        "Interactions come over the gateway. No privileged intent is needed.",
        "The gateway lets the bot in (1 shards).",
        "Discord knows the 7 commands of this version.".replace("7", str(len(commands()))),
        f"Digests can be posted in channel {CHANNEL}.",
    ]


async def test_the_doctor_names_a_refused_token_and_its_cure(discord: FakeDiscord) -> None:
    [found] = await check_installation(settings_of(discord, discord_token="revoked"))
    assert not found.good
    assert "does not accept" in found.what
    assert "Reset Token" in found.cure


async def test_the_doctor_names_what_does_not_fit_together(discord: FakeDiscord) -> None:
    wrong = await check_installation(settings_of(discord, discord_public_key="1" * 64))
    assert [one.what for one in ill(wrong)] == ["DISCORD_PUBLIC_KEY is of another application."]
    discord.rest.application["interactions_endpoint_url"] = "https://bot.example.org/discord/interactions"
    [unheard] = ill(await check_installation(settings_of(discord)))
    assert "nothing comes over the gateway" in unheard.what
    assert ill(await check_installation(settings_of(discord, discord_public_key="0" * 64))) == []
    discord.rest.shards, discord.rest.identifies_left = 4, 1000
    [few] = ill(
        await check_installation(settings_of(discord, discord_public_key="0" * 64, discord_shard_count=2))
    )
    assert few.cure.startswith("Set DISCORD_SHARD_COUNT to 4")
    discord.rest.identifies_left = 3
    [restless] = ill(await check_installation(settings_of(discord, discord_public_key="0" * 64)))
    assert "3 times more today" in restless.what


async def test_the_doctor_names_the_channel_and_the_missing_permission(discord: FakeDiscord) -> None:
    discord.world.channels[CHANNEL].allowed = EVERYTHING & ~SEND_MESSAGES
    [found] = ill(await check_installation(settings_of(discord), [HERE]))
    assert found.what == f"Digests cannot be posted in channel {CHANNEL}: no permission (Send Messages)."
    assert found.cure
    discord.world.channels[CHANNEL].deleted = True
    [gone] = ill(await check_installation(settings_of(discord), [HERE]))
    assert "/digest remove" in gone.cure


async def test_the_doctor_of_the_command_line_looks_at_discord(discord: FakeDiscord, tmp_path: Path) -> None:
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/bot.db", **discord.env}
    done = await asyncio.to_thread(bot, "doctor", **env)
    assert done.returncode == 0, done.stdout
    assert "ok   Discord knows the application “verbatim”." in done.stdout
    discord.world.token = "another"
    done = await asyncio.to_thread(bot, "doctor", **env)
    assert done.returncode == 1
    assert "BAD  Discord does not accept DISCORD_TOKEN." in done.stdout
