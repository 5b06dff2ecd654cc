"""Digests on Discord: posts once with a nonce, says how Discord took it, and finds it again."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

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
from bot.platforms.discord.permissions import READ_MESSAGE_HISTORY, THREADS, allowed, missing, needed_in
from bot.platforms.discord.registration import POSTABLE
from bot.platforms.discord.rest import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    Rest,
    RestResponse,
)
from bot.rendering.discord import IS_COMPONENTS_V2, TEXT

PER_SECOND, CHANNEL_PER_SECOND = 49.4, 1.0
"""Discord takes 50 requests a second of a bot, and five messages in five seconds in a channel; what else is
asked of it at that moment waits as long as it says."""
SOON = 5.0
"""Seconds until it is worth looking again."""
SKEW = timedelta(minutes=2)
"""By how much Discord's clock and ours may differ."""
DISCORD_EPOCH = 1_420_070_400_000
"""Milliseconds of Unix time at which its ids begin."""
PAGE, MOST_PAGES = 100, 10
REASONS: Mapping[int, Reason] = {
    MISSING_ACCESS: Reason.NO_ACCESS,
    MISSING_PERMISSIONS: Reason.NO_PERMISSION,
    UNKNOWN_CHANNEL: Reason.NO_CHANNEL,
    10004: Reason.NO_ACCESS,  # unknown server
    10013: Reason.NO_CHANNEL,  # unknown person
    50007: Reason.NOT_WANTED,  # a person takes no messages from the bot
    50083: Reason.ARCHIVED,  # the thread is archived
    160005: Reason.ARCHIVED,  # the thread is locked
    50278: Reason.NOT_WANTED,  # no server in common with a person
}
NOT_THERE = Rejected(Reason.NO_ACCESS, "the bot itself is not in this server")


class DiscordSender:
    """Posts digests; see ``bot.digests.senders.Sender``."""

    remembers_keys_for = 120.0
    """Discord compares nonces “in the past few minutes”."""

    def __init__(self, rest: Rest, token: str) -> None:
        self._rest = rest
        self._user = user_of(token)

    def pace(self, target: Target) -> Pace:  # noqa: ARG002  -- one for all targets
        """Of all posts of the bot, and to the channel."""
        return Pace("discord", PER_SECOND, CHANNEL_PER_SECOND)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post it, once; with the same nonce Discord gives the message that is there."""
        channel = await self._channel(target)
        if not isinstance(channel, str):
            return channel
        body = {**payload, "nonce": key, "enforce_nonce": True}
        return outcome(await self._rest.ask("POST", f"/channels/{channel}/messages", body))

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Put the payload in the place of what was sent."""
        channel = await self._channel(target)
        if not isinstance(channel, str):
            return channel
        body = {**payload, "flags": IS_COMPONENTS_V2}
        return outcome(await self._rest.ask("PATCH", f"/channels/{channel}/messages/{message}", body))

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:  # noqa: ARG002  -- Discord tells nobody the nonce again
        """Whether a message of ours with the same words is there."""
        channel = await self._channel(target)
        if not isinstance(channel, str):
            return channel if isinstance(channel, Retry) else CannotTell(str(channel))
        after = str(int((since - SKEW).timestamp() * 1000 - DISCORD_EPOCH) << 22)
        for _ in range(MOST_PAGES):
            told = await self._rest.ask("GET", f"/channels/{channel}/messages?limit={PAGE}&after={after}")
            if not told.is_good:
                return _unseen(told)
            listed = sorted(told.body, key=lambda one: int(one["id"]))
            if found := self._among(listed, payload):
                return Sent(found)
            if len(listed) < PAGE:
                return await self._absent(target)
            after = listed[-1]["id"]
        return CannotTell("too many messages since")

    async def can_post(self, target: Target) -> Rejected | None:
        """Why posting there would be refused; None if it would not, and while Discord cannot be asked."""
        if target.kind == "dm":
            opened = await self._channel(target)
            return opened if isinstance(opened, Rejected) else None
        channel = await self._rest.ask("GET", f"/channels/{target.channel}")
        if not channel.is_good:
            refused = outcome(channel)
            return refused if isinstance(refused, Rejected) else None
        if unfit := _unfit(channel.body, target):
            return unfit
        may = await self._allowed(channel.body)
        if may is None or isinstance(may, Rejected):
            return may
        lacking = missing(may, needed_in(channel.body["type"]))
        return Rejected(Reason.NO_PERMISSION, lacking) if lacking else None

    async def _channel(self, target: Target) -> str | Outcome:
        """The channel's id; a direct message's channel is opened by the person's."""
        if target.kind != "dm":
            return target.channel
        told = await self._rest.ask("POST", "/users/@me/channels", {"recipient_id": target.channel})
        return str(told.body["id"]) if told.is_good else _unopened(told)

    async def _allowed(self, channel: Mapping[str, Any]) -> int | Rejected | None:
        """What the bot may do there; None while Discord cannot be asked."""
        guild = channel["guild_id"]
        if channel["type"] in THREADS:
            parent = await self._rest.ask("GET", f"/channels/{channel['parent_id']}")
            channel = parent.body if parent.is_good else {**channel, "permission_overwrites": ()}
        roles = await self._rest.ask("GET", f"/guilds/{guild}/roles")
        member = await self._rest.ask("GET", f"/guilds/{guild}/members/{self._user}")
        if HTTPStatus.NOT_FOUND in {roles.status, member.status}:
            return NOT_THERE
        if not (roles.is_good and member.is_good):
            return None
        return allowed({**channel, "guild_id": guild}, roles.body, member.body)

    def _among(self, listed: list[dict[str, Any]], payload: Payload) -> str | None:
        """The id of a message of ours that shows the same."""
        wanted = list(_shown(payload["components"]))
        ours = (one for one in listed if one["author"]["id"] == self._user)
        return next((one["id"] for one in ours if list(_shown(one.get("components", ()))) == wanted), None)

    async def _absent(self, target: Target) -> Sighting:
        """Discord lists nothing where the bot may not read, and does not say so."""
        if target.kind == "dm":
            return Absent()
        told = await self._rest.ask("GET", f"/channels/{target.channel}")
        may = await self._allowed(told.body) if told.is_good else None
        if may is None:
            return Retry(SOON, why=str(told))
        if isinstance(may, Rejected) or not may & READ_MESSAGE_HISTORY:
            return CannotTell("without Read Message History")
        return Absent()


