"""What can go wrong at Slack, each as one value to be given to ``SlackServer.fail``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """How one call ends otherwise.

    ``stored`` says that its work is done all the same; ``dropped`` closes the connection without an answer,
    ``held`` keeps it open until it is released by ``SlackServer.release``.
    """

    status: int = 200
    body: dict[str, object] | str = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    stored: bool = False
    dropped: bool = False
    held: bool = False


def rejected(error: str, **more: object) -> Fault:
    """An answer with ``ok: false``."""
    return Fault(body={"ok": False, "error": error, **more})


def rate_limited(retry_after: int) -> Fault:
    """429, with the seconds to wait."""
    return Fault(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(retry_after)})


def server_error(status: int = 500, *, stored: bool = False) -> Fault:
    """An answer that is not Slack's own; the work may be done all the same."""
    return Fault(status, "upstream failed", stored=stored)


def dropped(*, stored: bool) -> Fault:
    """No answer: the connection is closed, before or after the work is done."""
    return Fault(stored=stored, dropped=True)


def held(*, stored: bool = False) -> Fault:
    """No answer until the server is told to release it."""
    return Fault(stored=stored, held=True)
