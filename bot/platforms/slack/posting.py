"""Posts messages by chat.postMessage: in turn, when Slack's limits allow it, and with links to them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, NamedTuple

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.api import FAILURES, failure_of
from bot.rendering.render import Payload

ATTEMPTS, LONGEST_WAIT = 3, 60.0
"""How often a post is tried that Slack's limits refuse, and the seconds for which one waits in between."""


class PostedMessage(NamedTuple):
    """A message of the bot that stands in a channel, by its timestamp."""

    channel: str
    ts: str


async def post_in_turn(
    client: AsyncWebClient, where: Mapping[str, Any], pages: Iterable[Payload]
) -> AsyncIterator[PostedMessage]:
    """Post pages one after the other; gives each as it stands. Raises ``FAILURES``."""
    for page in pages:
        yield await post(client, where, page)


async def post(client: AsyncWebClient, where: Mapping[str, Any], page: Payload) -> PostedMessage:
    """Post a page once, waiting where Slack limits posts; ``where`` are arguments. Raises ``FAILURES``.

    Only a post that Slack has surely not carried out is repeated.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            posted = await client.chat_postMessage(**where, **page)
        except SlackApiError as error:
            wait = failure_of(error).retry_after
            if wait is None or wait > LONGEST_WAIT or attempt == ATTEMPTS:
                raise
            await asyncio.sleep(wait)
        else:
            return PostedMessage(str(posted["channel"]), str(posted["ts"]))
    raise AssertionError("unreachable")


async def link_to(client: AsyncWebClient, posted: object) -> str | None:
    """The address of a message; None where Slack does not tell, or never named the message."""
    if not isinstance(posted, PostedMessage):
        return None
    try:
        found = await client.chat_getPermalink(channel=posted.channel, message_ts=posted.ts)
    except FAILURES:
        return None
    return str(found["permalink"])
