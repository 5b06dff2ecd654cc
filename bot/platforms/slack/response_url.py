"""Posting to a response_url, which needs no permission and no membership, and can be used five times."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Literal

import aiohttp

from bot.platforms.slack.api import UNREACHABLE

Posted = Literal["posted", "refused", "limited", "uncertain"]
"""It is there; it surely is not; the same, and Slack takes none for a while; or it may be there."""


async def post(session: aiohttp.ClientSession, response_url: str, message: dict[str, Any]) -> Posted:
    """Post once: a second try could show it twice."""
    try:
        async with session.post(response_url, json=message) as response:
            return _taken(response.status)
    except aiohttp.ClientConnectorError:
        return "refused"
    except UNREACHABLE:
        return "uncertain"


def _taken(status: int) -> Posted:
    if status == HTTPStatus.OK:
        return "posted"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "limited"
    return "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "uncertain"
