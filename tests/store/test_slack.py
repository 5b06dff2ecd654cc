"""What is kept about Slack's workspaces, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.store import slack
from bot.store.database import writing
from bot.store.slack import Installed

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
NEWSROOM = Installed("", "T1", "Newsroom", "B1", "U1", "commands,chat:write", "gAAAA", "U7", NOW)


def test_a_workspace_that_installs_again_has_one_installation_the_newer(database: Engine) -> None:
    with writing(database) as connection:
        slack.install(connection, NEWSROOM)
        slack.install(connection, replace(NEWSROOM, token="gBBBB"))
        slack.install(connection, replace(NEWSROOM, workspace="T2"))
    with database.connect() as connection:
        assert slack.installed_in(connection, "", "T1") == replace(NEWSROOM, token="gBBBB")
        assert slack.installed_in(connection, "E1", "T1") is None


def test_a_workspace_that_uninstalls_is_forgotten_and_no_other(database: Engine) -> None:
    with writing(database) as connection:
        slack.install(connection, NEWSROOM)
        slack.install(connection, replace(NEWSROOM, workspace="T2"))
        slack.uninstall(connection, "", "T1")
        assert slack.installed_in(connection, "", "T1") is None
        assert slack.installed_in(connection, "", "T2")


def test_a_state_is_good_once_and_in_its_time(database: Engine) -> None:
    until = NOW + timedelta(minutes=10)
    with writing(database) as connection:
        slack.issue(connection, "a", NOW, until)
        slack.issue(connection, "b", NOW, until)
        assert slack.consume(connection, "a", NOW)
        assert not slack.consume(connection, "a", NOW)
        assert not slack.consume(connection, "forged", NOW)
        assert not slack.consume(connection, "b", until)


def test_somebodys_shortcuts_are_theirs_and_come_newest_first(database: Engine) -> None:
    with writing(database) as connection:
        for minute, command in enumerate(["/case status", "/case damages", "/case status"]):
            slack.keep_shortcut(connection, "T1", "U1", command, NOW + timedelta(minutes=minute))
        slack.keep_shortcut(connection, "T1", "U2", "/help", NOW)
        assert slack.shortcuts_of(connection, "T1", "U1") == ("/case status", "/case damages")
        slack.forget_shortcut(connection, "T1", "U1", "/case status")
        assert slack.shortcuts_of(connection, "T1", "U1") == ("/case damages",)
        slack.forget_people(connection, "T1")
        assert slack.shortcuts_of(connection, "T1", "U2") == ()
