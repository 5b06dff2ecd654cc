"""What the stand-in Slack knows: workspaces, channels, people, messages, and the calls that it was sent."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

SCOPES = (
    "commands",
    "chat:write",
    "chat:write.public",
    "app_mentions:read",
    "im:history",
    "users:read",
    "links:read",
    "links:write",
    "channels:read",
    "groups:read",
    "channels:history",
    "groups:history",
)
HOOK_USES = 5
TRIGGER_SECONDS = 30.0
"""Slack's own last three: a benchmark says how fast the bot is, which a busy machine makes late."""


@dataclass
class Team:
    """A workspace in which the app is installed, while ``refusal`` is empty."""

    id: str
    token: str
    name: str = "Newsroom"
    scopes: tuple[str, ...] = SCOPES
    bot_id: str = "B0BOT"
    bot_user: str = "U0BOT"
    refusal: str = ""
    """The error of every call with its token, such as token_revoked."""
    enterprise: str = ""
    """The enterprise that the workspace is in."""
    of_all: bool = False
    """Whether it stands for its enterprise as a whole, whose token is good in all workspaces."""
    refresh_token: str = ""
    """With one, its token expires; each refresh gives a new pair, and the old refresh token is used up."""
    lives_for: int = 43_200
    """Seconds until its token expires."""
    expires_at: float = float("inf")
    refreshed: int = 0
    """How often its token was refreshed."""

    def renew(self) -> None:
        """Give it another token and refresh token."""
        self.refreshed += 1
        self.token = f"xoxe.xoxb-{self.refreshed}-of-{self.id}"
        self.refresh_token = f"xoxe-{self.refreshed}-of-{self.id}"
        self.expires_at = time.time() + self.lives_for


@dataclass
class Channel:
    """A channel of the first workspace."""

    id: str
    name: str
    private: bool = False
    member: bool = True
    archived: bool = False
    posting: bool = True
    """Whether the channel lets apps post."""
    people: set[str] = field(default_factory=set)
    """Who is in it, where it is private."""


@dataclass
class User:
    """Somebody who uses Slack."""

    id: str
    admin: bool = False
    locale: str = "en-US"
    zone: str = "Europe/Berlin"
    team: str = ""
    """Their own workspace; empty where Slack is to leave that out."""
    teams: tuple[str, ...] = ()
    """The workspaces of their enterprise that they are in."""


@dataclass
class Message:
    """A message as Slack stores it; ``updates`` counts its edits."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None = None
    metadata: dict[str, Any] | None = None
    ephemeral_to: str = ""
    updates: int = 0
    unfurls: dict[str, Any] = field(default_factory=dict)

    def as_object(self, *, with_metadata: bool = False) -> dict[str, Any]:
        """The message as Slack's methods return it."""
        shown: dict[str, Any] = {"type": "message", "ts": self.ts, "text": self.text, "blocks": self.blocks}
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.metadata and with_metadata:
            shown["metadata"] = self.metadata
        return {**shown, "bot_id": "B0BOT", "user": "U0BOT"}


@dataclass(frozen=True)
class Call:
    """A call of the Web API, as it came in."""

    method: str
    arguments: Mapping[str, Any]
    token: str


@dataclass
class Hook:
    """A response_url: whose it is, what came in, and how often it can still be used."""

    address: str
    channel: str
    user: str
    left: int = HOOK_USES
    expired: bool = False
    posts: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Trigger:
    """A trigger_id, good for one view within ``TRIGGER_SECONDS``."""

    made: float = field(default_factory=time.monotonic)
    used: bool = False

    def refusal(self) -> str:
        """The error it now gives, if any."""
        if self.used:
            return "exchanged_trigger_id"
        return "expired_trigger_id" if time.monotonic() - self.made > TRIGGER_SECONDS else ""


@dataclass
class State:
    """All of it; ``stamp`` gives the next message's time, which no other message has."""

    teams: dict[str, Team] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    prompts: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """What is suggested in a thread of the assistant, by its ts."""
    statuses: list[str] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    hooks: dict[str, Hook] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    codes: dict[str, Team] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    """What Slack would refuse or show otherwise than meant; a test ends with none."""
    _last: float = 0.0
    _ids: count[int] = field(default_factory=lambda: count(1))

    def stamp(self) -> str:
        """A message's ts: seconds since 1970 with six decimals."""
        self._last = max(time.time(), self._last + 0.000_002)
        return f"{self._last:.6f}"

    def next_id(self, prefix: str) -> str:
        """A new id, such as V0001."""
        return f"{prefix}{next(self._ids):04d}"
