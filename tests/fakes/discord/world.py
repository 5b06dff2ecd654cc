"""What Discord keeps: servers, channels with who may speak, messages, commands and interactions."""

from __future__ import annotations

import asyncio
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.fakes.discord.permissions import (
    ALL,
    EVERYTHING,
    FOR_MEMBER,
    Overwrite,
    Role,
    permitted,
)

APPLICATION = 1_100_000_000_000_000_001
GUILD = 1_200_000_000_000_000_001
CHANNEL = 1_300_000_000_000_000_001
USER = 1_400_000_000_000_000_001
TOKEN = f"{urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip('=')}.GfAkEt.an-invented-token"
EPHEMERAL, LOADING = 1 << 6, 1 << 7
PATIENCE = 60.0
"""Seconds after which what is waited for will not happen any more, on a busy machine as well."""
DISCORD_EPOCH = 1_420_070_400_000
NEXT = 1 << 22
"""Between the ids of two servers, so that they fall to different shards."""


def bot_user() -> dict[str, Any]:
    return {
        "id": str(APPLICATION),
        "username": "verbatim",
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": True,
    }


@dataclass
class Channel:
    """A channel or a thread.

    ``allowed`` is what an overwrite for the bot itself leaves it; others are in ``overwrites``. A thread has
    those of its channel. ``deleted`` says that it is gone.
    """

    id: int
    guild: int | None
    kind: int = 0
    parent: int | None = None
    allowed: int = EVERYTHING
    overwrites: list[Overwrite] = field(default_factory=list)
    deleted: bool = False
    locked: bool = False
    archived: bool = False
    """Whether it is a thread that nobody has written in for long; a post in it opens it again."""
    people: set[int] = field(default_factory=set)
    """Who is in it, where it is a private thread."""

    def all_overwrites(self) -> list[Overwrite]:
        denied = EVERYTHING & ~self.allowed
        own = [Overwrite(APPLICATION, FOR_MEMBER, deny=denied)] if denied else []
        return [*self.overwrites, *own]

    def payload(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild),
            "parent_id": str(self.parent) if self.parent else None,
            **(
                {"thread_metadata": {"archived": self.archived, "locked": self.locked}} if self.parent else {}
            ),
            "name": f"channel-{self.id % 1000}",
            "position": 0,
            "permission_overwrites": [one.payload() for one in self.all_overwrites()],
        }


@dataclass
class Message:
    """A message as people see it."""

    id: int
    channel: int
    payload: dict[str, Any]
    nonce: str | None = None
    edits: int = 0
    interaction: dict[str, Any] | None = None
    author: dict[str, Any] = field(default_factory=bot_user)

    @property
    def is_private(self) -> bool:
        return bool(self.payload.get("flags", 0) & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        return bool(self.payload.get("flags", 0) & LOADING)

    def as_discord_tells_it(self) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "id": str(self.id),
            "channel_id": str(self.channel),
            "type": 0,
            "content": self.payload.get("content", ""),
            "timestamp": "2026-01-02T09:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "author": self.author,
            "components": self.payload.get("components", []),
            "flags": self.payload.get("flags", 0),
        }
        if self.nonce is not None:
            payload["nonce"] = self.nonce
        if self.interaction:
            payload["interaction_metadata"] = self.interaction
        return payload


@dataclass
class Exchange:
    """One interaction and all that was answered to it."""

    interaction: dict[str, Any]
    begun: float = field(default_factory=time.monotonic)
    callbacks: list[dict[str, Any]] = field(default_factory=list)
    answered_after: float = 0
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def messages(self) -> list[Message]:
        """What the person sees: the answer and what follows it."""
        return [*([self.original] if self.original else []), *self.follow_ups]

    async def answer(self, messages: int = 1) -> Message:
        """The answer, as soon as it is no longer announced but there, with so many messages in all."""
        await self.until(lambda: bool(self._is_there() and len(self.messages) >= messages))
        assert self.original
        return self.original

    async def callback(self) -> dict[str, Any]:
        """The first reply, such as choices to complete what is typed."""
        await self.until(lambda: bool(self.callbacks))
        return self.callbacks[0]

    async def until(self, is_so: Any) -> None:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(is_so)

    def _is_there(self) -> bool:
        return self.original is not None and not self.original.is_loading


class World:
    """Everything that is there."""

    def __init__(self, guilds: int = 1) -> None:
        self._ids = count(int(time.time() * 1000 - DISCORD_EPOCH) << 22)
        self.guilds = [GUILD + number * NEXT for number in range(guilds)]
        channels = (Channel(CHANNEL + number * NEXT, guild) for number, guild in enumerate(self.guilds))
        self.channels = {channel.id: channel for channel in channels}
        self.messages: dict[int, Message] = {}
        self.commands: list[dict[str, Any]] = []
        self.exchanges: dict[str, Exchange] = {}
        self.token = TOKEN
        """Another one makes the bot's own revoked."""
        self.unwilling: set[int] = set()
        """People who take no direct messages from the bot."""
        self.members: dict[int, tuple[int, ...]] = {USER: (), USER + 1: ()}
        """The people on every server, with the ids of their roles."""
        self.everyone = EVERYTHING
        """What everybody may do on every server, by its role @everyone."""
        self.roles: list[Role] = []
        """The other roles, which every server has."""

    def new_id(self) -> int:
        return next(self._ids)

    def store(self, channel: int, payload: dict[str, Any], author: dict[str, Any] | None = None) -> Message:
        """Keep a message, of the bot where no author is named.

        The same nonce within a channel, enforced, gives the message that is there.
        """
        nonce = str(payload["nonce"]) if payload.get("enforce_nonce") and "nonce" in payload else None
        if nonce is not None and (found := self._with_nonce(channel, nonce)):
            return found
        message = Message(self.new_id(), channel, payload, nonce, author=author or bot_user())
        self.messages[message.id] = message
        return message

    def forget_nonces(self) -> None:
        """Let a few minutes pass, after which Discord compares nonces with newer messages only."""
        for message in self.messages.values():
            message.nonce = None

    def may(self, channel: Channel) -> int:
        """What the bot may do in a channel."""
        if channel.guild is None:
            return ALL
        at = self.channels.get(channel.parent or 0, channel)
        return permitted(channel.guild, self.everyone, self.roles, APPLICATION, at.all_overwrites())

    def _with_nonce(self, channel: int, nonce: str) -> Message | None:
        found = (one for one in self.messages.values() if (one.channel, one.nonce) == (channel, nonce))
        return next(found, None)

    def in_channel(self, channel: int) -> list[Message]:
        """The public messages of a channel, in order."""
        return [one for one in self.messages.values() if one.channel == channel and not one.is_private]

    def guild_payload(self, guild: int) -> dict[str, Any]:
        everybody = {**Role(guild, self.everyone).payload(), "name": "@everyone"}
        return {
            "id": str(guild),
            "name": f"Server {guild % 1_000_000}",
            "owner_id": str(USER + 7),
            "roles": [everybody, *(role.payload() for role in self.roles)],
            "emojis": [],
            "stickers": [],
            "features": [],
            "members": [self.member_payload()],
            "channels": [one.payload() for one in self.channels.values() if one.guild == guild],
            "threads": [],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "member_count": 10,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "preferred_locale": "en-US",
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "afk_timeout": 300,
            "premium_progress_bar_enabled": False,
        }

    def member_payload(self) -> dict[str, Any]:
        return {
            "user": bot_user(),
            "roles": [str(role.id) for role in self.roles if role.held],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
