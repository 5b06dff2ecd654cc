"""Whether a request is Slack's own, made just now, and none that somebody recorded."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping

from bot.platforms.slack.once import Once

OLDEST = 5 * 60
"""Seconds: https://docs.slack.dev/authentication/verifying-requests-from-slack."""


class Signature:
    """Tells Slack's requests from all others. Each is accepted once, so that a recorded one is of no use."""

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        self._key = secret.encode()
        self._now = now
        # The clocks may differ by as much as a request may be old, either way.
        self._seen = Once(2 * OLDEST, now)

    def accepts(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the headers prove the body."""
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "").encode("utf-8", "replace")
        if not (stamp.isascii() and stamp.isdigit() and abs(self._now() - int(stamp[:12])) <= OLDEST):
            return False
        digest = hmac.new(self._key, b"v0:%b:%b" % (stamp.encode(), body), hashlib.sha256).hexdigest()
        return hmac.compare_digest(b"v0=" + digest.encode(), signature) and self._seen.is_new(digest)
