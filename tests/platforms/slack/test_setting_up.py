"""From nothing to the first answer: the manifest, the doctor, the guide, and what a start says."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft7Validator

from bot.answers.commands import COMMANDS
from bot.corpus.corpus import Corpus
from bot.platforms.slack.installation_check import check_installation
from bot.platforms.slack.manifest import GRID_EVENTS, manifest
from bot.platforms.slack.scopes import NEEDED, OPTIONAL
from bot.platforms.slack.uninstalls import HANDLERS
from bot.settings import Settings
from tests.docs.documents import GUIDES, OPERATORS, blocks, code, table_rows, text_of
from tests.fakes.slack.faults import rejected
from tests.fakes.slack.lines import SocketLine
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer
from tests.platforms.slack.bots import running_bot
from tests.platforms.slack.inside import OVER_HTTP, SOCKET_MODE, inside
from tests.platforms.slack.test_installs import MANY
from tests.ports import free_port
from tests.references import SLACK_MANIFEST_SCHEMA, reference
from tests.starts import ROOT

GUIDE = GUIDES / "slack-admins.md"
URL = "https://cases.example.org"
MANIFESTS = [
    manifest(),
    manifest("law-", URL, assistant=True),
    manifest("a" * 20, URL, over_http=True),
    manifest("", URL, over_http=True, many=True, rotation=True),
]


async def bot(*arguments: str, cwd: Path, **settings: str) -> tuple[int, str]:
    """Exit status and all output of one run."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(free_port()), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


@pytest.mark.parametrize("made", MANIFESTS)
def test_the_manifest_is_valid(made: dict[str, Any]) -> None:
    schema = Draft7Validator(json.loads(reference(SLACK_MANIFEST_SCHEMA)))
    assert [error.message for error in schema.iter_errors(made)] == []


@pytest.mark.parametrize("made", MANIFESTS)
def test_the_manifest_is_within_the_limits_that_people_meet(made: dict[str, Any]) -> None:
    commands = made["features"]["slash_commands"]
    assert len(commands) <= 50
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2_000
        assert 1 <= len(command.get("usage_hint", "-")) <= 1_000
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert len(made["display_information"]["description"]) <= 140


def test_the_manifest_has_every_command_of_the_table_and_no_other() -> None:
    for prefix in ("", "law-"):
        listed = [command["command"] for command in manifest(prefix)["features"]["slash_commands"]]
        assert listed == list(dict.fromkeys(f"/{prefix}{name.split()[0]}" for name in COMMANDS))


def test_the_manifest_lets_enterprises_install_where_workspaces_do() -> None:
    one, many = manifest("", URL), manifest("", URL, over_http=True, many=True)
    assert (one["settings"]["org_deploy_enabled"], many["settings"]["org_deploy_enabled"]) == (False, True)
    events = set(many["settings"]["event_subscriptions"]["bot_events"])
    assert events - set(one["settings"]["event_subscriptions"]["bot_events"]) == set(GRID_EVENTS)
    assert events >= HANDLERS.keys()
    assert many["settings"]["token_rotation_enabled"] is False
    rotating = manifest("", URL, over_http=True, many=True, rotation=True)
    assert rotating["settings"]["token_rotation_enabled"] is True


async def test_tokens_that_expire_want_workspaces_that_install(tmp_path: Path) -> None:
    status, said = await bot("manifest", "slack", "--rotation", cwd=tmp_path)
    assert status == 1
    assert "Tokens can expire only where workspaces install the bot: set SLACK_CLIENT_ID." in said


def test_the_manifest_follows_the_way_in_which_slack_reaches_the_bot() -> None:
    socket_mode, over_http = manifest("", URL), manifest("", URL, over_http=True)
    assert socket_mode["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(socket_mode)
    assert over_http["settings"]["socket_mode_enabled"] is False
    addresses = [command["url"] for command in over_http["features"]["slash_commands"]]
    assert set(addresses) == {f"{URL}/slack/events"}
    assert over_http["features"]["unfurl_domains"] == ["cases.example.org"]


async def test_the_command_line_prints_the_manifest_for_its_settings(tmp_path: Path) -> None:
    status, printed = await bot("manifest", "slack", cwd=tmp_path, COMMAND_PREFIX="law-")
    assert (status, json.loads(printed)) == (0, manifest("law-"))
    over_http = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "PUBLIC_URL": URL}
    status, printed = await bot("manifest", "slack", cwd=tmp_path, **over_http)
    assert (status, json.loads(printed)) == (0, manifest("", URL, over_http=True))


async def test_the_doctor_says_that_slack_is_well(slack: SlackServer) -> None:
    found = await check_installation(replace(SOCKET_MODE, slack_api_url=slack.api_url))
    assert [(one.good, one.what) for one in found] == [
        (True, "Slack takes SLACK_BOT_TOKEN, of the workspace Newsroom."),
        (True, "Slack takes SLACK_APP_TOKEN."),
    ]


