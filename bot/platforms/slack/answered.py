"""Remembers which messages were answered by which posts, so that answers follow edits and deletions."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.api import FAILURES
from bot.platforms.slack.posting import PostedMessage
from bot.service.conduct import Recent

REMEMBERED_FOR = 24 * 3600.0
"""Seconds for which an answer follows its question."""
EVENT = "verbatim_answer"
"""The event_type of the metadata in which a post names the message that it answers."""
MOST_READ = 200
"""Messages of a thread or a direct message among which the posts are looked for."""
TOLD_FOR = 10.0
"""Seconds for which a member who goes on asking is not told again to wait."""


@dataclass
class AnsweredMessage:
    """A message that is answered or about to be: its text and the posts that answer it.

    Whoever changes it holds ``lock``; ``is_deleted`` is set at once, and stops an answer that is being made.
    ``repeats`` is the key by which somebody who asks the same is led to the posts.
    """

    text: str | None = None
    posts: tuple[PostedMessage, ...] = ()
    is_deleted: bool = False
    repeats: Hashable = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


def about(question: str) -> dict[str, Any]:
    """The metadata of a post that answers a message, by which any process finds it again."""
    return {"event_type": EVENT, "event_payload": {"question": question}}


async def posts_about(
    client: AsyncWebClient, channel: str, question: str, thread: str
) -> tuple[PostedMessage, ...]:
    """The posts that answer a message, of those in its thread; none where Slack does not show them.

    In channels it takes a scope to read them that may be left out.
    """
    asked: dict[str, Any] = {"channel": channel, "limit": MOST_READ, "include_all_metadata": True}
    try:
        if thread:
            page = await client.conversations_replies(**asked, ts=thread)
        else:
            page = await client.conversations_history(**asked, oldest=question)
    except FAILURES:
        return ()
    found = (one for one in page["messages"] if one.get("metadata") == about(question) and one.get("bot_id"))
    return tuple(sorted(PostedMessage(channel, str(one["ts"])) for one in found))


class AnsweredMessages:
    """The messages that this process has answered in the last day, in memory alone."""

    def __init__(self) -> None:
        self._messages = Recent[AnsweredMessage](REMEMBERED_FOR)
        self._noted = Recent[bool](TOLD_FOR)

    def is_first_refusal(self, member: Hashable) -> bool:
        """Whether a member has not been told in the last seconds that they have to wait; they are then."""
        return self._noted.first(member, value=True) is None

    def get(self, key: Hashable) -> AnsweredMessage | None:
        """The message with this key; None where this process has not answered it, or forgot it."""
        return self._messages.get(key)

    def begin(self, key: Hashable, posts: tuple[PostedMessage, ...] = ()) -> AnsweredMessage:
        """Remember a message from now on, with the posts that answer it already; its text is set later."""
        begun = AnsweredMessage(posts=posts)
        return self._messages.first(key, begun) or begun
