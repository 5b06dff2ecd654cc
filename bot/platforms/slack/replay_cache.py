"""A memory of keys seen lately, against requests that are replayed."""

from __future__ import annotations

from collections.abc import Callable


class ReplayCache:
    """Remembers each key for ``seconds`` after it was first seen."""

    def __init__(self, seconds: float, now: Callable[[], float]) -> None:
        self._seconds = seconds
        self._now = now
        self._seen: dict[str, float] = {}

    def is_new(self, key: str) -> bool:
        """Whether a key is seen for the first time; it is remembered from now on."""
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
