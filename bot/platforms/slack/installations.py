"""Workspaces that have installed the bot: their encrypted tokens, and the OAuth states of installs begun."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import Connection, Engine

from bot.db import slack_workspaces
from bot.db.database import read, write
from bot.db.slack_workspaces import SlackInstallation
from bot.platforms.slack.api import QUIET

log = structlog.get_logger()

CACHED_FOR = 30.0
"""Seconds until a token is read again: so long another process may use one that was revoked."""
STATE_EXPIRES_AFTER = timedelta(minutes=10)
MOST_CACHED = 10_000
"""Tokens that are cached at most."""
OTHER_KEY = "ENCRYPTION_KEY is not the one it was encrypted with: set that one, or install the bot again."


class Installations(AsyncInstallationStore):
    """Stores one installation for each workspace: a new token replaces the ones before it."""

    logger = QUIET

    def __init__(self, engine: Engine, key: str, now: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._fernet = Fernet(key)
        self._now = now
        self._tokens: dict[tuple[str, str], tuple[float, str | None]] = {}

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:
        """The bot's token in a workspace; None where it is not installed, or ENCRYPTION_KEY does not fit."""
        key = workspace, enterprise
        until, token = self._tokens.get(key, (0.0, None))
        if until > self._now():
            return token
        found = await read(self._engine, _find, enterprise, workspace)
        token = self._decrypted(found) if found else None
        if len(self._tokens) >= MOST_CACHED:
            self._tokens.clear()
        self._tokens[key] = (self._now() + CACHED_FOR, token)
        return token

    async def async_save(self, installation: Installation) -> None:
        """Store an installation with the bot's token encrypted; a person's own token is not stored."""
        installed = SlackInstallation(
            enterprise=installation.enterprise_id or "",
            workspace="" if installation.is_enterprise_install else installation.team_id or "",
            name=installation.team_name or installation.enterprise_name or "",
            bot=installation.bot_id or "",
            bot_user=installation.bot_user_id or "",
            scopes=",".join(installation.bot_scopes or ()),
            token=self._fernet.encrypt((installation.bot_token or "").encode()).decode(),
            installed_by=installation.user_id or "",
            installed_at=datetime.now(UTC),
        )
        await write(self._engine, slack_workspaces.save_installation, installed)
        self._tokens.clear()
        log.info("slack installed", workspace=installed.workspace, name=installed.name)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete the token of a workspace, which Slack has revoked."""
        enterprise, workspace = enterprise_id or "", team_id or ""
        await write(self._engine, slack_workspaces.delete_installation, enterprise, workspace)
        self._tokens.clear()
        log.info("slack uninstalled", workspace=workspace)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Do nothing: a person's own token was revoked, and none is stored."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete the token of a workspace that has uninstalled the bot, and its people's shortcuts."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)
        await write(self._engine, slack_workspaces.forget_people, team_id or "")

    def _decrypted(self, found: SlackInstallation) -> str | None:
        try:
            return self._fernet.decrypt(found.token.encode()).decode()
        except InvalidToken:
            log.error("slack token unreadable", workspace=found.workspace, cure=OTHER_KEY)  # noqa: TRY400  -- the cure says it all
            return None


def _find(connection: Connection, enterprise: str, workspace: str) -> SlackInstallation | None:
    own = slack_workspaces.installation_of(connection, enterprise, workspace)
    return own or slack_workspaces.installation_of(connection, enterprise, "")


class OAuthStates(AsyncOAuthStateStore):
    """Stores the OAuth states of installs under way, so that nobody can be made to finish another's."""

    logger = QUIET

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def async_issue(self, *_: object, **__: object) -> str:
        """Store and return a new random state, which expires after ten minutes."""
        state, now = secrets.token_urlsafe(32), datetime.now(UTC)
        await write(self._engine, slack_workspaces.save_oauth_state, state, now, now + STATE_EXPIRES_AFTER)
        return state

    async def async_consume(self, state: str) -> bool:
        """Delete a state; gives whether it was there and had not expired."""
        return await write(self._engine, slack_workspaces.consume_oauth_state, state, datetime.now(UTC))
