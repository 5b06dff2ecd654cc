"""Remembers which messages were answered by which posts, so that answers follow edits and deletions."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, field

from bot.platforms.slack.posting import PostedMessage
from bot.service.conduct import Recent

REMEMBERED_FOR = 24 * 3600.0
"""Seconds for which an answer follows its question."""
TOLD_FOR = 10.0
"""Seconds for which a member who goes on asking is not told again to wait."""


@dataclass
class AnsweredMessage:
    """A message that is answered or about to be: its text and the posts that answer it.

    Whoever changes it holds ``lock``; ``is_deleted`` is set at once, and stops an answer that is being made.
    """

    text: str | None = None
    posts: tuple[PostedMessage, ...] = ()
    is_deleted: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class AnsweredMessages:
    """The messages that this process has answered in the last day, in memory alone."""

    def __init__(self) -> None:
        self._messages = Recent[AnsweredMessage](REMEMBERED_FOR)
        self._told = Recent[bool](TOLD_FOR)

    def is_first_refusal(self, member: Hashable) -> bool:
        """Whether a member has not been told in the last seconds that they have to wait; they are then."""
        return self._told.first(member, value=True) is None

    def get(self, key: Hashable) -> AnsweredMessage | None:
        """The message with this key; None where this process has not answered it, or forgot it."""
        return self._messages.get(key)

    def begin(self, key: Hashable) -> AnsweredMessage:
        """Remember a message from now on; its text and posts are still to be set."""
        begun = AnsweredMessage()
        return self._messages.first(key, begun) or begun
