"""Slack as rows: workspaces and enterprises that have installed the bot, and people's shortcuts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot.db.database import insert_into
from bot.db.tables import slack_grid_workspaces, slack_installations, slack_shortcuts

AT = slack_installations.c


@dataclass(frozen=True)
class SlackInstallation:
    """A workspace that has installed the bot, or with an empty ``workspace`` a whole enterprise.

    ``token`` and ``refresh_token`` are encrypted; ``scopes`` are parted by commas. Without a refresh token
    the token does not expire.
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
    refresh_token: str = ""
    token_expires_at: datetime | None = None
    refreshing: str = ""
    """The id of the attempt to refresh the token that is under way; empty where there is none."""


def save_installation(connection: Connection, installed: SlackInstallation) -> None:
    """Save an installation in the place of the workspace's earlier one, in whatever enterprise that was."""
    others = (AT.workspace == installed.workspace, AT.enterprise != installed.enterprise)
    if installed.workspace:
        connection.execute(delete(slack_installations).where(*others))
    added = insert_into(slack_installations, connection).values(vars(installed))
    key = slack_installations.primary_key.columns
    connection.execute(added.on_conflict_do_update(index_elements=[*key], set_=vars(installed)))


def installation_of(connection: Connection, enterprise: str, workspace: str) -> SlackInstallation | None:
    """The installation of exactly this enterprise and workspace; None where there is none."""
    meant = (AT.enterprise == enterprise, AT.workspace == workspace)
    row = connection.execute(select(slack_installations).where(*meant)).one_or_none()
    return SlackInstallation(**row._mapping) if row else None  # noqa: SLF001  -- SQLAlchemy's public name for a row


def own_installation_of(connection: Connection, enterprise: str, workspace: str) -> SlackInstallation | None:
    """The installation of a workspace, whatever enterprise it was in, or that of an enterprise as a whole."""
    if not workspace:
        return installation_of(connection, enterprise, "")
    row = connection.execute(select(slack_installations).where(AT.workspace == workspace).limit(1)).first()
    return SlackInstallation(**row._mapping) if row else None  # noqa: SLF001  -- as above


def installation_for(connection: Connection, enterprise: str, workspace: str) -> SlackInstallation | None:
    """The installation by which the bot is in a workspace: its own or its enterprise's, the newer of both.

    ``enterprise`` may be empty where it is not known; workspaces of one enterprise do not share their own.
    """
    if not enterprise:
        grid = slack_grid_workspaces.c
        enterprise = connection.scalar(select(grid.enterprise).where(grid.workspace == workspace)) or ""
    own = and_(AT.workspace == workspace, AT.workspace != "")
    of_all = and_(AT.enterprise == enterprise, AT.enterprise != "", AT.workspace == "")
    found = select(slack_installations).where(or_(own, of_all)).order_by(AT.installed_at.desc()).limit(1)
    row = connection.execute(found).one_or_none()
    return SlackInstallation(**row._mapping) if row else None  # noqa: SLF001  -- as above


def delete_installation(connection: Connection, enterprise: str, workspace: str) -> None:
    """Delete the installation of a workspace or enterprise, with its token."""
    connection.execute(
        delete(slack_installations).where(AT.enterprise == enterprise, AT.workspace == workspace)
    )


def note_grid_workspace(connection: Connection, enterprise: str, workspace: str) -> None:
    """Note that an enterprise's installation is that of a workspace, too."""
    row = {"workspace": workspace, "enterprise": enterprise}
    added = insert_into(slack_grid_workspaces, connection).values(row)
    connection.execute(added.on_conflict_do_update(index_elements=["workspace"], set_=row))


def grid_workspaces(connection: Connection, enterprise: str) -> tuple[str, ...]:
    """The workspaces that were seen to use an enterprise's installation, in order."""
    at = slack_grid_workspaces.c
    found = select(at.workspace).where(at.enterprise == enterprise).order_by(at.workspace)
    return tuple(connection.scalars(found))


def forget_grid_workspaces(connection: Connection, workspaces: Sequence[str]) -> None:
    """Delete the note that these workspaces use an enterprise's installation."""
    connection.execute(delete(slack_grid_workspaces).where(slack_grid_workspaces.c.workspace.in_(workspaces)))


def claim_refresh(connection: Connection, installed: SlackInstallation, attempt: str) -> bool:
    """Note who refreshes the token now; False where somebody has changed the row since it was read."""
    return _changed(connection, installed, {"refreshing": attempt})


def end_refresh(
    connection: Connection,
    installed: SlackInstallation,
    token: str | None = None,
    refresh_token: str = "",
    expires_at: datetime | None = None,
) -> bool:
    """Store the tokens, encrypted, that a claimed refresh has brought; without any, only that it has ended.

    False where somebody has changed the row since it was claimed: then nothing is stored.
    """
    fresh = {"token": token, "refresh_token": refresh_token, "token_expires_at": expires_at} if token else {}
    return _changed(connection, installed, {**fresh, "refreshing": ""})


def _changed(connection: Connection, was: SlackInstallation, values: dict[str, object]) -> bool:
    meant = (
        AT.enterprise == was.enterprise,
        AT.workspace == was.workspace,
        AT.token == was.token,
        AT.refreshing == was.refreshing,
    )
    return connection.execute(update(slack_installations).where(*meant).values(values)).rowcount == 1


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
