"""Workspaces and enterprises that have installed the bot, their encrypted tokens, and signed OAuth states."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from cryptography.fernet import Fernet, InvalidToken
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import Connection, Engine

from bot.answers.asker import SLACK
from bot.db import handled_requests, slack_workspaces
from bot.db.database import read, write
from bot.db.slack_workspaces import SlackInstallation
from bot.platforms.slack import workspace_life
from bot.platforms.slack.api import QUIET
from bot.platforms.slack.token_rotation import Refresh, TokenRotation
from bot.service.admission import Admission
from bot.service.conduct import Recent

log = structlog.get_logger()

CACHED_FOR = 30.0
"""Seconds until a token is read again: so long another process may use one that was revoked."""
STATE_EXPIRES_AFTER = 600
"""Seconds for which an install that has begun can be finished."""
MOST_CACHED = 10_000
"""Tokens that are cached at most."""
STATE = b"state:"
"""What a state begins with once it is decrypted: a stored token, under the same key, is none."""
OTHER_KEY = "ENCRYPTION_KEY is not the one it was encrypted with: set that one, or install the bot again."


ALL_PLACES = Admission()
"""Every workspace may install the bot."""


class NotOffered(BoltError):
    """A workspace that is not among those that whoever runs the bot serves."""


class Installations(AsyncInstallationStore):
    """Stores one installation for each workspace or enterprise: a new token replaces the ones before it."""

    logger = QUIET

    def __init__(
        self,
        engine: Engine,
        key: str,
        refresh: Refresh,
        admission: Admission = ALL_PLACES,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._admission = admission
        self._fernet = Fernet(key)
        self._rotation = TokenRotation(engine, self._fernet, refresh)
        self._now = now
        self._tokens: dict[tuple[str, str], tuple[float, str | None]] = {}

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:
        """The bot's token in a workspace; None where it is not installed, or ENCRYPTION_KEY does not fit.

        Where the workspace has none of its own, the token of its enterprise, which may be unknown here.
        """
        key = workspace, enterprise
        until, token = self._tokens.get(key, (0.0, None))
        if until > self._now():
            return token
        token = await self._current_token(workspace, enterprise)
        if len(self._tokens) >= MOST_CACHED:
            self._tokens.clear()
        self._tokens[key] = (self._now() + CACHED_FOR, token)
        return token

    async def _current_token(self, workspace: str, enterprise: str) -> str | None:
        found = await read(self._engine, slack_workspaces.installation_for, enterprise, workspace)
        if found is None or not self._decrypted(found):
            return None
        if workspace and enterprise and not found.workspace:
            await write(self._engine, _note_grid, enterprise, workspace)
        fresh = await self._rotation.fresh(found)
        return self._decrypted(fresh) if fresh else None

    async def async_save(self, installation: Installation) -> None:
        """Store an installation with the bot's tokens encrypted; a person's own token is not stored.

        Raises NotOffered for a workspace or enterprise that is not served.
        """
        ids = filter(None, (installation.team_id, installation.enterprise_id))
        if not self._admission.admits(SLACK, *ids):
            raise NotOffered
        expires_at = installation.bot_token_expires_at
        new = SlackInstallation(
            enterprise=installation.enterprise_id or "",
            workspace="" if installation.is_enterprise_install else installation.team_id or "",
            name=installation.team_name or installation.enterprise_name or "",
            bot=installation.bot_id or "",
            bot_user=installation.bot_user_id or "",
            scopes=",".join(installation.bot_scopes or ()),
            token=self._encrypted(installation.bot_token),
            installed_by=installation.user_id or "",
            installed_at=datetime.now(UTC),
            refresh_token=self._encrypted(installation.bot_refresh_token),
            token_expires_at=datetime.fromtimestamp(expires_at, UTC) if expires_at else None,
        )
        resumed = await write(self._engine, workspace_life.installed, new)
        self._tokens.clear()
        about = {"workspace": new.workspace, "enterprise": new.enterprise, "name": new.name}
        log.info("slack installed", **about, digests_resumed=resumed)

    async def forget_token(self, workspace: str, enterprise: str, event_at: datetime) -> None:
        """Delete the token of a workspace, or with an empty one of an enterprise, which Slack has revoked.

        Not where the bot was installed after the event.
        """

        def lose(connection: Connection, gone: SlackInstallation, now: datetime) -> None:
            workspace_life.token_lost(connection, gone, workspace_life.TOKEN_REVOKED, now)

        await self._removed(workspace, enterprise, event_at, lose)

    async def forget_workspace(self, workspace: str, enterprise: str, event_at: datetime) -> None:
        """Delete what is held of a workspace, or with an empty one of an enterprise, that removed the bot.

        Not where the bot was installed after the event.
        """
        await self._removed(workspace, enterprise, event_at, workspace_life.uninstalled)

    async def _removed(
        self,
        workspace: str,
        enterprise: str,
        event_at: datetime,
        remove: Callable[[Connection, SlackInstallation, datetime], None],
    ) -> None:
        def unless_newer(connection: Connection) -> bool:
            found = slack_workspaces.own_installation_of(connection, enterprise, workspace)
            # Slack gives whole seconds.
            if found and event_at < found.installed_at.replace(microsecond=0):
                return False
            remove(connection, found or _nothing(workspace, enterprise), datetime.now(UTC))
            return True

        is_removed = await write(self._engine, unless_newer)
        self._tokens.clear()
        if is_removed:
            log.info("slack uninstalled", workspace=workspace, enterprise=enterprise)
        else:
            log.info("slack uninstall outdated", workspace=workspace, enterprise=enterprise)

    async def lose_access(self, workspaces: tuple[str, ...], event_at: datetime) -> None:
        """Forget the people of workspaces that an enterprise has taken out of its installation.

        Not of those that it has taken in again after the event.
        """

        def lose(connection: Connection) -> tuple[str, ...]:
            lost = _without_newer(connection, workspaces, event_at)
            slack_workspaces.forget_grid_workspaces(connection, lost)
            for workspace in lost:
                workspace_life.uninstalled(connection, _nothing(workspace, ""), event_at)
            return lost

        lost = await write(self._engine, lose)
        self._tokens.clear()
        for workspace in workspaces:
            event = "slack uninstalled" if workspace in lost else "slack uninstall outdated"
            log.info(event, workspace=workspace, enterprise="")

    async def gain_access(self, workspaces: tuple[str, ...], enterprise: str, event_at: datetime) -> None:
        """Resume the digests of workspaces that an enterprise has taken into its installation again.

        Not of those that it has taken out after the event.
        """

        def gain(connection: Connection) -> None:
            gained = _without_newer(connection, workspaces, event_at)
            for workspace in gained:
                slack_workspaces.note_grid_workspace(connection, enterprise, workspace)
            workspace_life.resume(connection, gained, datetime.now(UTC))

        await write(self._engine, gain)
        self._tokens.clear()

    def _encrypted(self, token: str | None) -> str:
        return self._fernet.encrypt(token.encode()).decode() if token else ""

    def _decrypted(self, found: SlackInstallation) -> str | None:
        try:
            return self._fernet.decrypt(found.token.encode()).decode()
        except InvalidToken:
            log.error("slack token unreadable", workspace=found.workspace, cure=OTHER_KEY)  # noqa: TRY400  -- the cure says it all
            return None


def _without_newer(
    connection: Connection, workspaces: tuple[str, ...], event_at: datetime
) -> tuple[str, ...]:
    """Those workspaces of whose access no later event was handled: Slack tells of events in any order."""
    return tuple(
        one for one in workspaces if handled_requests.is_newest(connection, f"access:slack:{one}", event_at)
    )


def _nothing(workspace: str, enterprise: str) -> SlackInstallation:
    """An installation that is not stored any more, whose workspace may still have data."""
    return SlackInstallation(enterprise, workspace, "", "", "", "", "", "", datetime.now(UTC))


def _note_grid(connection: Connection, enterprise: str, workspace: str) -> None:
    if workspace not in slack_workspaces.grid_workspaces(connection, enterprise):
        slack_workspaces.note_grid_workspace(connection, enterprise, workspace)


class OAuthStates(AsyncOAuthStateStore):
    """Issues states of installs as signed tokens that expire, so that nobody can be made to finish another's.

    None is stored, however many installs are begun. One that was used is not taken again by this process; in
    another one, only by the browser that began, whose code Slack takes once.
    """

    logger = QUIET

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)
        self._used = Recent[bool](STATE_EXPIRES_AFTER)

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new state, which expires after ten minutes."""
        return self._fernet.encrypt(STATE + secrets.token_bytes(16)).decode()

    async def async_consume(self, state: str) -> bool:
        """Use up a state; False where it was not issued here, has expired, or was used before."""
        try:
            issued = self._fernet.decrypt(state.encode(), ttl=STATE_EXPIRES_AFTER)
        except InvalidToken:
            return False
        return issued.startswith(STATE) and self._used.first(issued, value=True) is None
