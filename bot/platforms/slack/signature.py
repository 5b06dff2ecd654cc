"""Verifies the signatures of Slack's requests, and refuses those that are old."""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping

TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
MOST_DIGITS = 12
"""Digits of a timestamp that are read."""
MAX_AGE = 5 * 60
"""Seconds for which a signature is valid: https://docs.slack.dev/authentication/verifying-requests-from-slack."""


class SignatureVerifier:
    """Tells requests that Slack has signed with the app's signing secret from all others."""

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        self._key = secret.encode()
        self._now = now

    def is_valid(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the headers hold a signature of the body that is at most ``MAX_AGE`` seconds old."""
        timestamp = headers.get(TIMESTAMP, "")
        if not (timestamp.isascii() and timestamp.isdigit()):
            return False
        if abs(self._now() - int(timestamp[:MOST_DIGITS])) > MAX_AGE:
            return False
        digest = hmac.new(self._key, b"v0:%b:%b" % (timestamp.encode(), body), hashlib.sha256).hexdigest()
        signature = headers.get(SIGNATURE, "").encode("utf-8", "replace")
        return hmac.compare_digest(b"v0=" + digest.encode(), signature)
