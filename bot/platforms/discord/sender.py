"""Sends digests on Discord: posts once with a nonce, and finds the post again."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import structlog

from bot.digests import outcomes
from bot.digests.outcomes import Outcome, Reason, Sighting
from bot.digests.senders import Pace, Target
from bot.platforms.discord.interaction import displayed
from bot.platforms.discord.permissions import ALL, READ_MESSAGE_HISTORY, THREADS, allowed, missing, needed_in
from bot.platforms.discord.registration import POSTABLE
from bot.platforms.discord.rest import Rest, RestResponse
from bot.rendering.discord import IS_COMPONENTS_V2
from bot.rendering.render import Payload

log = structlog.get_logger()
PER_SECOND, CHANNEL_PER_SECOND = 49.4, 1.0
"""Posts a second at most: Discord takes 50 requests a second of a bot, and five messages in five seconds in a
channel; other requests at the same moment wait for as long as it says."""
RETRY_AFTER = 5.0
"""Seconds until a request is repeated after the network or Discord failed."""
SKEW = timedelta(minutes=2)
"""By how much Discord's clock and ours may differ."""
DISCORD_EPOCH = 1_420_070_400_000
"""Milliseconds of Unix time at which its ids begin."""
PAGE_SIZE, MOST_PAGES = 100, 10
"""Messages of a channel that are asked for at a time, and how often: a post is looked up among 1,000."""
ANNOUNCEMENTS, PRIVATE_THREAD = 5, 12
"""Types of channels: one whose posts can be published to the servers that follow it, and a private thread."""
ALREADY_PUBLISHED = 40033
MOST_KNOWN = 10_000
"""Channels whose type is remembered."""
UNFIT: Mapping[int, Reason] = {
    15: Reason.IS_FORUM,
    16: Reason.IS_FORUM,  # a media channel
}
"""Types of channels to which nothing is posted, and why."""
REASONS: Mapping[int, Reason] = {
    50001: Reason.NO_ACCESS,  # the bot has no access
    50013: Reason.NO_PERMISSION,  # the bot lacks a permission
    10003: Reason.NO_CHANNEL,  # unknown channel
    10004: Reason.NO_ACCESS,  # unknown server
    10013: Reason.NO_CHANNEL,  # unknown person
    50007: Reason.NOT_WANTED,  # a person takes no messages from the bot
    50083: Reason.ARCHIVED,  # the thread is archived
    160005: Reason.ARCHIVED,  # the thread is locked
    50278: Reason.NOT_WANTED,  # no server in common with a person
}


