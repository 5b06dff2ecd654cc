"""What delivery asks of a platform; each platform has one sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.digests.outcomes import Outcome, Rejected, Sighting

Payload = dict[str, Any]
"""A message as the renderer made it, proven."""


@dataclass(frozen=True)
class Target:
    """Where a digest goes; ids are the platform's own.

    ``channel`` of a direct message is the person's id. A thread of Discord is a channel of its own; Slack
    names it by ``thread`` (``thread_ts``) within its channel.
    """

    platform: Literal["discord", "slack", "terminal"]
    workspace: str
    kind: Literal["channel", "thread", "dm"]
    channel: str
    thread: str = ""


@dataclass(frozen=True)
class Pace:
    """How fast a platform lets one go: posts a second for all that share ``lane``, and to one channel."""

    lane: str
    per_second: float
    channel_per_second: float


class Sender(Protocol):
    """Posts for one platform. Never raises for what the platform or the network does: that is an outcome."""

    remembers_keys_for: float
    """Seconds in which the platform surely drops a second post with the same key; 0 if it has no keys."""

    def pace(self, target: Target) -> Pace:
        """The limits that a post to this target counts against."""
        ...

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post once, without retrying; ``key`` (25 characters at most) goes with it as nonce or metadata."""
        ...

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Put this in the place of what was sent."""
        ...

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:
        """Whether a post with that key, sent at ``since`` or later, is there."""
        ...

    async def can_post(self, target: Target) -> Rejected | None:
        """Why posting there would be refused, the missing permission as the detail; None if it would not."""
        ...
