"""What delivery asks of whoever writes digests: what to post, what to correct, when to come again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.db.subscriptions import Subscription
from bot.rendering.render import Payload


@dataclass(frozen=True)
class ShownVersion:
    """What a message shows, so that corrections find it: a version of a case, and the ids of quotations."""

    case_id: str
    case_version: str
    quotations: tuple[str, ...]


@dataclass(frozen=True)
class DigestMessage:
    """A digest to post; ``seen`` is its readers' cursor then, which comes back with the next subscription."""

    payload: Payload
    shown: ShownVersion
    seen: str


@dataclass(frozen=True)
class NothingNew:
    """There is nothing to post, and the channel does not want to hear that.

    ``seen`` is its readers' cursor.
    """

    seen: str


@dataclass(frozen=True)
class Correction:
    """The payload that replaces a delivered digest, and what it shows."""

    payload: Payload
    shown: ShownVersion


class Composer(Protocol):
    """Writes digests. What it gives depends on its arguments and the cases alone, and is proven."""

    def next_run(self, schedule: str, zone: str, after: datetime) -> datetime:
        """The first time of a schedule after an instant, as an aware time."""
        ...

    def loud_from(self, schedule: str, zone: str, moment: datetime) -> datetime:
        """When what is late may be posted: at once, or when quiet hours end."""
        ...

    async def newer(self, case_id: str, version: str) -> str | None:
        """The version of a case as it is now, where ``version`` is an earlier one of it that is known here.

        None where nothing newer is known: another process may know more, and what it corrected stays.
        Raises what the database raises.
        """
        ...

    async def compose(self, subscription: Subscription, slot: datetime) -> DigestMessage | NothingNew:
        """The digest that was due at ``slot``, with all that is new since ``subscription.seen``."""
        ...

    async def correct(self, subscription: Subscription, shown: ShownVersion) -> Correction | None:
        """What to put in the place of a digest that showed this; None where none of it was corrected."""
        ...

    async def notice(self, subscription: Subscription) -> Payload:
        """What the owner is told: why a subscription is paused, or that it is on again."""
        ...
