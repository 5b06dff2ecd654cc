"""Calls of Slack: its Web API and response_urls, over one HTTP session, each made once and classified."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

REQUEST_TIMEOUT = 10.0
"""Seconds for a call, unless its caller needs the response sooner."""
DEFAULT_RETRY_AFTER = 30.0
"""Seconds to wait where Slack limits calls without a ``Retry-After`` header."""
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)
FAILURES = (SlackApiError, *UNREACHABLE)
"""What a call raises: Slack refuses it, or the network fails."""
UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Errors of Slack after which the call may have been carried out all the same."""

Posted = Literal["posted", "refused", "limited", "uncertain"]
"""What became of a post: it is there; it is not, since Slack refuses it or limits posts; or it may be."""

# What the client would say at each request is of no use to an operator, and the debug level would show texts.
QUIET = logging.getLogger("bot.slack")
QUIET.setLevel(logging.ERROR)


class Tokens(Protocol):
    """Gives the bot's token for a workspace."""

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:
        """The bot's token in a workspace or its enterprise; None where the bot is not installed."""
        ...


@dataclass(frozen=True)
class OneToken:
    """The token of the one workspace that the settings name."""

    token: str

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:  # noqa: ARG002  -- there is one for all
        """The one token, whichever workspace is asked for."""
        return self.token


@dataclass(frozen=True)
class Failure:
    """Why a call failed; ``error`` is Slack's error code, or the network's error."""

    error: str
    status: int
    """The HTTP status; 0 where there was no response."""
    retry_after: float | None = None
    """Seconds after which the call may be repeated, where Slack limits calls."""

    @property
    def is_certain(self) -> bool:
        """Whether the call was surely not carried out."""
        if self.retry_after is not None:
            return True
        return 0 < self.status < HTTPStatus.INTERNAL_SERVER_ERROR and self.error not in UNCERTAIN

    @property
    def is_final(self) -> bool:
        """Whether Slack refused the call, and would refuse it again."""
        return self.is_certain and self.retry_after is None


class SlackApi:
    """The Web API at an address; ``open`` it before use and ``close`` it after."""

    def __init__(self, address: str, tokens: Tokens) -> None:
        self.address = address
        self.tokens = tokens
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session whose connections all calls share. Raises RuntimeError before ``open``."""
        if self._session is None:
            raise RuntimeError("the session is not open")
        return self._session

    async def open(self) -> None:
        """Make the HTTP session, which needs a running event loop."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT))

    async def close(self) -> None:
        """Close the HTTP session and its connections."""
        if self._session:
            await self._session.close()

    def client(self, token: str | None) -> AsyncWebClient:
        """A client with a token that never repeats a call by itself: a message would be posted twice."""
        return AsyncWebClient(
            token, base_url=self.address, session=self._session, logger=QUIET, retry_handlers=[]
        )

    async def client_of(self, workspace: str, enterprise: str = "") -> AsyncWebClient | None:
        """A client with the token of a workspace; None where the bot is not installed."""
        token = await self.tokens.token_of(workspace, enterprise)
        return self.client(token) if token else None

    async def post(self, response_url: str, message: dict[str, Any]) -> Posted:
        """Post a message to a response_url, once: a second attempt could show it twice.

        No permission or membership is needed; it works five times in 30 minutes:
        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        try:
            async with self.session.post(response_url, json=message) as response:
                status = response.status
        except aiohttp.ClientConnectorError:
            return "refused"
        except UNREACHABLE:
            return "uncertain"
        if status == HTTPStatus.OK:
            return "posted"
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return "limited"
        return "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "uncertain"


def failure_of(error: BaseException) -> Failure:
    """The failure that an exception of ``FAILURES`` tells of."""
    if not isinstance(error, SlackApiError):
        return Failure(f"{type(error).__name__}: {error}".rstrip(": "), 0)
    response: Any = error.response
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error") or f"HTTP {response.status_code}")
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or code == "ratelimited":
        return Failure("ratelimited", response.status_code, _retry_after(response.headers))
    return Failure(code, response.status_code)


def _retry_after(headers: Any) -> float:
    try:
        return float(headers.get("Retry-After") or headers.get("retry-after") or DEFAULT_RETRY_AFTER)
    except ValueError:
        return DEFAULT_RETRY_AFTER
