"""How a platform took what it was sent: every sender says it in these words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a platform refuses for good; kept with the subscription, and worded for its owner elsewhere."""

    NO_ACCESS = "no access"
    """The bot was removed from the server or workspace, or may not see the channel."""
    NO_PERMISSION = "no permission"
    """It sees the channel and may not post there; the detail names the permission."""
    NO_CHANNEL = "no channel"
    """The channel, thread or person is not there."""
    ARCHIVED = "archived"
    REVOKED = "revoked"
    """The bot's token is no longer valid in this workspace."""
    NOT_WANTED = "not wanted"
    """A person takes no direct messages from the bot."""
    PAYLOAD = "payload"
    """What was sent is at fault, not where: nothing is paused for it."""


@dataclass(frozen=True)
class Sent:
    """It is there; ``message`` is what edits it later, in the platform's own form."""

    message: str


@dataclass(frozen=True)
class Rejected:
    """It is not there and sending it again will not help; ``detail`` is for whoever can mend it."""

    reason: Reason
    detail: str = ""

    @property
    def pauses(self) -> bool:
        """Whether every later post to this target would be refused too."""
        return self.reason is not Reason.PAYLOAD


@dataclass(frozen=True)
class Retry:
    """It is surely not there; send it again in so many seconds, with ``whole_bot`` nothing else before."""

    after: float
    whole_bot: bool = False
    why: str = ""


@dataclass(frozen=True)
class Ambiguous:
    """It may be there: a timeout, a dropped connection, an error of the server."""

    why: str


@dataclass(frozen=True)
class Absent:
    """It was looked for and is not there."""


@dataclass(frozen=True)
class CannotTell:
    """Whether it is there cannot be seen, such as for want of a permission to read the channel."""

    why: str


Outcome = Sent | Rejected | Retry | Ambiguous
Sighting = Sent | Absent | CannotTell | Retry
