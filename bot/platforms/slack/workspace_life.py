"""What becomes of a workspace's data and digests when it installs the bot, removes it, or its token fails."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.answers.asker import SLACK
from bot.answers.query import CommandError
from bot.db import preferences, slack_workspaces, subscriptions
from bot.db.slack_workspaces import SlackInstallation
from bot.digests.outcomes import REINSTALLED, Reason
from bot.digests.schedule_parser import read_schedule

UNINSTALLED, TOKEN_REVOKED = "app_uninstalled", "token_revoked"
"""Why the digests of a workspace are paused: it removed the app, or the app's token alone."""


def installed(connection: Connection, new: SlackInstallation) -> int:
    """Store an installation, and resume the digests that the lack of one had paused; gives how many.

    A worker tells their owners. What fell due in the meantime is not sent later.
    """
    slack_workspaces.save_installation(connection, new)
    return resume(connection, workspaces_of(connection, new), new.installed_at)


def resume(connection: Connection, workspaces: Sequence[str], now: datetime) -> int:
    """Resume the digests of workspaces that were paused for want of an installation; gives how many."""
    count = 0
    for paused in subscriptions.take_reinstalled(connection, SLACK, workspaces, Reason.REVOKED):
        try:
            next_run_at = read_schedule(paused.schedule, paused.zone).next_run(now)
        except CommandError:
            continue  # a schedule that is not understood any more stays paused
        subscriptions.resume(connection, paused.id, next_run_at)
        count += subscriptions.change(connection, paused.id, reason=REINSTALLED)
    return count


def uninstalled(connection: Connection, gone: SlackInstallation, now: datetime) -> None:
    """Delete what is held of the people of a workspace or enterprise, and pause its digests."""
    workspaces = workspaces_of(connection, gone)
    for workspace in workspaces:
        slack_workspaces.forget_people(connection, workspace)
        preferences.unset_everywhere(connection, SLACK, workspace, "managers")
    token_lost(connection, gone, UNINSTALLED, now)
    if not gone.workspace:
        slack_workspaces.forget_grid_workspaces(connection, workspaces)


def token_lost(connection: Connection, gone: SlackInstallation, detail: str, now: datetime) -> int:
    """Delete an installation whose token is no longer good, and pause its digests; gives how many."""
    slack_workspaces.delete_installation(connection, gone.enterprise, gone.workspace)
    concerned = [
        workspace
        for workspace in workspaces_of(connection, gone)
        # One that has an installation of its own besides its enterprise's, or the reverse, goes on.
        if slack_workspaces.installation_for(connection, gone.enterprise, workspace) is None
    ]
    return subscriptions.pause_uninstalled(connection, SLACK, concerned, (Reason.REVOKED, detail), now)


def workspaces_of(connection: Connection, one: SlackInstallation) -> tuple[str, ...]:
    """The workspaces that an installation is for: one, or those that were seen to use the enterprise's."""
    if one.workspace:
        return (one.workspace,)
    return slack_workspaces.grid_workspaces(connection, one.enterprise)
