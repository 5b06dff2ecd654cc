"""Digests on Slack: posts once with a key in the metadata, says how Slack took it, and finds it again."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.digests.outcomes import (
    Absent,
    Ambiguous,
    CannotTell,
    Outcome,
    Reason,
    Rejected,
    Retry,
    Sent,
    Sighting,
)
from bot.digests.senders import Pace, Payload, Target
from bot.platforms.slack.api import UNREACHABLE, Refusal, SlackApi, refusal
from bot.platforms.slack.scopes import granted

EVENT = "verbatim_digest"
"""The type of our metadata."""
PER_SECOND, CHANNEL_PER_SECOND = 5.0, 1.0
"""Slack takes several hundred posts a minute of a workspace, and one a second in a channel."""
SOON = 5.0
"""Seconds until a connection that could not be made is tried again."""
SKEW = timedelta(minutes=2)
"""By how much Slack's clock and ours may differ."""
PAGE = 200
REASONS: Mapping[str, Reason] = {
    "not_in_channel": Reason.NO_ACCESS,
    "channel_not_found": Reason.NO_CHANNEL,
    "is_archived": Reason.ARCHIVED,
    "user_not_found": Reason.NO_CHANNEL,
    "user_disabled": Reason.NO_CHANNEL,
    "thread_not_found": Reason.NO_CHANNEL,
    "cannot_dm_bot": Reason.NOT_WANTED,
    "messages_tab_disabled": Reason.NOT_WANTED,
    "missing_scope": Reason.NO_PERMISSION,
    "no_permission": Reason.NO_PERMISSION,
    "restricted_action": Reason.NO_PERMISSION,
    "restricted_action_read_only_channel": Reason.NO_PERMISSION,
    "restricted_action_thread_only_channel": Reason.NO_PERMISSION,
    "restricted_action_non_threadable_channel": Reason.NO_PERMISSION,
    "restricted_action_thread_locked": Reason.NO_PERMISSION,
    "ekm_access_denied": Reason.NO_PERMISSION,
    "access_denied": Reason.NO_ACCESS,
    "team_access_not_granted": Reason.NO_ACCESS,
    "account_inactive": Reason.REVOKED,
    "invalid_auth": Reason.REVOKED,
    "not_authed": Reason.REVOKED,
    "token_expired": Reason.REVOKED,
    "token_revoked": Reason.REVOKED,
}
NOT_INSTALLED = Rejected(Reason.REVOKED, "not installed")


class SlackSender:
    """Posts digests; see ``bot.digests.senders.Sender``."""

    remembers_keys_for = 0.0
    """Slack drops no second post: what may be there is looked up instead."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    def pace(self, target: Target) -> Pace:
        """Of all posts to the workspace, and to the channel."""
        return Pace(f"slack:{target.workspace}", PER_SECOND, CHANNEL_PER_SECOND)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post it, once; the message's name is ``channel:ts``."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        where: dict[str, Any] = {"channel": target.channel}
        if target.thread:
            where["thread_ts"] = target.thread
        return await _outcome(client.chat_postMessage(**where, **payload, metadata=metadata))

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Put the payload in the place of what was sent."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        channel, _, ts = message.partition(":")
        shown = {name: payload[name] for name in ("text", "blocks")}
        return await _outcome(client.chat_update(channel=channel, ts=ts, **shown))

    async def look_up(
        self,
        target: Target,
        payload: Payload,  # noqa: ARG002  -- Slack tells posts apart by their key
        key: str,
        since: datetime,
    ) -> Sighting:
        """Whether a post with that key is there; a permission to read the channel is needed to tell."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return CannotTell("not installed")
        oldest = f"{(since - SKEW).timestamp():.6f}"
        try:
            return await _found(client, target, key, oldest)
        except SlackApiError as error:
            said = refusal(error)
            if said.retry_after is not None:
                return Retry(said.retry_after, why=said.error)
            return CannotTell(said.error) if said.is_certain else Retry(SOON, why=said.error)
        except UNREACHABLE as error:
            return Retry(SOON, why=_why(error))

    async def can_post(self, target: Target) -> Rejected | None:
        """Why posting would be refused, as far as Slack tells beforehand."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        if target.kind == "dm":
            return None
        try:
            told = await client.conversations_info(channel=target.channel)
        except SlackApiError as error:
            said = refusal(error)
            # Without the permission to look, or while Slack is busy, the post itself will tell.
            may_look = said.is_certain and said.retry_after is None and said.error != "missing_scope"
            return _rejected(said) if may_look else None
        except UNREACHABLE:
            return None
        return _refused_in(told["channel"], granted(told.headers.get("x-oauth-scopes", "")))


def _refused_in(channel: Mapping[str, Any], scopes: frozenset[str]) -> Rejected | None:
    if channel.get("is_archived"):
        return Rejected(Reason.ARCHIVED, "is_archived")
    if "chat:write" not in scopes:
        return Rejected(Reason.NO_PERMISSION, "chat:write")
    if channel.get("is_member") or channel.get("is_im"):
        return None
    is_open = not channel.get("is_private") and "chat:write.public" in scopes
    return None if is_open else Rejected(Reason.NO_ACCESS, "not_in_channel")


async def _outcome(call: Awaitable[Any]) -> Outcome:
    try:
        done = await call
    except SlackApiError as error:
        said = refusal(error)
        if said.retry_after is not None:
            return Retry(said.retry_after, why=said.error)
        return _rejected(said) if said.is_certain else Ambiguous(said.error)
    except aiohttp.ClientConnectorError as error:
        return Retry(SOON, why=_why(error))
    except UNREACHABLE as error:
        return Ambiguous(_why(error))
    return Sent(f"{done['channel']}:{done['ts']}")


def _rejected(said: Refusal) -> Rejected:
    return Rejected(REASONS.get(said.error, Reason.PAYLOAD), said.error)


def _why(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


async def _found(client: AsyncWebClient, target: Target, key: str, oldest: str) -> Sighting:
    cursor: str | None = None
    while True:
        page = await _page(client, target, oldest, cursor)
        for message in page["messages"]:
            metadata = message.get("metadata") or {}
            told = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT and told.get("key") == key:
                return Sent(f"{target.channel}:{message['ts']}")
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return Absent()


async def _page(client: AsyncWebClient, target: Target, oldest: str, cursor: str | None) -> Any:
    asked: dict[str, Any] = {
        "channel": target.channel,
        "oldest": oldest,
        "cursor": cursor,
        "limit": PAGE,
        "include_all_metadata": True,
    }
    if target.thread:
        return await client.conversations_replies(ts=target.thread, **asked)
    return await client.conversations_history(**asked)
