"""Workspaces that have installed the bot: their tokens, encrypted, and the states of installs under way."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from cryptography.fernet import Fernet, InvalidToken
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import Engine

from bot.db import slack_workspaces
from bot.db.database import writing
from bot.db.slack_workspaces import SlackInstallation
from bot.platforms.slack.api import QUIET

log = structlog.get_logger()

BELIEVED_FOR = 30.0
"""Seconds until a token is read again: so long may another process take to hear that it was revoked."""
STATE_FOR = timedelta(minutes=10)
STATE_BYTES = 32
MOST = 10_000
OTHER_KEY = "ENCRYPTION_KEY is not the one it was encrypted with: set that one, or install the bot again."


class Installations(AsyncInstallationStore):
    """Keeps one installation a workspace: Slack's newest token replaces the ones before it."""

    def __init__(self, engine: Engine, key: str, now: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._fernet = Fernet(key)
        self._now = now
        self._tokens: dict[tuple[str, str], tuple[float, str | None]] = {}

    @property
    def logger(self) -> logging.Logger:
        """Bolt's own messages go there."""
        return QUIET

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:
        """The token; None where the bot is not installed, or where the key cannot decrypt it."""
        key = workspace, enterprise
        until, token = self._tokens.get(key, (0.0, None))
        if until > self._now():
            return token
        found = await asyncio.to_thread(self._find, enterprise, workspace)
        token = self._decrypted(found) if found else None
        if len(self._tokens) >= MOST:
            self._tokens.clear()
        self._tokens[key] = (self._now() + BELIEVED_FOR, token)
        return token

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation; a person's own token, which the bot never asks for, is not kept."""
        kept = SlackInstallation(
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

        def save() -> None:
            with writing(self._engine) as connection:
                slack_workspaces.save_installation(connection, kept)

        await asyncio.to_thread(save)
        self._tokens.clear()
        log.info("slack installed", workspace=kept.workspace, name=kept.name)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the token, which Slack takes no longer."""
        enterprise, workspace = enterprise_id or "", team_id or ""

        def forget() -> None:
            with writing(self._engine) as connection:
                slack_workspaces.delete_installation(connection, enterprise, workspace)

        await asyncio.to_thread(forget)
        self._tokens.clear()
        log.info("slack uninstalled", workspace=workspace)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person's own token was revoked: there is none to forget."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the workspace, and what its people have kept."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

        def forget() -> None:
            with writing(self._engine) as connection:
                slack_workspaces.forget_people(connection, team_id or "")

        await asyncio.to_thread(forget)

    def _find(self, enterprise: str, workspace: str) -> SlackInstallation | None:
        with self._engine.connect() as connection:
            own = slack_workspaces.installation_of(connection, enterprise, workspace)
            return own or slack_workspaces.installation_of(connection, enterprise, "")

    def _decrypted(self, found: SlackInstallation) -> str | None:
        try:
            return self._fernet.decrypt(found.token.encode()).decode()
        except InvalidToken:
            log.error("slack token unreadable", workspace=found.workspace, cure=OTHER_KEY)  # noqa: TRY400  -- the cure says it all
            return None


class States(AsyncOAuthStateStore):
    """Remembers which installs have begun, so that nobody can be made to finish another's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def logger(self) -> logging.Logger:
        """Bolt's own messages go there."""
        return QUIET

    async def async_issue(self, *_: object, **__: object) -> str:
        """A state nobody can guess."""
        state, now = secrets.token_urlsafe(STATE_BYTES), datetime.now(UTC)

        def issue() -> None:
            with writing(self._engine) as connection:
                slack_workspaces.save_oauth_state(connection, state, now, now + STATE_FOR)

        await asyncio.to_thread(issue)
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether it was issued in the last minutes and not used yet."""

        def consume() -> bool:
            with writing(self._engine) as connection:
                return slack_workspaces.consume_oauth_state(connection, state, datetime.now(UTC))

        return await asyncio.to_thread(consume)
