"""Slack as rows: workspaces that have installed the bot, installs under way, and people's shortcuts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.db.database import insert_into
from bot.db.tables import slack_installations, slack_oauth_states, slack_shortcuts


@dataclass(frozen=True)
class SlackInstallation:
    """A workspace that has installed the bot, or with an empty ``workspace`` a whole enterprise.

    ``token`` is encrypted; ``scopes`` are parted by commas.
    """

    enterprise: str
    workspace: str
    name: str
    bot: str
    bot_user: str
    scopes: str
    token: str
    installed_by: str
    installed_at: datetime


def save_installation(connection: Connection, installed: SlackInstallation) -> None:
    """Save an installation in the place of the workspace's earlier one."""
    added = insert_into(slack_installations, connection).values(vars(installed))
    key = slack_installations.primary_key.columns
    connection.execute(added.on_conflict_do_update(index_elements=[*key], set_=vars(installed)))


def installation_of(connection: Connection, enterprise: str, workspace: str) -> SlackInstallation | None:
    """The installation of exactly this enterprise and workspace; None where there is none."""
    at = slack_installations.c
    meant = (at.enterprise == enterprise, at.workspace == workspace)
    row = connection.execute(select(slack_installations).where(*meant)).one_or_none()
    return SlackInstallation(**row._mapping) if row else None  # noqa: SLF001  -- SQLAlchemy's public name for a row


def delete_installation(connection: Connection, enterprise: str, workspace: str) -> None:
    """Delete the installation of a workspace or enterprise, with its token."""
    at = slack_installations.c
    connection.execute(
        delete(slack_installations).where(at.enterprise == enterprise, at.workspace == workspace)
    )


def save_oauth_state(connection: Connection, state: str, now: datetime, expires_at: datetime) -> None:
    """Remember that an install with this state has begun, and forget those that have expired."""
    connection.execute(delete(slack_oauth_states).where(slack_oauth_states.c.expires_at <= now))
    connection.execute(insert(slack_oauth_states).values(state=state, expires_at=expires_at))


def consume_oauth_state(connection: Connection, state: str, now: datetime) -> bool:
    """Use up the state of an install that has begun; False where it is unknown, expired or used already."""
    at = slack_oauth_states.c
    done = connection.execute(delete(slack_oauth_states).where(at.state == state, at.expires_at > now))
    return done.rowcount == 1


def shortcuts_of(connection: Connection, workspace: str, person: str) -> tuple[str, ...]:
    """The commands that a person has kept as shortcuts, the newest first."""
    at = slack_shortcuts.c
    meant = (at.workspace == workspace, at.person == person)
    newest_first = (at.kept_at.desc(), at.command)
    return tuple(connection.scalars(select(at.command).where(*meant).order_by(*newest_first)))


def keep_shortcut(connection: Connection, workspace: str, person: str, command: str, now: datetime) -> None:
    """Keep a command as a person's newest shortcut, once however often it is kept."""
    row = {"workspace": workspace, "person": person, "command": command, "kept_at": now}
    added = insert_into(slack_shortcuts, connection).values(row)
    key = slack_shortcuts.primary_key.columns
    connection.execute(added.on_conflict_do_update(index_elements=[*key], set_={"kept_at": now}))


def forget_shortcut(connection: Connection, workspace: str, person: str, command: str) -> None:
    """Delete a command from a person's shortcuts."""
    at = slack_shortcuts.c
    connection.execute(
        delete(slack_shortcuts).where(at.workspace == workspace, at.person == person, at.command == command)
    )


def forget_people(connection: Connection, workspace: str) -> None:
    """Delete the shortcuts of everybody in a workspace."""
    connection.execute(delete(slack_shortcuts).where(slack_shortcuts.c.workspace == workspace))
