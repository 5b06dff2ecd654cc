"""Discord's REST interface: each request tried once, and each answer told for what it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bot import __version__
from bot.platforms.discord.messages import as_json

PATIENCE = 10.0
"""Seconds for a request."""
DEFAULT_WAIT = 5.0
"""Seconds to wait where Discord limits and does not say for how long."""
# The form that Discord asks for: https://docs.discord.com/developers/reference#user-agent.
USER_AGENT = f"DiscordBot (https://discord.com/developers, {__version__})"
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)

ALREADY_ANSWERED, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, UNKNOWN_MESSAGE = 40060, 10062, 10015, 10008
UNKNOWN_CHANNEL, MISSING_ACCESS, MISSING_PERMISSIONS = 10003, 50001, 50013


@dataclass(frozen=True)
class RestResponse:
    """What Discord answered: a status, 0 for no connection, and seconds to wait where that helps."""

    status: int
    body: Any = None
    retry_after: float | None = None
    everywhere: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it was done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.BAD_REQUEST

    @property
    def is_uncertain(self) -> bool:
        """Whether it may have been done all the same."""
        return self.status == 0 or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def code(self) -> int:
        """Discord's code of an error; 0 where it gives none."""
        return int(self.body.get("code", 0)) if isinstance(self.body, Mapping) else 0

    def __str__(self) -> str:
        """The status and Discord's own words, for a log."""
        words = self.body.get("message", "") if isinstance(self.body, Mapping) else ""
        return " ".join(filter(None, [str(self.status or ""), str(self.code or ""), str(words)]))


class Rest:
    """Requests to one address, over one session; with a token they are the bot's own.

    discord.py's own client repeats what must not be repeated, such as a follow-up whose answer was lost.
    """

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str | None = None) -> None:
        self._http = http
        self._address = address
        self._headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json"}
        self._token = token

    async def ask(
        self, method: str, path: str, body: object = None, *, as_bot: bool = True, within: float = PATIENCE
    ) -> RestResponse:
        """One request; ``body`` may be written already. Never raises for what the network does."""
        data = body if isinstance(body, bytes) or body is None else as_json(body)
        bot = {"Authorization": f"Bot {self._token}"} if as_bot else {}
        try:
            async with asyncio.timeout(within):
                return await self._told(method, path, data, self._headers | bot)
        except aiohttp.ClientConnectorError as error:
            # Surely nothing was sent.
            return RestResponse(0, {"message": repr(error)}, DEFAULT_WAIT)
        except UNREACHABLE as error:
            return RestResponse(0, {"message": repr(error)})

    async def _told(
        self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> RestResponse:
        async with self._http.request(method, self._address + path, data=data, headers=headers) as response:
            body = _read(await response.read())
            if response.status != HTTPStatus.TOO_MANY_REQUESTS:
                return RestResponse(response.status, body)
            return RestResponse(response.status, body, _wait(response, body), _is_everywhere(response, body))


def _read(raw: bytes) -> Any:
    """What a body says; a proxy's page of HTML says nothing."""
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


def _is_everywhere(response: aiohttp.ClientResponse, body: Any) -> bool:
    """Whether the whole bot is limited: Discord says so in a header and in the body, a proxy in neither."""
    told = body.get("global") if isinstance(body, Mapping) else None
    return told is True or "X-RateLimit-Global" in response.headers


def _wait(response: aiohttp.ClientResponse, body: Any) -> float:
    """How long Discord, or a proxy before it, says to wait."""
    told = body.get("retry_after") if isinstance(body, Mapping) else response.headers.get("Retry-After")
    try:
        return max(float(told), 0.0) if told is not None else DEFAULT_WAIT
    except (TypeError, ValueError):
        return DEFAULT_WAIT
