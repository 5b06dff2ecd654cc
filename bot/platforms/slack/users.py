"""Who asks: whether Slack lets them manage the workspace, and which language they read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.asker import Asker
from bot.platforms.slack.api import UNREACHABLE
from bot.platforms.slack.requests import Request

IN_TIME = 0.7
"""Seconds: an answer that must come within three does not wait for more."""
KNOWN_FOR, UNKNOWN_FOR = 10 * 60, 30
"""Seconds until Slack is asked again, after an answer and after none."""
MOST = 10_000


class UserInfo(NamedTuple):
    """What Slack says of somebody, and until when it is taken as true."""

    manages: bool
    locale: str
    until: float


class Users:
    """Asks Slack about those who ask, and remembers it for some minutes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[tuple[str, str], UserInfo] = {}

    async def asker(self, request: Request, client: AsyncWebClient) -> Asker:
        """Whoever made the request: without rights and in English where Slack does not say in time."""
        known = await self._of(request.workspace, request.user, client)
        return Asker(
            platform="slack",
            workspace=request.workspace,
            channel=request.channel,
            user=request.user,
            manages=known.manages,
            locale=known.locale,
        )

    async def _of(self, workspace: str, user: str, client: AsyncWebClient) -> UserInfo:
        key = workspace, user
        known = self._known.get(key)
        if known and known.until > self._now():
            return known
        self._known.pop(key, None)
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        self._known[key] = found = await self._asked(user, client)
        return found

    async def _asked(self, user: str, client: AsyncWebClient) -> UserInfo:
        try:
            async with asyncio.timeout(IN_TIME):
                told = (await client.users_info(user=user, include_locale=True))["user"]
        except (SlackApiError, *UNREACHABLE):
            return UserInfo(manages=False, locale="en", until=self._now() + UNKNOWN_FOR)
        manages = any(told.get(name) for name in ("is_admin", "is_owner", "is_primary_owner"))
        return UserInfo(manages, told.get("locale") or "en", self._now() + KNOWN_FOR)
