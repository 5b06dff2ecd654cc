"""The people who ask: whether they are admins of the workspace, and which language they read."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.asker import Asker
from bot.platforms.slack.api import FAILURES
from bot.platforms.slack.requests import Request

USERS_INFO_TIMEOUT = 0.7
"""Seconds for a call of users.info: an answer, which has three seconds in all, does not wait longer."""
KNOWN_FOR, UNKNOWN_FOR = 10 * 60, 5
"""Seconds until Slack is asked again about a person, after a response and after a failure."""
LATIN_AMERICA = {"es-LA": "es-419"}
"""Slack's tag of Spanish in Latin America, in which LA is no country, with that of BCP 47."""
MOST_KNOWN = 10_000
"""People who are remembered at most."""


class UserInfo(NamedTuple):
    """What Slack says about a person, and until when (on the clock of ``Users``) that is taken as true."""

    manages: bool
    locale: str
    until: float
    is_known: bool = True
    """Whether Slack has said so; where it has not, nobody is taken for an admin."""
    zone: str = ""
    """The IANA name of their time zone."""
    workspaces: frozenset[str] = frozenset()
    """The workspaces that they belong to, and their enterprise; none where Slack does not say."""


class Users:
    """Asks Slack about the people who make requests, and remembers its response for ten minutes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[tuple[str, str], UserInfo] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[UserInfo]] = {}

    async def asker(self, request: Request, client: AsyncWebClient) -> Asker:
        """The person who made a request: no admin, and reading English, where Slack does not say in time."""
        known = await self._of(request.workspace, request.user, client)
        home = _home(request, known.workspaces)
        return Asker(
            platform="slack",
            workspace=request.workspace,
            channel=request.channel,
            user=request.user,
            # An admin of another workspace has no say in this one's.
            manages=known.manages and not home,
            locale=known.locale,
            is_direct=request.is_direct,
            request=request.trigger,
            is_known=known.is_known,
            home=home,
        )

    async def zone(self, request: Request, client: AsyncWebClient) -> str:
        """The IANA name of the requester's time zone; empty where Slack does not say in time."""
        return (await self._of(request.workspace, request.user, client)).zone

    async def _of(self, workspace: str, user: str, client: AsyncWebClient) -> UserInfo:
        key = workspace, user
        known = self._known.get(key)
        if known and known.until > self._now():
            return known
        if key not in self._asking:
            self._asking[key] = asyncio.create_task(self._ask(key, client))
        asking = self._asking[key]
        # It goes on where it takes longer: whoever tries again is known then.
        done, _ = await asyncio.wait({asking}, timeout=USERS_INFO_TIMEOUT)
        return asking.result() if done else self._unknown()

    async def _ask(self, key: tuple[str, str], client: AsyncWebClient) -> UserInfo:
        try:
            found = await self._fetch(key[1], client)
        finally:
            del self._asking[key]
        self._known.pop(key, None)
        self._known[key] = found
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return found

    def _unknown(self) -> UserInfo:
        return UserInfo(manages=False, locale="en", until=self._now() + UNKNOWN_FOR, is_known=False)

    async def _fetch(self, user: str, client: AsyncWebClient) -> UserInfo:
        try:
            profile = (await client.users_info(user=user, include_locale=True))["user"]
        except FAILURES:
            return self._unknown()
        manages = any(profile.get(name) for name in ("is_admin", "is_owner", "is_primary_owner"))
        zone, locale = str(profile.get("tz") or ""), profile.get("locale") or "en"
        until = self._now() + KNOWN_FOR
        return UserInfo(
            manages, LATIN_AMERICA.get(locale, locale), until, zone=zone, workspaces=_workspaces(profile)
        )


def _workspaces(profile: Mapping[str, Any]) -> frozenset[str]:
    """The ids in a profile of the person's workspaces and enterprise: https://docs.slack.dev/reference/objects/user-object."""
    of_enterprise = profile.get("enterprise_user") or {}
    ids = (profile.get("team_id"), of_enterprise.get("enterprise_id"), *(of_enterprise.get("teams") or ()))
    return frozenset(str(one) for one in ids if one)


def _home(request: Request, workspaces: frozenset[str]) -> str:
    """The workspace of a person who is not of the request's; empty where they are."""
    if not workspaces:
        return request.home
    is_theirs = workspaces & {request.workspace, request.enterprise} - {""}
    return "" if is_theirs else request.home or min(workspaces)
