"""Tokens that expire: refreshed once, whoever needs them, and given up with a sentence if Slack refuses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.corpus.corpus import Corpus
from bot.db import slack_workspaces
from bot.db.database import open_database, writing
from bot.digests.outcomes import Reason, Rejected, Retry, Sent
from bot.digests.senders import Target
from bot.platforms.slack import token_rotation
from bot.platforms.slack.api import SlackApi
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.sender import SlackSender
from bot.platforms.slack.token_rotation import FreshTokens, TokenRotation, refresh_by
from tests.fakes.slack.faults import rejected, server_error
from tests.fakes.slack.model import Team
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import Inside, inside
from tests.platforms.slack.test_grid import PAYLOAD, digest, scheduled
from tests.platforms.slack.test_installs import KEY, MANY, installs, stored

T2 = Target("slack", "T2", "channel", "C1")


@pytest.fixture
async def running(slack: SlackServer, corpus: Corpus, tmp_path: Path) -> AsyncIterator[Inside]:
    """A bot that a workspace can install, whose token expires."""
    slack.state.teams.clear()
    slack.state.codes["a-code"] = Team("T2", "xoxb-1", "Law", refresh_token="xoxe-0")
    async with inside(slack, MANY, corpus, tmp_path) as running:
        yield running


def process(running: Inside, engine: Engine | None = None) -> Installations:
    """The installations as another process has them."""
    return Installations(
        engine or running.engine, KEY, refresh_by(replace(MANY, slack_api_url=running.slack.api_url))
    )


def refreshes(slack: SlackServer) -> int:
    return sum(call.arguments.get("grant_type") == "refresh_token" for call in slack.calls("oauth.v2.access"))


async def expired(running: Inside) -> Team:
    """A workspace that has installed the bot, whose token has expired since."""
    await installs(running)
    team = running.slack.state.teams["T2"]
    team.expires_at = 0.0
    with writing(running.engine) as connection:
        connection.execute(text("UPDATE slack_installations SET token_expires_at = installed_at"))
    return team


async def test_an_expired_token_is_refreshed_once_under_twenty_calls(running: Inside) -> None:
    team = await expired(running)
    tokens = process(running)
    found = await asyncio.gather(*(tokens.token_of("T2") for _ in range(20)))
    assert set(found) == {team.token}
    assert (refreshes(running.slack), team.refreshed) == (1, 2)


async def test_an_expired_token_is_refreshed_once_by_two_processes(
    running: Inside, database: Engine, database_url: str
) -> None:
    team = await expired(running)
    with running.engine.connect() as connection:
        held = slack_workspaces.installation_of(connection, "", "T2")
    assert held
    with writing(database) as connection:
        slack_workspaces.save_installation(connection, held)
    other = open_database(database_url)
    both = [process(running, database), process(running, other)]
    calls = [both[number % 2].token_of("T2") for number in range(20)]
    assert set(await asyncio.gather(*calls)) == {team.token}
    other.dispose()
    assert refreshes(running.slack) == 1


async def test_a_command_and_a_digest_use_the_refreshed_token_and_none_is_stored_in_plain(
    running: Inside,
) -> None:
    team = await expired(running)
    assert "The 2019 lawsuit" in (await running.person.but(team="T2").types("/case status")).body["text"]
    [row] = stored(running.engine)
    assert team.token not in row
    assert team.refresh_token not in row
    api = SlackApi(running.slack.api_url, process(running))
    await api.open()
    assert isinstance(await SlackSender(api).send(T2, PAYLOAD, "key"), Sent)
    await api.close()
    assert running.slack.calls("chat.postMessage")[0].token == team.token
    assert refreshes(running.slack) == 1


async def test_a_token_that_will_expire_is_refreshed_beside_the_answers(running: Inside) -> None:
    running.slack.state.codes["a-code"].lives_for = 600
    await installs(running)
    team = running.slack.state.teams["T2"]
    before = team.token
    tokens = process(running)
    assert await tokens.token_of("T2") == before
    await running.slack.until(lambda: team.refreshed == 2)
    assert refreshes(running.slack) == 1


async def test_a_refresh_that_slack_refuses_pauses_the_digests_and_says_so_once(running: Inside) -> None:
    await expired(running)
    mine = scheduled(running, "T2")
    running.slack.fail("oauth.v2.access", rejected("invalid_refresh_token"))
    with capture_logs() as log:
        tokens = process(running)
        assert await asyncio.gather(*(tokens.token_of("T2") for _ in range(20))) == [None] * 20
    errors = [one for one in log if one["log_level"] == "error"]
    assert [(one["event"], one["error"], one["digests_paused"]) for one in errors] == [
        ("slack token not refreshed", "invalid_refresh_token", 1)
    ]
    paused = digest(running, mine)
    assert (paused.state, paused.reason, paused.reason_detail) == (
        "paused",
        "revoked",
        "invalid_refresh_token",
    )
    answered = await running.person.but(team="T2").types("/case status")
    assert "An admin can install it again" in answered.body["text"]
    running.slack.state.codes["again"] = Team("T2", "xoxb-again")
    await installs(running, "again")
    assert digest(running, mine).state == "active"


async def test_a_refresh_that_fails_for_now_pauses_nothing_and_is_tried_again(running: Inside) -> None:
    team = await expired(running)
    mine = scheduled(running, "T2")
    for fault in (server_error(), rejected("bad_client_secret")):
        running.slack.fail("oauth.v2.access", fault)
        api = SlackApi(running.slack.api_url, process(running))
        await api.open()
        assert await SlackSender(api).send(T2, PAYLOAD, "key") == Retry(60.0, why="token_expired")
        await api.close()
    assert digest(running, mine).state == "active"
    assert await process(running).token_of("T2") == team.token


async def test_a_refresh_that_nobody_ends_is_taken_over(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = await expired(running)
    monkeypatch.setattr(token_rotation, "ATTEMPT_TIMEOUT", 0.3)
    with writing(running.engine) as connection:
        held = slack_workspaces.installation_of(connection, "", "T2")
        assert held
        assert slack_workspaces.claim_refresh(connection, held, "a process that died")
        assert not slack_workspaces.claim_refresh(connection, held, "another")
    assert await process(running).token_of("T2") == team.token
    assert refreshes(running.slack) == 1


async def test_a_refreshed_token_is_not_stored_over_a_newer_installation(running: Inside) -> None:
    await expired(running)
    with writing(running.engine) as connection:
        held = slack_workspaces.installation_of(connection, "", "T2")
        assert held
        slack_workspaces.save_installation(connection, replace(held, token="newer"))
        assert not slack_workspaces.end_refresh(connection, held, "older", "older", datetime.now(UTC))
        found = slack_workspaces.installation_of(connection, "", "T2")
    assert found
    assert found.token == "newer"


@pytest.mark.parametrize("meanwhile", ["taken over", "installed again", "uninstalled"])
async def test_new_tokens_are_stored_unless_the_workspace_has_others_meanwhile(
    running: Inside, meanwhile: str
) -> None:
    await expired(running)
    fernet = Fernet(KEY)
    with running.engine.connect() as connection:
        held = slack_workspaces.installation_of(connection, "", "T2")
    assert held

    async def refresh(_: str) -> FreshTokens:
        with writing(running.engine) as connection:
            claimed = slack_workspaces.installation_of(connection, "", "T2")
            assert claimed
            if meanwhile == "taken over":
                assert slack_workspaces.claim_refresh(connection, claimed, "another process")
            elif meanwhile == "installed again":
                slack_workspaces.save_installation(connection, replace(claimed, token="newer", refreshing=""))
            else:
                slack_workspaces.delete_installation(connection, "", "T2")
        return FreshTokens("xoxb-fresh", "xoxe-fresh", 43_200)

    with capture_logs() as log:
        given = await TokenRotation(running.engine, fernet, refresh).fresh(held)
    with running.engine.connect() as connection:
        kept = slack_workspaces.installation_of(connection, "", "T2")
    said = [one["event"] for one in log]
    if meanwhile == "taken over":
        assert given
        assert kept
        assert fernet.decrypt(kept.refresh_token) == b"xoxe-fresh"
        assert (kept.token, kept.refreshing) == (given.token, "")
        assert said == ["slack token refreshed"]
    else:
        assert given == kept
        assert (kept and kept.token) == ("newer" if meanwhile == "installed again" else None)
        assert said == []


async def test_new_tokens_that_cannot_be_stored_are_told_of_with_the_cure(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await expired(running)
    monkeypatch.setattr(token_rotation, "STORE_INTERVAL", 0.0)
    with running.engine.connect() as connection:
        held = slack_workspaces.installation_of(connection, "", "T2")
    assert held

    async def refresh(_: str) -> FreshTokens:
        with writing(running.engine) as connection:
            connection.execute(text("ALTER TABLE slack_installations RENAME TO away"))
        return FreshTokens("xoxb-fresh", "xoxe-fresh", 43_200)

    with capture_logs() as log, pytest.raises(OperationalError):
        await TokenRotation(running.engine, Fernet(KEY), refresh).fresh(held)
    [error] = [one for one in log if one["log_level"] == "error"]
    assert (error["event"], error["workspace"]) == ("slack tokens lost", "T2")
    assert "install the bot again" in error["cure"]


async def test_without_an_installation_a_digest_is_refused(running: Inside) -> None:
    api = SlackApi(running.slack.api_url, process(running))
    await api.open()
    refused = await SlackSender(api).send(T2, PAYLOAD, "key")
    await api.close()
    assert refused == Rejected(Reason.REVOKED, "not installed")
