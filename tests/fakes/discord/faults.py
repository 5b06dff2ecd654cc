"""What goes wrong at Discord, on order: statuses, rate limits, and connections that end without an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any


@dataclass
class Fault:
    """What happens to the next ``times`` requests of a method whose path matches.

    ``stored`` says that Discord did what was asked before the answer was lost. ``drop`` ends the connection
    without an answer; otherwise the answer is this status with this body.
    """

    method: str
    path: str
    status: int = 500
    body: dict[str, Any] | None = None
    times: int = 1
    stored: bool = False
    drop: bool = False
    headers: dict[str, str] | None = None

    def meets(self, method: str, path: str) -> bool:
        return self.times > 0 and method == self.method and re.fullmatch(self.path, path) is not None


def error(code: int, message: str) -> dict[str, Any]:
    return {"code": code, "message": message}


def rate_limited(
    method: str, path: str, retry_after: float, *, everywhere: bool = False, times: int = 1
) -> Fault:
    """429, of this route or of all."""
    scope = "global" if everywhere else "user"
    headers = {"Via": "1.1 google", "Retry-After": str(retry_after), "X-RateLimit-Scope": scope}
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    return Fault(method, path, 429, body, times, headers=headers)


def dropped(method: str, path: str, *, stored: bool, times: int = 1) -> Fault:
    """The connection ends without an answer."""
    return Fault(method, path, times=times, stored=stored, drop=True)


def failed(method: str, path: str, status: int, *, stored: bool = False, times: int = 1) -> Fault:
    """A fault on Discord's side."""
    return Fault(method, path, status, error(0, "fault"), times, stored)


CALLBACK = r"/interactions/\d+/[^/]+/callback"
ORIGINAL = r"/webhooks/\d+/[^/]+/messages/@original"
FOLLOW_UP = r"/webhooks/\d+/[^/]+"
MESSAGES = r"/channels/\d+/messages"
COMMANDS = r"/applications/\d+/commands"