class DiscordSender:
    """Sends digests on Discord; see ``bot.digests.senders.Sender``."""

    remembers_keys_for = 120.0
    """Discord compares nonces “in the past few minutes”."""

    def __init__(self, rest: Rest, token: str) -> None:
        self._rest = rest
        self._user = user_of(token)
        self._types: dict[str, int] = {}

    def pace(self, target: Target) -> Pace:  # noqa: ARG002  -- one for all targets
        """The limits for all posts of the bot, and for posts to one channel."""
        return Pace("discord", PER_SECOND, CHANNEL_PER_SECOND)

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post the payload once; for a nonce that was used, Discord returns the message that has it."""
        channel = await self._channel(target)
        if not isinstance(channel, str):
            return channel
        body = {**payload, "nonce": key, "enforce_nonce": True}
        sent = outcome(await self._rest.ask("POST", f"/channels/{channel}/messages", body))
        await self._publish(target, sent)
        return sent

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Replace the content of the message with that id by the payload."""
        channel = await self._channel(target)
        if not isinstance(channel, str):
            return channel
        body = {**payload, "flags": IS_COMPONENTS_V2}
        return outcome(await self._rest.ask("PATCH", f"/channels/{channel}/messages/{message}", body))

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:  # noqa: ARG002  -- Discord tells nobody the nonce again
        """Look for a message of the bot with the payload's texts among those since then."""
        channel = await self._channel(target)
        if not isinstance(channel, str):
            return channel if isinstance(channel, outcomes.Retry) else outcomes.CannotTell(str(channel))
        after = str(int((since - SKEW).timestamp() * 1000 - DISCORD_EPOCH) << 22)
        for _ in range(MOST_PAGES):
            response = await self._rest.ask(
                "GET", f"/channels/{channel}/messages?limit={PAGE_SIZE}&after={after}"
            )
            if not response.is_success:
                failure = _failure(response)
                return failure if isinstance(failure, outcomes.Retry) else outcomes.CannotTell(str(response))
            listed = sorted(response.body, key=lambda one: int(one["id"]))
            if found := self._among(listed, payload):
                await self._publish(target, sent := outcomes.Sent(found))
                return sent
            if len(listed) < PAGE_SIZE:
                return await self._absent(target)
            after = listed[-1]["id"]
        return outcomes.CannotTell("too many messages since")

    async def _publish(self, target: Target, sent: Outcome) -> None:
        """Publish a post in an announcement channel to the servers that follow it; a failure is only logged.

        An edit of a published post reaches them by itself.
        """
        if not isinstance(sent, outcomes.Sent) or target.kind == "dm":
            return
        if await self._type(target.channel) != ANNOUNCEMENTS:
            return
        path = f"/channels/{target.channel}/messages/{sent.message}/crosspost"
        published = await self._rest.ask("POST", path)
        if not published.is_success and published.code != ALREADY_PUBLISHED:
            log.warning("digest not published", channel=target.channel, why=str(published))

    async def _type(self, channel: str) -> int | None:
        """The type of a channel, which is asked for once; None where Discord does not tell."""
        if channel not in self._types:
            response = await self._rest.ask("GET", f"/channels/{channel}")
            if not response.is_success:
                log.warning("digest perhaps not published", channel=channel, why=str(response))
                return None
            self._remember(response.body)
        return self._types[channel]

    def _remember(self, channel: Mapping[str, Any]) -> None:
        if len(self._types) >= MOST_KNOWN:
            self._types.clear()
        self._types[str(channel["id"])] = channel["type"]

    async def can_post(self, target: Target) -> outcomes.Rejected | None:
        """Why Discord would refuse a post to the target; None where it would not or cannot be asked."""
        if target.kind == "dm":
            opened = await self._channel(target)
            return opened if isinstance(opened, outcomes.Rejected) else None
        channel = await self._rest.ask("GET", f"/channels/{target.channel}")
        if not channel.is_success:
            refused = outcome(channel)
            return refused if isinstance(refused, outcomes.Rejected) else None
        self._remember(channel.body)
        if unfit := _unfit(channel.body, target):
            return unfit
        permissions = await self._permissions(channel.body)
        if permissions is None or isinstance(permissions, outcomes.Rejected):
            return permissions
        lacking = missing(permissions, needed_in(channel.body["type"]))
        return outcomes.Rejected(Reason.NO_PERMISSION, lacking) if lacking else None

    async def may_post(self, target: Target, person: str) -> outcomes.Rejected | None:
        """Why a person may not post to the target themselves; None where they may."""
        channel = await self._rest.ask("GET", f"/channels/{target.channel}")
        if not channel.is_success:
            return outcomes.Rejected(Reason.MEMBERS_UNKNOWN, str(channel))
        if (kind := channel.body["type"]) == PRIVATE_THREAD:
            path = f"/channels/{target.channel}/thread-members/{person}"
            if not (await self._rest.ask("GET", path)).is_success:
                return outcomes.Rejected(Reason.NOT_A_MEMBER)
        permissions = await self._permissions(channel.body, person)
        if permissions is None:
            return outcomes.Rejected(Reason.MEMBERS_UNKNOWN)
        is_lacking = isinstance(permissions, outcomes.Rejected) or missing(permissions, needed_in(kind))
        return outcomes.Rejected(Reason.NOT_A_MEMBER) if is_lacking else None

    async def _channel(self, target: Target) -> str | Outcome:
        """The channel's id; a direct message's channel is opened with the person's id, which may fail."""
        if target.kind != "dm":
            return target.channel
        response = await self._rest.ask("POST", "/users/@me/channels", {"recipient_id": target.channel})
        if response.is_success:
            return str(response.body["id"])
        # Nothing can have been sent where the channel did not open.
        return _failure(response)

    async def _permissions(
        self, channel: Mapping[str, Any], person: str = ""
    ) -> int | outcomes.Rejected | None:
        """The permissions of a person, or the bot's, in a channel; None where Discord cannot be asked."""
        guild = channel["guild_id"]
        if channel["type"] in THREADS:
            parent = await self._rest.ask("GET", f"/channels/{channel['parent_id']}")
            if person and not parent.is_success:
                return None
            channel = parent.body if parent.is_success else {**channel, "permission_overwrites": ()}
        if person:
            server = await self._rest.ask("GET", f"/guilds/{guild}")
            if server.is_success and server.body["owner_id"] == person:
                return ALL
        roles = await self._rest.ask("GET", f"/guilds/{guild}/roles")
        member = await self._rest.ask("GET", f"/guilds/{guild}/members/{person or self._user}")
        if HTTPStatus.NOT_FOUND in {roles.status, member.status}:
            return outcomes.Rejected(Reason.NO_ACCESS, "the bot itself is not in this server")
        if not (roles.is_success and member.is_success):
            return None
        return allowed({**channel, "guild_id": guild}, roles.body, member.body)

    def _among(self, listed: list[dict[str, Any]], payload: Payload) -> str | None:
        """The id of the bot's message that shows the payload's texts; None where there is none."""
        wanted = list(displayed(payload["components"]))
        ours = (one for one in listed if one["author"]["id"] == self._user)
        return next((one["id"] for one in ours if list(displayed(one.get("components", ()))) == wanted), None)

    async def _absent(self, target: Target) -> Sighting:
        """Absent where the bot may read the channel: where it may not, Discord lists nothing."""
        if target.kind == "dm":
            return outcomes.Absent()
        response = await self._rest.ask("GET", f"/channels/{target.channel}")
        permissions = await self._permissions(response.body) if response.is_success else None
        if permissions is None:
            return outcomes.Retry(RETRY_AFTER, why=str(response))
        if isinstance(permissions, outcomes.Rejected) or not permissions & READ_MESSAGE_HISTORY:
            return outcomes.CannotTell("without Read Message History")
        return outcomes.Absent()


