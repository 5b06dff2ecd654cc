"""How a platform took what it was sent: every sender says it in these words."""

from dataclasses import dataclass
from enum import StrEnum

NO_NEXT_RUN = "schedule"
"""Why a subscription is paused whose schedule cannot be understood any more: no platform refused it."""

REINSTALLED = "installed again"
"""Marks an active subscription that was paused until its workspace installed the bot again: its owner is
told so, and the mark goes."""


class Reason(StrEnum):
    """Why a platform refuses for good; kept with the subscription, and worded for its owner elsewhere."""

    NO_ACCESS = "no access"
    """The bot was removed from the server or workspace, or may not see the channel."""
    NO_PERMISSION = "no permission"
    """The bot sees the channel and may not post there; the detail names the missing permission."""
    NO_CHANNEL = "no channel"
    """The channel, thread or person is not there."""
    ARCHIVED = "archived"
    REVOKED = "revoked"
    """The bot's token is no longer valid in this workspace."""
    NOT_WANTED = "not wanted"
    """A person takes no direct messages from the bot."""
    IS_FORUM = "forum"
    """The channel is a forum: it holds posts, which are threads, and no messages of its own."""
    NOT_A_MEMBER = "not a member"
    """Whoever asks is not in the channel themselves, or may not post there."""
    MEMBERS_UNKNOWN = "members unknown"
    """The platform did not tell, in time or at all, whether whoever asks is in the channel."""
    NOT_ADMITTED = "not admitted"
    """Whoever runs the bot does not offer it in this place."""
    PAYLOAD = "payload"
    """What was sent is at fault, not where: nothing is paused for it."""


@dataclass(frozen=True)
class Sent:
    """The message is there; ``message`` is its id in the platform's form, by which it is edited later."""

    message: str


@dataclass(frozen=True)
class Rejected:
    """The message was refused, and sending it again will not help; ``detail`` is for whoever can mend it."""

    reason: Reason
    detail: str = ""

    @property
    def pauses(self) -> bool:
        """Whether every later post to this target would be refused too."""
        return self.reason is not Reason.PAYLOAD


@dataclass(frozen=True)
class Retry:
    """The message is surely not there and may be sent in ``after`` seconds.

    With ``whole_bot``, the bot may send no other message on this platform before then either.
    """

    after: float
    whole_bot: bool = False
    why: str = ""


@dataclass(frozen=True)
class Ambiguous:
    """The message may be there or not: a timeout, a dropped connection, an error of the server."""

    why: str


@dataclass(frozen=True)
class Absent:
    """The message was looked up and is surely not there."""


@dataclass(frozen=True)
class CannotTell:
    """Whether the message is there cannot be found out, such as without permission to read the channel."""

    why: str


Outcome = Sent | Rejected | Retry | Ambiguous
Sighting = Sent | Absent | CannotTell | Retry
