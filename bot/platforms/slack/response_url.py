"""Posting to a response_url: no permission or membership is needed; it works five times in 30 minutes.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Literal

import aiohttp

from bot.platforms.slack.api import UNREACHABLE

Posted = Literal["posted", "refused", "limited", "uncertain"]
"""How it went: it was posted; surely not, Slack refused or limits posts here; or it may have been posted."""


async def post(session: aiohttp.ClientSession, response_url: str, message: dict[str, Any]) -> Posted:
    """Post a message once: a second attempt could show it twice."""
    try:
        async with session.post(response_url, json=message) as response:
            return _outcome(response.status)
    except aiohttp.ClientConnectorError:
        return "refused"
    except UNREACHABLE:
        return "uncertain"


def _outcome(status: int) -> Posted:
    if status == HTTPStatus.OK:
        return "posted"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "limited"
    return "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "uncertain"
