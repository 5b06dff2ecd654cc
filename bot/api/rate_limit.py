"""How many requests a client may send: a token bucket for each address."""

import time
from collections import OrderedDict
from collections.abc import Callable

PER_MINUTE = 600
"""Requests of one client in a minute: ten a second, with as many at once after a minute of silence."""
MOST_CLIENTS = 10_000
"""Addresses that are remembered; the one that was longest silent is forgotten first."""


class RateLimit:
    """Token buckets by client; ``now`` gives monotonic seconds, and 0 requests a minute are no limit."""

    def __init__(self, per_minute: int = PER_MINUTE, now: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._now = per_minute, now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def seconds_to_wait(self, client: str) -> float:
        """Take one request from a client's bucket: 0, or the seconds until it has another one."""
        if not self._per_minute:
            return 0.0
        now, rate = self._now(), self._per_minute / 60
        left, since = self._buckets.pop(client, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * rate)
        is_allowed = left >= 1
        self._buckets[client] = (left - is_allowed, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if is_allowed else (1 - left) / rate
