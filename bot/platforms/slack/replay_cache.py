"""Remembers the signatures of Slack's requests, against requests that were recorded and are sent again."""

import time
from collections.abc import Callable

from bot.platforms.slack.signature import MAX_AGE

REPLAY_WINDOW = 2 * MAX_AGE
"""Seconds for which a signature is remembered: clocks may differ by as much as a request may be old."""


class ReplayCache:
    """Remembers each signature for ``REPLAY_WINDOW`` seconds after its first use, by the clock ``now``."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._seen: dict[str, float] = {}
        """When each signature was first used, the oldest first."""

    def is_first_use(self, signature: str) -> bool:
        """Whether a valid signature is seen for the first time; it is remembered."""
        now = self._now()
        while self._seen and now - next(iter(self._seen.values())) > REPLAY_WINDOW:
            del self._seen[next(iter(self._seen))]
        if signature in self._seen:
            return False
        self._seen[signature] = now
        return True