def _unfit(channel: Mapping[str, Any], target: Target) -> outcomes.Rejected | None:
    """Why a post to that channel is out of the question; None where its permissions decide."""
    if channel.get("guild_id") != target.workspace:
        return outcomes.Rejected(Reason.NO_CHANNEL, "it is in another server")
    if reason := UNFIT.get(channel["type"]):
        return outcomes.Rejected(reason)
    if channel["type"] not in POSTABLE:
        return outcomes.Rejected(Reason.NO_CHANNEL, "messages cannot be posted in a channel of this kind")
    locked = channel.get("thread_metadata", {}).get("locked")
    return outcomes.Rejected(Reason.ARCHIVED) if locked else None


def outcome(response: RestResponse) -> Outcome:
    """The outcome that Discord's response to a post or an edit stands for."""
    if response.is_success:
        return outcomes.Sent(str(response.body["id"]))
    if response.retry_after is not None:
        return outcomes.Retry(response.retry_after, whole_bot=response.is_global, why=str(response))
    if response.is_uncertain:
        return outcomes.Ambiguous(str(response))
    if response.status == HTTPStatus.UNAUTHORIZED:
        return outcomes.Rejected(Reason.REVOKED, str(response))
    refused = Reason.NO_ACCESS if response.status == HTTPStatus.FORBIDDEN else Reason.PAYLOAD
    return outcomes.Rejected(REASONS.get(response.code, refused), str(response))


def user_of(token: str) -> str:
    """The bot's user id, which a token begins with in Base64; empty for what is no token."""
    first = token.partition(".")[0]
    try:
        return urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return ""


def _failure(response: RestResponse) -> Outcome:
    """The outcome of a request that posts nothing, and can be repeated where it may have failed."""
    failed = outcome(response)
    return outcomes.Retry(RETRY_AFTER, why=failed.why) if isinstance(failed, outcomes.Ambiguous) else failed
