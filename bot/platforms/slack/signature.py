"""Whether a request is Slack's own, made just now, and not one that somebody recorded."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping

from bot.platforms.slack.replay_cache import ReplayCache

STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
LONGEST = 12
"""Digits of a time that are read."""
OLDEST = 5 * 60
"""Seconds: https://docs.slack.dev/authentication/verifying-requests-from-slack."""


class Signature:
    """Tells Slack's requests from all others."""

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        self._key = secret.encode()
        self._now = now
        # The clocks may differ by as much as a request may be old, either way.
        self._seen = ReplayCache(2 * OLDEST, now)

    def accepts(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the headers prove the body, and are not old."""
        stamp = headers.get(STAMP, "")
        if not (stamp.isascii() and stamp.isdigit() and abs(self._now() - int(stamp[:LONGEST])) <= OLDEST):
            return False
        digest = hmac.new(self._key, b"v0:%b:%b" % (stamp.encode(), body), hashlib.sha256).hexdigest()
        signature = headers.get(SIGNATURE, "").encode("utf-8", "replace")
        return hmac.compare_digest(b"v0=" + digest.encode(), signature)

    def is_new(self, headers: Mapping[str, str]) -> bool:
        """Whether headers that were accepted come for the first time; from now on they do not."""
        return self._seen.is_new(headers[SIGNATURE])
