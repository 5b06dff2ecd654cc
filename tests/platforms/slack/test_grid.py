"""Enterprise Grid: one installation for all workspaces, which are kept apart in everything else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.answers.asker import Asker
from bot.corpus.corpus import Corpus
from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription, Subscription
from bot.db.tables import slack_shortcuts
from bot.digests.outcomes import Reason, Rejected, Sent
from bot.digests.senders import Target
from bot.platforms.slack.api import SlackApi
from bot.platforms.slack.sender import SlackSender
from bot.service.preference_repository import PreferenceRepository, channel_of
from tests.fakes.slack.model import Team
from tests.fakes.slack.person import Person, button
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import Inside, inside
from tests.platforms.slack.test_installs import MANY, installations, installs, stored

TOKEN = "xoxb-of-the-enterprise"
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
PAYLOAD = {"text": "Hello", "blocks": [{"type": "divider"}]}


@pytest.fixture
async def running(slack: SlackServer, corpus: Corpus, tmp_path: Path) -> AsyncIterator[Inside]:
    """A bot that an enterprise has installed for all its workspaces."""
    slack.state.teams.clear()
    slack.state.codes["for-all"] = Team("E1", TOKEN, enterprise="E1", of_all=True)
    async with inside(slack, MANY, corpus, tmp_path) as running:
        assert "The bot is in The Enterprise." in (await installs(running, "for-all")).text
        yield running


def of(running: Inside, team: str) -> Person:
    return running.person.but(team=team, enterprise="E1")


def scheduled(running: Inside, workspace: str, owner: str = "U1") -> int:
    new = NewSubscription("slack", workspace, "channel", "C1", owner, "daily 09:00 UTC", "UTC", NOW)
    with writing(running.engine) as connection:
        return subscriptions.add(connection, new, NOW)


def digest(running: Inside, identifier: int) -> Subscription:
    with running.engine.connect() as connection:
        found = subscriptions.get(connection, identifier)
    assert found
    return found


async def posted(running: Inside, workspace: str) -> object:
    """What becomes of a digest, sent by a process that knows the workspace alone."""
    api = SlackApi(running.slack.api_url, installations(running.engine))
    await api.open()
    try:
        return await SlackSender(api).send(Target("slack", workspace, "channel", "C1"), PAYLOAD, "key")
    finally:
        await api.close()


async def test_every_workspace_of_the_enterprise_is_answered_with_its_one_token(running: Inside) -> None:
    assert len(stored(running.engine)) == 1
    for team in ("T1", "T2"):
        answered = await of(running, team).types("/case status")
        assert "The 2019 lawsuit" in answered.body["text"]
    assert {call.token for call in running.slack.calls("users.info")} == {TOKEN}
    outside = running.person.but(team="T1", enterprise="E2")
    assert "not known to the bot" in (await outside.but(team="T9").types("/case status")).body["text"]


async def test_digests_of_its_workspaces_are_posted_with_the_enterprises_token(running: Inside) -> None:
    assert await posted(running, "T1") == Rejected(Reason.REVOKED, "not installed")
    await of(running, "T1").types("/case status")
    assert isinstance(await posted(running, "T1"), Sent)
    assert [call.token for call in running.slack.calls("chat.postMessage")] == [TOKEN]


async def test_what_is_kept_in_one_workspace_is_not_there_in_another(running: Inside) -> None:
    first, second = of(running, "T1"), of(running, "T2")
    answer = (await first.types("/case damages")).body
    await first.clicks(button(answer["blocks"], "Keep as a shortcut"))
    await running.slack.until(lambda: running.slack.state.homes)
    running.slack.state.homes.clear()
    await second.opens_home()
    home = await running.slack.until(lambda: running.slack.state.homes.get("U1"))
    assert home
    assert "Remove" not in str(home["blocks"])
    with running.engine.connect() as connection:
        assert connection.execute(select(slack_shortcuts.c.workspace)).scalars().all() == ["T1"]


async def test_an_enterprise_that_removes_the_bot_pauses_and_forgets_in_all_its_workspaces(
    running: Inside,
) -> None:
    preferences = PreferenceRepository(running.engine)
    for team in ("T1", "T2"):
        person = of(running, team)
        answer = (await person.types("/case damages")).body
        await person.clicks(button(answer["blocks"], "Keep as a shortcut"))
        asker = Asker("slack", team, "C1", "U1")
        await preferences.put(channel_of(asker), {"managers": "U7", "zone": "UTC"}, asker)
    await running.slack.until(lambda: len(running.slack.calls("views.publish")) == 2)
    mine, other = scheduled(running, "T2"), scheduled(running, "T3")
    await of(running, "T1").event({"type": "app_uninstalled"})
    assert stored(running.engine) == []
    with running.engine.connect() as connection:
        kept = connection.execute(text("SELECT name, value FROM preferences")).all()
        assert connection.execute(text("SELECT count(*) FROM slack_shortcuts")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM slack_grid_workspaces")).scalar() == 0
    assert {tuple(row) for row in kept} == {("zone", "UTC")}
    paused = digest(running, mine)
    assert (paused.state, paused.reason, paused.reason_detail) == ("paused", "revoked", "app_uninstalled")
    assert digest(running, other).state == "active"
    assert "not known to the bot" in (await of(running, "T2").types("/case status")).body["text"]


async def test_a_workspace_with_an_installation_of_its_own_goes_on(running: Inside) -> None:
    running.slack.state.codes["own"] = Team("T1", "xoxb-own", "Law", enterprise="E1")
    for team in ("T1", "T2"):
        await of(running, team).types("/case status")
    await installs(running, "own")
    mine, other = scheduled(running, "T1"), scheduled(running, "T2")
    await of(running, "T1").event({"type": "app_uninstalled"})
    assert (digest(running, mine).state, digest(running, other).state) == ("active", "paused")
    assert isinstance(await posted(running, "T1"), Sent)
    assert running.slack.calls("chat.postMessage")[-1].token == "xoxb-own"


async def test_a_workspace_that_the_enterprise_takes_out_is_forgotten_and_comes_back(running: Inside) -> None:
    for team in ("T1", "T2"):
        await of(running, team).types("/case status")
    mine, other = scheduled(running, "T1"), scheduled(running, "T2")
    person = of(running, "T1")
    await person.event({"type": "team_access_revoked", "team_ids": ["T1"]})
    assert (digest(running, mine).state, digest(running, other).state) == ("paused", "active")
    assert len(stored(running.engine)) == 1
    assert await posted(running, "T1") == Rejected(Reason.REVOKED, "not installed")
    await person.event({"type": "team_access_granted", "team_ids": ["T1"]})
    assert (digest(running, mine).state, digest(running, mine).reason) == ("active", "installed again")
    assert isinstance(await posted(running, "T1"), Sent)


async def test_a_workspace_that_joins_a_grid_keeps_its_own_installation(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    slack.state.teams.clear()
    slack.state.codes["before"] = Team("T1", "xoxb-before", "Law")
    async with inside(slack, MANY, corpus, tmp_path) as running:
        await installs(running, "before")
        person = running.person.but(team="T1", enterprise="E1")
        assert "The 2019 lawsuit" in (await person.types("/case status")).body["text"]
        event = {"authorizations": [{"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": False}]}
        payload = {**event, "type": "event_callback", "event_id": "Ev9", "team_id": "T1"}
        await person.line.send(
            "events_api", {**payload, "enterprise_id": "E1", "event": {"type": "app_uninstalled"}}
        )
        assert stored(running.engine) == []


async def test_no_token_is_left_of_a_workspace_that_installed_the_bot_again_in_a_grid(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    slack.state.teams.clear()
    slack.state.codes |= {
        "before": Team("T1", "xoxb-before", "Law"),
        "after": Team("T1", "xoxb-after", "Law", enterprise="E1"),
    }
    async with inside(slack, MANY, corpus, tmp_path) as running:
        await installs(running, "before")
        await installs(running, "after")
        [row] = stored(running.engine)
        assert row.startswith("('E1', 'T1'")


async def test_access_that_is_revoked_and_granted_ends_as_slack_had_it_in_whatever_order_it_tells(
    running: Inside,
) -> None:
    await of(running, "T1").types("/case status")
    mine, person = scheduled(running, "T1"), of(running, "T1")
    revoked, granted = (
        {"type": f"team_access_{what}", "team_ids": ["T1"]} for what in ("revoked", "granted")
    )
    now = int(datetime.now(UTC).timestamp())
    await person.event(granted, event_time=now - 10)
    await person.event(revoked, event_time=now - 20)
    assert digest(running, mine).state == "active"
    assert isinstance(await posted(running, "T1"), Sent)
    await person.event(revoked, event_time=now - 5)
    await person.event(granted, event_time=now - 7)
    assert digest(running, mine).state == "paused"
    await person.event(granted, event_time=now)
    assert digest(running, mine).state == "active"


async def test_an_uninstall_that_comes_after_the_next_install_deletes_nothing(running: Inside) -> None:
    await of(running, "T1").types("/case status")
    mine = scheduled(running, "T1")
    late = int((datetime.now(UTC) - timedelta(seconds=5)).timestamp())
    for event in (
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}},
    ):
        await of(running, "T1").event(event, event_time=late)
    assert len(stored(running.engine)) == 1
    assert digest(running, mine).state == "active"
    assert isinstance(await posted(running, "T1"), Sent)


async def test_digests_that_an_uninstall_paused_are_on_again_after_the_next_install(
    running: Inside,
) -> None:
    await of(running, "T1").types("/case status")
    mine, by_a_person = scheduled(running, "T1"), scheduled(running, "T1")
    with writing(running.engine) as connection:
        subscriptions.pause(connection, [by_a_person])
    await of(running, "T1").event({"type": "app_uninstalled"})
    assert digest(running, mine).uninstalled_at
    assert digest(running, by_a_person).uninstalled_at
    running.slack.state.codes["again"] = Team("T1", "xoxb-again", "Law", enterprise="E1")
    await installs(running, "again")
    resumed, still = digest(running, mine), digest(running, by_a_person)
    assert (resumed.state, resumed.uninstalled_at) == ("active", None)
    assert resumed.next_run_at
    assert resumed.next_run_at > datetime.now(UTC)
    assert (still.state, still.reason, still.uninstalled_at) == ("paused", "", None)


async def test_digests_of_a_workspace_that_stays_away_are_removed_with_the_owners_id(running: Inside) -> None:
    await of(running, "T1").types("/case status")
    mine = scheduled(running, "T1")
    await of(running, "T1").event({"type": "app_uninstalled"})
    with writing(running.engine) as connection:
        assert subscriptions.remove_uninstalled(connection, datetime.now(UTC) - timedelta(days=30)) == 0
        assert subscriptions.remove_uninstalled(connection, datetime.now(UTC) + timedelta(seconds=1)) == 1
        assert subscriptions.get(connection, mine) is None
        [row] = connection.execute(text("SELECT state, owner FROM subscriptions"))
    assert tuple(row) == ("removed", "")