def _unfit(channel: Mapping[str, Any], target: Target) -> Rejected | None:
    """Why nobody at all could post there for this server."""
    if channel.get("guild_id") != target.workspace:
        return Rejected(Reason.NO_CHANNEL, "it is in another server")
    if channel["type"] not in POSTABLE:
        return Rejected(Reason.NO_CHANNEL, "messages cannot be posted in a channel of this kind")
    locked = channel.get("thread_metadata", {}).get("locked")
    return Rejected(Reason.ARCHIVED) if locked else None


def outcome(told: RestResponse) -> Outcome:
    """How Discord took a message or an edit."""
    if told.is_good:
        return Sent(str(told.body["id"]))
    if told.retry_after is not None:
        return Retry(told.retry_after, whole_bot=told.everywhere, why=str(told))
    if told.is_uncertain:
        return Ambiguous(str(told))
    if told.status == HTTPStatus.UNAUTHORIZED:
        return Rejected(Reason.REVOKED, str(told))
    refused = Reason.NO_ACCESS if told.status == HTTPStatus.FORBIDDEN else Reason.PAYLOAD
    return Rejected(REASONS.get(told.code, refused), str(told))


def user_of(token: str) -> str:
    """The bot's own id, which its token begins with; empty where this is no token."""
    first = token.partition(".")[0]
    try:
        return urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return ""


def _unopened(told: RestResponse) -> Outcome:
    """Nothing can have been sent where the channel did not open."""
    refused = outcome(told)
    return Retry(SOON, why=refused.why) if isinstance(refused, Ambiguous) else refused


def _unseen(told: RestResponse) -> Sighting:
    if told.retry_after is not None:
        return Retry(told.retry_after, whole_bot=told.everywhere, why=str(told))
    return Retry(SOON, why=str(told)) if told.is_uncertain else CannotTell(str(told))


def _shown(components: Any) -> Iterator[str]:
    for component in components:
        if component["type"] == TEXT:
            yield component["content"]
        yield from _shown(component.get("components", ()))
