"""Discord's REST API: each request is made once, and each response classified."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bot import __version__
from bot.platforms.discord.messages import as_json
from bot.settings import Settings

REQUEST_TIMEOUT = 10.0
"""Seconds for a request, unless its caller needs the response sooner."""
DEFAULT_RETRY_AFTER = 5.0
"""Seconds to wait where Discord limits requests and does not say for how long."""
# The form that Discord asks for: https://docs.discord.com/developers/reference#user-agent.
USER_AGENT = f"DiscordBot (https://discord.com/developers, {__version__})"
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)

ALREADY_ACKNOWLEDGED, UNKNOWN_WEBHOOK, UNKNOWN_MESSAGE = 40060, 10015, 10008
"""Codes of errors: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json."""
TOO_EARLY = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_MESSAGE})
"""Errors by which Discord says that it has not read the initial response over HTTP yet."""


@dataclass(frozen=True)
class RestResponse:
    """Discord's response: its HTTP status, 0 where none came, and seconds after which to try again."""

    status: int
    body: Any = None
    retry_after: float | None = None
    is_global: bool = False
    """Whether the rate limit is for all requests of the bot."""

    @property
    def is_success(self) -> bool:
        """Whether the status is below 400: Discord has carried out the request."""
        return HTTPStatus.OK <= self.status < HTTPStatus.BAD_REQUEST

    @property
    def is_uncertain(self) -> bool:
        """Whether a request that failed may have been carried out all the same."""
        return self.status == 0 or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def code(self) -> int:
        """Discord's code of the error, such as ``UNKNOWN_MESSAGE``; 0 where there is none."""
        return int(self.body.get("code", 0)) if isinstance(self.body, Mapping) else 0

    def __str__(self) -> str:
        """The status, the error's code and Discord's message, for a log."""
        words = self.body.get("message", "") if isinstance(self.body, Mapping) else ""
        return " ".join(filter(None, [str(self.status or ""), str(self.code or ""), str(words)]))


class Rest:
    """Makes requests to one address, over one session, as the bot that a token belongs to.

    discord.py's own client repeats what must not be repeated, such as a follow-up whose answer was lost.
    """

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str | None = None) -> None:
        self._http = http
        self._address = address
        self._headers = {"User-Agent": USER_AGENT}
        self._token = token

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        as_bot: bool = True,
        within: float = REQUEST_TIMEOUT,
    ) -> RestResponse:
        """Make one request ``within`` some seconds; bytes are JSON already. Status 0 is a network failure."""
        data = body if isinstance(body, bytes) or body is None else as_json(body)
        bot = {"Authorization": f"Bot {self._token}"} if as_bot else {}
        sent = {} if data is None else {"Content-Type": "application/json"}
        try:
            async with asyncio.timeout(within):
                return await self._response(method, path, data, self._headers | bot | sent)
        except aiohttp.ClientConnectorError as error:
            # Surely nothing was sent.
            return RestResponse(0, {"message": repr(error)}, DEFAULT_RETRY_AFTER)
        except UNREACHABLE as error:
            return RestResponse(0, {"message": repr(error)})

    async def _response(
        self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> RestResponse:
        async with self._http.request(method, self._address + path, data=data, headers=headers) as response:
            body = _read(await response.read())
            if response.status != HTTPStatus.TOO_MANY_REQUESTS:
                return RestResponse(response.status, body)
            # Discord says in a header and in the body whether the whole bot is limited.
            in_body = isinstance(body, Mapping) and body.get("global") is True
            is_global = in_body or "X-RateLimit-Global" in response.headers
            return RestResponse(response.status, body, _retry_after(response, body), is_global)


@asynccontextmanager
async def open_rest(settings: Settings) -> AsyncIterator[Rest]:
    """A ``Rest`` with the address and the token of the settings, over a session of its own."""
    async with aiohttp.ClientSession() as http:
        yield Rest(http, settings.discord_api_url, settings.discord_token)


def _read(raw: bytes) -> Any:
    """The JSON of a body; None where there is none, as in a proxy's page of HTML."""
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


def _retry_after(response: aiohttp.ClientResponse, body: Any) -> float:
    """The seconds for which Discord, or a proxy before it, says to wait."""
    seconds = body.get("retry_after") if isinstance(body, Mapping) else response.headers.get("Retry-After")
    try:
        return max(float(seconds), 0.0) if seconds is not None else DEFAULT_RETRY_AFTER
    except (TypeError, ValueError):
        return DEFAULT_RETRY_AFTER
