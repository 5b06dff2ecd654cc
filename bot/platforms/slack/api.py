"""Calls of Slack's Web API: over one session, each tried once, and each failure told for what it is."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

PATIENCE = 10.0
"""Seconds for a call; whoever needs it sooner says so."""
DEFAULT_WAIT = 30.0
"""Seconds to wait where Slack limits and does not say for how long."""
UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError)
UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Errors after which the work may be done all the same."""

# What the client would say at each request is of no use to an operator, and the debug level would show texts.
QUIET = logging.getLogger("bot.slack")
QUIET.setLevel(logging.ERROR)


class Tokens(Protocol):
    """Knows the bot's token in each workspace."""

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:
        """The token; None where the bot is not installed."""
        ...


@dataclass(frozen=True)
class OneToken:
    """The token of the one workspace that the settings name."""

    token: str

    async def token_of(self, workspace: str, enterprise: str = "") -> str | None:  # noqa: ARG002  -- there is one for all
        """Always the same."""
        return self.token


@dataclass(frozen=True)
class Refusal:
    """Why Slack did not do what it was asked; ``error`` is its own word."""

    error: str
    status: int = 200
    retry_after: float | None = None
    """Seconds after which it may be asked again, where it limits."""

    @property
    def is_certain(self) -> bool:
        """Whether it was surely not done."""
        limited = self.retry_after is not None
        return limited or (self.status < HTTPStatus.INTERNAL_SERVER_ERROR and self.error not in UNCERTAIN)


class SlackApi:
    """The Web API at an address; ``open`` it before use and ``close`` it after."""

    def __init__(self, address: str, tokens: Tokens) -> None:
        self.address = address
        self.tokens = tokens
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The connections that all calls share."""
        if self._session is None:
            raise RuntimeError("the session is not open")
        return self._session

    async def open(self) -> None:
        """Make the session."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))

    async def close(self) -> None:
        """Close all connections."""
        if self._session:
            await self._session.close()

    def client(self, token: str | None) -> AsyncWebClient:
        """A client that never tries a call again by itself: a post would be doubled."""
        return AsyncWebClient(
            token, base_url=self.address, session=self._session, logger=QUIET, retry_handlers=[]
        )

    async def client_of(self, workspace: str, enterprise: str = "") -> AsyncWebClient | None:
        """A client for a workspace; None where the bot is not installed."""
        token = await self.tokens.token_of(workspace, enterprise)
        return self.client(token) if token else None


def refusal(error: SlackApiError) -> Refusal:
    """What Slack said."""
    response: Any = error.response
    data = response.data if isinstance(response.data, dict) else {}
    said = str(data.get("error") or f"HTTP {response.status_code}")
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or said == "ratelimited":
        return Refusal("ratelimited", response.status_code, _wait(response.headers))
    return Refusal(said, response.status_code)


def _wait(headers: Any) -> float:
    try:
        return float(headers.get("Retry-After") or headers.get("retry-after") or DEFAULT_WAIT)
    except ValueError:
        return DEFAULT_WAIT
