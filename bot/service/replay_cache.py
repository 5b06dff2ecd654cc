"""Remembers the signatures of a platform's requests, against those that were recorded and are sent again."""

import time
from collections.abc import Callable


class ReplayCache:
    """Remembers each signature for some time after its first use, by the clock ``now`` (seconds).

    ``max_age`` is the most seconds by which a signed time may lie before or after now: a signature is
    remembered for twice as long, since the clocks of sender and receiver may differ by as much.
    """

    def __init__(self, max_age: float, now: Callable[[], float] = time.time) -> None:
        self._window = 2 * max_age
        self._now = now
        self._seen: dict[str, float] = {}
        """When each signature was first used, the oldest first."""

    def is_first_use(self, signature: str) -> bool:
        """Whether a valid signature is seen for the first time; it is remembered."""
        now = self._now()
        while self._seen and now - next(iter(self._seen.values())) > self._window:
            del self._seen[next(iter(self._seen))]
        if signature in self._seen:
            return False
        self._seen[signature] = now
        return True
