"""Sends digests on Slack: posts once with a key in the message's metadata, and finds the post again."""

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.digests import outcomes
from bot.digests.outcomes import Outcome, Reason, Sighting
from bot.digests.senders import Pace, Target
from bot.platforms.slack.api import FAILURES, Failure, SlackApi, failure_of
from bot.platforms.slack.scopes import granted
from bot.rendering.render import Payload

EVENT = "verbatim_digest"
"""The event_type of the metadata in which a post carries its key."""
PER_SECOND, CHANNEL_PER_SECOND = 5.0, 1.0
"""Slack takes several hundred posts a minute of a workspace, and one a second in a channel."""
RETRY_AFTER = 5.0
"""Seconds until a request is repeated after the network failed."""
SKEW = timedelta(minutes=2)
"""By how much Slack's clock and ours may differ."""
PAGE_SIZE = 200
"""Messages of a channel's history that are asked for at a time."""
MEMBERS_PAGE = 1_000
"""Members of a channel that are asked for at a time."""
CODES: Mapping[Reason, tuple[str, ...]] = {
    Reason.ARCHIVED: ("is_archived",),
    Reason.NO_ACCESS: ("not_in_channel", "access_denied", "team_access_not_granted"),
    Reason.NO_CHANNEL: ("channel_not_found", "user_not_found", "user_disabled", "thread_not_found"),
    Reason.NOT_WANTED: ("cannot_dm_bot", "messages_tab_disabled"),
    Reason.NO_PERMISSION: (
        "missing_scope",
        "no_permission",
        "ekm_access_denied",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
    ),
    Reason.REVOKED: ("account_inactive", "invalid_auth", "not_authed", "token_revoked"),
}
"""Slack's error codes for each reason to refuse a post."""
REASONS = {code: reason for reason, codes in CODES.items() for code in codes}
EXPIRED = "token_expired"
"""Slack's error for a token that is to be refreshed: what it was used for can be tried again."""
REFRESHED_WITHIN = 60.0
"""Seconds until a post is tried again whose token had expired."""
NOT_INSTALLED = outcomes.Rejected(Reason.REVOKED, "not installed")


class SlackSender:
    """Sends digests on Slack; see ``bot.digests.senders.Sender``."""

    remembers_keys_for = 0.0
    """Slack drops no second post with the same key; a post that is in doubt is looked up instead."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    def pace(self, target: Target) -> Pace:
        """The limits for all posts to the target's workspace, and for posts to one channel."""
        return Pace(f"slack:{target.workspace}", PER_SECOND, CHANNEL_PER_SECOND)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post the payload once; the outcome names the message as ``channel:ts``."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        where: dict[str, Any] = {"channel": target.channel}
        if target.thread:
            where["thread_ts"] = target.thread
        return await _outcome(client.chat_postMessage(**where, **payload, metadata=metadata))

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Replace the text and blocks of the message ``channel:ts`` by those of the payload."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        channel, _, ts = message.partition(":")
        shown = {name: payload[name] for name in ("text", "blocks")}
        return await _outcome(client.chat_update(channel=channel, ts=ts, **shown))

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:  # noqa: ARG002  -- Slack tells posts apart by their key
        """Look for a post with that key in the channel's history, which takes a scope to read it."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return outcomes.CannotTell("not installed")
        try:
            return await _found(client, target, key, since)
        except FAILURES as error:
            failure = failure_of(error)
            is_told = failure.is_final and failure.error != EXPIRED
            return outcomes.CannotTell(failure.error) if is_told else _retry(failure)

    async def can_post(self, target: Target) -> outcomes.Rejected | None:
        """Why Slack would refuse a post to the target; None where it would not or does not tell."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        if target.kind == "dm":
            return None
        try:
            found = await client.conversations_info(channel=target.channel)
        except FAILURES as error:
            failure = failure_of(error)
            # Without the scope to look, or while Slack is busy, the post itself will tell.
            is_told = failure.is_final and failure.error not in {"missing_scope", EXPIRED}
            return _rejected(failure) if is_told else None
        return _refused_in(found["channel"], granted(found.headers.get("x-oauth-scopes", "")))

    async def may_post(self, target: Target, person: str) -> outcomes.Rejected | None:
        """Why a person is not in the channel of the target; None where they are, or where all can be."""
        client = await self._api.client_of(target.workspace)
        if not client:
            return NOT_INSTALLED
        try:
            channel = (await client.conversations_info(channel=target.channel))["channel"]
            if not channel.get("is_private") or await _is_member(client, target.channel, person):
                return None
        except FAILURES as error:
            return outcomes.Rejected(Reason.MEMBERS_UNKNOWN, failure_of(error).error)
        return outcomes.Rejected(Reason.NOT_A_MEMBER)


async def _is_member(client: AsyncWebClient, channel: str, person: str) -> bool:
    """Whether a person is among the members of a channel; asks for all of them, page by page."""
    cursor = None
    while True:
        page = await client.conversations_members(channel=channel, limit=MEMBERS_PAGE, cursor=cursor)
        if person in page["members"]:
            return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return False


def _refused_in(channel: Mapping[str, Any], scopes: frozenset[str]) -> outcomes.Rejected | None:
    if channel.get("is_archived"):
        return outcomes.Rejected(Reason.ARCHIVED, "is_archived")
    if "chat:write" not in scopes:
        return outcomes.Rejected(Reason.NO_PERMISSION, "chat:write")
    if channel.get("is_member") or channel.get("is_im"):
        return None
    is_open = not channel.get("is_private") and "chat:write.public" in scopes
    return None if is_open else outcomes.Rejected(Reason.NO_ACCESS, "not_in_channel")


async def _outcome(call: Awaitable[Any]) -> Outcome:
    try:
        message = await call
    except FAILURES as error:
        failure = failure_of(error)
        if failure.error == EXPIRED:
            return outcomes.Retry(REFRESHED_WITHIN, why=EXPIRED)
        if failure.is_final:
            return _rejected(failure)
        if failure.is_certain or isinstance(error, aiohttp.ClientConnectorError):
            return _retry(failure)
        return outcomes.Ambiguous(failure.error)
    return outcomes.Sent(f"{message['channel']}:{message['ts']}")


def _rejected(failure: Failure) -> outcomes.Rejected:
    return outcomes.Rejected(REASONS.get(failure.error, Reason.PAYLOAD), failure.error)


def _retry(failure: Failure) -> outcomes.Retry:
    seconds = RETRY_AFTER if failure.retry_after is None else failure.retry_after
    return outcomes.Retry(seconds, why=failure.error)


async def _found(client: AsyncWebClient, target: Target, key: str, since: datetime) -> Sighting:
    asked: dict[str, Any] = {"channel": target.channel, "limit": PAGE_SIZE, "include_all_metadata": True}
    asked |= {"oldest": f"{(since - SKEW).timestamp():.6f}", "cursor": None}
    if target.thread:
        asked["ts"] = target.thread
    history = client.conversations_replies if target.thread else client.conversations_history
    while True:
        page = await history(**asked)
        for message in page["messages"]:
            metadata = message.get("metadata") or {}
            carried = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT and carried.get("key") == key:
                return outcomes.Sent(f"{target.channel}:{message['ts']}")
        asked["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
        if not asked["cursor"]:
            return outcomes.Absent()
