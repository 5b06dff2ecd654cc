"""A memory of what has been seen lately."""

from __future__ import annotations

from collections.abc import Callable


class ReplayCache:
    """Remembers keys for some seconds."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = now
        self._seen: dict[str, float] = {}

    def is_new(self, key: str) -> bool:
        """Whether it is seen for the first time; from now on it is not."""
        now = self._now()
        self._forget(now)
        if key in self._seen:
            return False
        self._seen[key] = now
        return True

    def _forget(self, now: float) -> None:
        # A dictionary keeps the order in which keys came, and none comes twice.
        while self._seen and now - next(iter(self._seen.values())) > self._seconds:
            del self._seen[next(iter(self._seen))]
