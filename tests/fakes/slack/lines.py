"""How Slack reaches an app: over a web socket that the app opened, or by signed requests."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.server import PATIENCE, SIGNING_SECRET, SlackServer

Kind = Literal["slash_commands", "interactive", "events_api"]
Payload = dict[str, Any]
ACKNOWLEDGE_WITHIN = 15.0
"""Seconds: Slack waits for three, which benchmarks measure; a busy machine is given more."""


@dataclass(frozen=True)
class Acknowledged:
    """What the app answered: a status as of HTTP, its body, and after how many seconds."""

    status: int
    body: Payload
    seconds: float
    text: str = ""


class Line(Protocol):
    """Sends what happened to the app."""

    async def send(self, kind: Kind, payload: Payload, **more: Any) -> Acknowledged:
        """Deliver, and wait for the acknowledgement."""
        ...


class SocketLine:
    """Socket Mode; ``envelope_id`` may be given to deliver the same one twice."""

    def __init__(self, slack: SlackServer) -> None:
        self._slack = slack

    async def send(self, kind: Kind, payload: Payload, **more: Any) -> Acknowledged:
        """Deliver in an envelope."""
        envelope = more.pop("envelope_id", None) or self._slack.state.next_id("envelope")
        socket = (await self._slack.until(lambda: self._slack.sockets))[-1]
        self._slack.acknowledged.pop(envelope, None)
        began = time.monotonic()
        frame = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        await socket.send_json({**frame, **more})
        await self._slack.until(lambda: envelope in self._slack.acknowledged)
        answer = self._slack.acknowledged[envelope]
        took = time.monotonic() - began
        assert took < ACKNOWLEDGE_WITHIN, f"acknowledged after {took:.1f} s"
        return Acknowledged(200, answer.get("payload") or {}, took)


class HttpLine:
    """Signed requests to the app's address."""

    def __init__(self, address: str, secret: str = SIGNING_SECRET) -> None:
        self.address = f"{address}/slack/events"
        self._secret = secret

    async def send(self, kind: Kind, payload: Payload, **more: Any) -> Acknowledged:
        """Deliver in a request of its own; ``headers`` may be added to it."""
        body, content_type = encoded(kind, payload)
        headers = {**signed(body, self._secret), "Content-Type": content_type, **more.get("headers", {})}
        return await self.post(body, headers)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Acknowledged:
        """Deliver just this."""
        began = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(self.address, data=BytesIO(body), headers=headers) as response,
        ):
            text = await response.text()
            took = time.monotonic() - began
            decoded = json.loads(text) if response.content_type == "application/json" and text else {}
            return Acknowledged(response.status, decoded, took, text)


def encoded(kind: Kind, payload: Payload) -> tuple[bytes, str]:
    """The body of a request, and its type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def signed(body: bytes, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """The headers that prove that a body is Slack's."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
