"""What delivery asks of a platform; each platform has one sender."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.answers.asker import Platform
from bot.db.subscriptions import Kind, Subscription
from bot.digests.outcomes import Outcome, Rejected, Sighting
from bot.rendering.render import Payload


@dataclass(frozen=True)
class Target:
    """Where a digest goes; ids are the platform's own.

    ``channel`` of a direct message is the person's id. A thread of Discord is a channel of its own; Slack
    names it by ``thread`` (``thread_ts``) within its channel.
    """

    platform: Platform
    workspace: str
    kind: Kind
    channel: str
    thread: str = ""


def target_of(subscription: Subscription) -> Target:
    """The target to which the digests of a subscription are posted."""
    at = subscription
    return Target(at.platform, at.workspace, at.kind, at.channel, at.thread)


def owner_of(subscription: Subscription) -> Target:
    """The target of notices about a subscription: its owner's direct messages."""
    return Target(subscription.platform, subscription.workspace, "dm", subscription.owner)


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
        """The limits that a post or edit in this target counts against."""
        ...

    async def send(self, target: Target, payload: Payload, key: str) -> Outcome:
        """Post once, without retrying; ``key`` (25 characters at most) goes with it as nonce or metadata."""
        ...

    async def edit(self, target: Target, message: str, payload: Payload) -> Outcome:
        """Replace the payload of a message that was sent."""
        ...

    async def look_up(self, target: Target, payload: Payload, key: str, since: datetime) -> Sighting:
        """Look for a message with that key that was sent at ``since`` or later."""
        ...

    async def can_post(self, target: Target) -> Rejected | None:
        """Why posting there would be refused, the missing permission as the detail; None if it would not."""
        ...


@runtime_checkable
class KnowsMembers(Protocol):
    """A sender of a platform on which not everybody is in every channel."""

    async def may_post(self, target: Target, person: str) -> Rejected | None:
        """Why a person is not in the channel of a target or may not post there; None where they may.

        Where the platform does not tell, the reason is ``MEMBERS_UNKNOWN``: nobody is let in by mistake.
        """
        ...