async def test_the_doctor_names_each_permission_that_is_missing(slack: SlackServer) -> None:
    scopes = ("commands", "chat:write", "users:read", "links:read", "app_mentions:read", "im:history")
    slack.state.teams["T1"].scopes = scopes
    found = await check_installation(replace(OVER_HTTP, slack_api_url=slack.api_url))
    [bad] = [one for one in found if not one.good]
    assert (
        bad.what == "Slack does not give the permission links:write (showing the quotation below its link)."
    )
    assert "python -m bot manifest slack" in bad.cure
    report = " ".join(one.what for one in found if one.good)
    assert all(scope in report for scope in OPTIONAL)


async def test_the_doctor_names_tokens_that_slack_refuses_and_settings_that_lack(slack: SlackServer) -> None:
    slack.fail("auth.test", rejected("account_inactive"))
    wrong = replace(SOCKET_MODE, slack_api_url=slack.api_url, slack_app_token="xapp-wrong")
    assert [one.what for one in await check_installation(wrong) if not one.good] == [
        "Slack refuses SLACK_BOT_TOKEN (account_inactive).",
        "Slack refuses SLACK_APP_TOKEN (invalid_auth).",
    ]
    away = replace(SOCKET_MODE, slack_api_url="http://127.0.0.1:1")
    assert all("Slack cannot be reached" in one.what for one in await check_installation(away))
    [half] = await check_installation(Settings(slack_bot_token=BOT_TOKEN))
    assert "Slack is set up halfway" in half.what


async def test_the_doctor_of_the_command_line_looks_at_slack(slack: SlackServer, tmp_path: Path) -> None:
    settings = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "xapp-no"}
    status, printed = await bot("doctor", cwd=ROOT, **settings)
    assert status == 1
    assert "ok   Slack takes SLACK_BOT_TOKEN, of the workspace Newsroom." in printed
    assert "BAD  Slack refuses SLACK_APP_TOKEN (invalid_auth)." in printed


async def test_a_start_with_half_of_the_settings_says_which_are_missing(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    status, said = await bot("run", cwd=tmp_path, SLACK_BOT_TOKEN=BOT_TOKEN)
    assert status == 1
    assert "Slack is set up halfway: set SLACK_APP_TOKEN too" in said
    status, said = await bot("slack", cwd=tmp_path)
    assert status == 1
    assert "Slack is set up halfway" in said


async def test_a_start_that_slack_refuses_ends_with_a_sentence(slack: SlackServer, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    settings = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": "xoxb-no", "SLACK_APP_TOKEN": APP_TOKEN}
    status, said = await bot("slack", cwd=tmp_path, **settings)
    assert status == 1
    assert "Slack refused SLACK_BOT_TOKEN (invalid_auth)." in said
    assert "Traceback" not in said


async def test_slack_alone_answers_and_ends_when_told(
    slack: SlackServer, content: Path, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "slack",
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CONTENT_DIR": str(content),
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
        },
    )
    await slack.until(lambda: slack.sockets, patience=60)
    answered = await Person(slack, SocketLine(slack)).types("/case status")
    assert "The 2019 lawsuit" in answered.body["text"]
    process.terminate()
    async with asyncio.timeout(60):
        assert await process.wait() == 0


async def test_the_guide_leads_from_nothing_to_the_first_answer(
    slack: SlackServer, content: Path, tmp_path: Path
) -> None:
    """Follow it: its settings, its start, what it waits for and what it types."""
    print_it, start, typed = blocks(GUIDE, "")[0], blocks(GUIDE, "")[2], blocks(GUIDE, "")[3]
    assert print_it.strip() == ".venv/bin/python -m bot manifest slack"
    assert start.strip() == "make run"
    settings = dict(line.split("=") for line in blocks(GUIDE, "")[1].split())
    assert set(settings) == {"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"}
    tokens = {"xapp-…": APP_TOKEN, "xoxb-…": BOT_TOKEN}
    env_file = "\n".join(f"{name}={tokens[value]}" for name, value in settings.items())
    (tmp_path / ".env").write_text(env_file)
    async with running_bot(slack, tmp_path, content) as running:
        await running.logged("slack connected")
        answered = await Person(slack, SocketLine(slack)).types(typed.strip())
    assert "Carroll v. Trump · where it stands" in answered.body["text"]


async def test_a_prefix_is_on_every_command(slack: SlackServer, content: Path, tmp_path: Path) -> None:
    assert "/law-case" in text_of(GUIDE)
    settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "COMMAND_PREFIX": "law-"}
    async with running_bot(slack, tmp_path, content, **settings):
        answered = await Person(slack, SocketLine(slack)).types("/law-case status")
        assert "The 2019 lawsuit" in answered.body["text"]
        helped = (await Person(slack, SocketLine(slack)).types("/law-help")).body["text"]
        assert "/law-case damages" in helped
        assert not re.search(r"^/(?!law-)", helped, re.MULTILINE)


def test_the_guide_names_every_permission_and_what_it_is_for() -> None:
    rows = {code(row[0]): row[1] for row in table_rows(text_of(GUIDE), "permission")}
    assert rows == {**NEEDED, **{scope: f"{use}; may be left out" for scope, use in OPTIONAL.items()}}


async def test_the_operators_guide_has_every_address_of_slack_and_no_other(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    async with inside(slack, MANY, corpus, tmp_path) as running:
        served = {route.path for route in running.bot.routes()}
    assert {code(row[0]) for row in table_rows(text_of(OPERATORS), "Slack's address")} == served
