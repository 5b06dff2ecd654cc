"""Tokens that expire: each is refreshed before it does, once, however many calls and processes need it.

https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import structlog
from cryptography.fernet import Fernet
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection, Engine

from bot.db import slack_workspaces
from bot.db.database import UNAVAILABLE, read, write
from bot.db.slack_workspaces import SlackInstallation
from bot.platforms.slack.api import FAILURES, QUIET, Failure, failure_of
from bot.platforms.slack.workspace_life import token_lost
from bot.settings import Settings

log = structlog.get_logger()

REFRESHED_BEFORE = timedelta(hours=2)
"""How long before its end a token is refreshed: no clock is wrong by more, and the old one still serves."""
ATTEMPT_TIMEOUT = 15.0
"""Seconds after which another process takes over a refresh that was begun and not ended."""
POLL = 0.1
"""Seconds between two looks at whether another process has refreshed the token."""
STORED_BY = 5
"""Attempts to store new tokens while the database is away."""
STORE_INTERVAL = 1.0
"""Seconds between two of these attempts."""
REFUSED_FOR_GOOD = frozenset({"invalid_refresh_token", "invalid_grant", "token_revoked", "account_inactive"})
"""Slack's errors for a refresh token with which no token will ever come again."""
REINSTALL = "An admin of the workspace can install the bot again at PUBLIC_URL/slack/install."
LOOK = "Look at SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."


@dataclass(frozen=True)
class FreshTokens:
    """What Slack gives for a refresh token: a new token, the next refresh token, and seconds to live."""

    token: str
    refresh_token: str
    expires_in: int


Refresh = Callable[[str], Awaitable[FreshTokens]]
"""Gives the tokens for a refresh token. Raises ``FAILURES``."""


def refresh_by(settings: Settings) -> Refresh:
    """Asks Slack for new tokens, as the app of the settings."""

    async def refresh(refresh_token: str) -> FreshTokens:
        client = AsyncWebClient(base_url=settings.slack_api_url, logger=QUIET, retry_handlers=[])
        answer = await client.oauth_v2_access(
            client_id=settings.slack_client_id or "",
            client_secret=settings.slack_client_secret or "",
            grant_type="refresh_token",
            refresh_token=refresh_token,
        )
        return FreshTokens(answer["access_token"], answer["refresh_token"], int(answer["expires_in"]))

    return refresh


class TokenRotation:
    """Refreshes the tokens of installations, encrypted with a key in the database."""

    def __init__(self, engine: Engine, fernet: Fernet, refresh: Refresh) -> None:
        self._engine = engine
        self._fernet = fernet
        self._refresh = refresh
        self._refreshing: dict[tuple[str, str], asyncio.Task[SlackInstallation | None]] = {}

    async def fresh(self, installed: SlackInstallation) -> SlackInstallation | None:
        """The installation with a token that is good, refreshed where it would soon not be.

        None where Slack refuses the refresh token for good; where Slack cannot be reached, the installation
        as it is.
        """
        expires_at = installed.token_expires_at
        if not installed.refresh_token or expires_at is None:
            return installed
        now = datetime.now(UTC)
        if now < expires_at - REFRESHED_BEFORE:
            return installed
        key = installed.enterprise, installed.workspace
        if key not in self._refreshing:
            task = self._refreshing[key] = asyncio.create_task(self._refreshed_once(installed))
            task.add_done_callback(lambda _: self._refreshing.pop(key, None))
        if now < expires_at:
            return installed
        return await asyncio.shield(self._refreshing[key])

    async def _refreshed_once(self, installed: SlackInstallation) -> SlackInstallation | None:
        """Refresh a token, or wait for the process that does; one that has ended meanwhile is replaced."""
        own, seen, since = token_hex(8), "", 0.0
        while True:
            found = await read(
                self._engine, slack_workspaces.installation_of, installed.enterprise, installed.workspace
            )
            if found is None or found.token != installed.token:
                return found
            if found.refreshing != seen:
                # No clock is compared with another's: an attempt is given up that stays the same for so long.
                seen, since = found.refreshing, time.monotonic()
            if not seen or time.monotonic() - since > ATTEMPT_TIMEOUT:
                if await write(self._engine, slack_workspaces.claim_refresh, found, own):
                    return await self._ask_slack(replace(found, refreshing=own))
            else:
                await asyncio.sleep(POLL)

    async def _ask_slack(self, claimed: SlackInstallation) -> SlackInstallation | None:
        try:
            async with asyncio.timeout(ATTEMPT_TIMEOUT / 2):
                fresh = await self._refresh(self._fernet.decrypt(claimed.refresh_token.encode()).decode())
        except FAILURES as error:
            return await self._failed(claimed, failure_of(error))
        except BaseException:
            await write(self._engine, slack_workspaces.end_refresh, claimed)
            raise
        token, refresh_token = (
            self._fernet.encrypt(one.encode()).decode() for one in (fresh.token, fresh.refresh_token)
        )
        expires_at = datetime.now(UTC) + timedelta(seconds=fresh.expires_in)
        refreshed = replace(
            claimed, token=token, refresh_token=refresh_token, token_expires_at=expires_at, refreshing=""
        )
        stored = await self._store(claimed, refreshed)
        if stored and stored.token == refreshed.token:
            log.info("slack token refreshed", workspace=claimed.workspace, enterprise=claimed.enterprise)
        return stored

    async def _store(
        self, claimed: SlackInstallation, refreshed: SlackInstallation
    ) -> SlackInstallation | None:
        """Store new tokens, which Slack gives once; gives the installation as it is stored from then on.

        A database that is away for a moment is tried again, and so is a refresh that another process has
        taken over meanwhile: the tokens that are there already are the ones to keep. Raises ``UNAVAILABLE``.
        """
        left = STORED_BY
        while True:
            try:
                return await write(self._engine, _stored, claimed, refreshed)
            except UNAVAILABLE:
                left -= 1
                if not left:
                    about = {"workspace": claimed.workspace, "enterprise": claimed.enterprise}
                    log.exception("slack tokens lost", **about, cure=REINSTALL)
                    raise
                await asyncio.sleep(STORE_INTERVAL)

    async def _failed(self, claimed: SlackInstallation, failure: Failure) -> SlackInstallation | None:
        about = {"workspace": claimed.workspace, "enterprise": claimed.enterprise, "error": failure.error}
        if failure.is_final and failure.error in REFUSED_FOR_GOOD:

            def lose(connection: Connection) -> int:
                return token_lost(connection, claimed, failure.error, datetime.now(UTC))

            paused = await write(self._engine, lose)
            log.error("slack token not refreshed", **about, digests_paused=paused, cure=REINSTALL)
            return None
        await write(self._engine, slack_workspaces.end_refresh, claimed)
        if failure.is_final:
            log.error("slack token not refreshed", **about, digests_paused=0, cure=LOOK)
        else:
            log.warning("slack not reached", reason=failure.error)
        return claimed


def _stored(
    connection: Connection, claimed: SlackInstallation, refreshed: SlackInstallation
) -> SlackInstallation | None:
    """Store new tokens unless there are others than those that were refreshed; gives what is there then."""
    fresh = refreshed.token, refreshed.refresh_token, refreshed.token_expires_at
    place = claimed.enterprise, claimed.workspace
    while (found := slack_workspaces.installation_of(connection, *place)) and found.token == claimed.token:
        if slack_workspaces.end_refresh(connection, found, *fresh):
            return refreshed
    return found
