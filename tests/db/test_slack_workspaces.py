"""What is kept about Slack's workspaces, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.db import slack_workspaces
from bot.db.database import writing
from bot.db.slack_workspaces import SlackInstallation

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
NEWSROOM = SlackInstallation("", "T1", "Newsroom", "B1", "U1", "commands,chat:write", "gAAAA", "U7", NOW)


def test_a_workspace_that_installs_again_has_one_installation_the_newer(database: Engine) -> None:
    with writing(database) as connection:
        slack_workspaces.save_installation(connection, NEWSROOM)
        slack_workspaces.save_installation(connection, replace(NEWSROOM, token="gBBBB"))
        slack_workspaces.save_installation(connection, replace(NEWSROOM, workspace="T2"))
    with database.connect() as connection:
        assert slack_workspaces.installation_of(connection, "", "T1") == replace(NEWSROOM, token="gBBBB")
        assert slack_workspaces.installation_of(connection, "E1", "T1") is None


def test_a_workspace_that_uninstalls_is_forgotten_and_no_other(database: Engine) -> None:
    with writing(database) as connection:
        slack_workspaces.save_installation(connection, NEWSROOM)
        slack_workspaces.save_installation(connection, replace(NEWSROOM, workspace="T2"))
        slack_workspaces.delete_installation(connection, "", "T1")
        assert slack_workspaces.installation_of(connection, "", "T1") is None
        assert slack_workspaces.installation_of(connection, "", "T2")


def test_somebodys_shortcuts_are_theirs_and_come_newest_first(database: Engine) -> None:
    with writing(database) as connection:
        for minute, command in enumerate(["/case status", "/case damages", "/case status"]):
            slack_workspaces.keep_shortcut(connection, "T1", "U1", command, NOW + timedelta(minutes=minute))
        slack_workspaces.keep_shortcut(connection, "T1", "U2", "/help", NOW)
        assert slack_workspaces.shortcuts_of(connection, "T1", "U1") == ("/case status", "/case damages")
        slack_workspaces.forget_shortcut(connection, "T1", "U1", "/case status")
        assert slack_workspaces.shortcuts_of(connection, "T1", "U1") == ("/case damages",)
        slack_workspaces.forget_people(connection, "T1")
        assert slack_workspaces.shortcuts_of(connection, "T1", "U2") == ()
