"""Attempts in doubt: for how long one that was not answered may still arrive.

Until then nobody acts on it.
"""

import asyncio

IN_DOUBT_SECONDS = 20.0
"""Seconds after an attempt before it is looked up or made again: by then it is there, or never will be."""
MOST_REMEMBERED = 10_000
"""Attempts that are remembered before those that are over are forgotten."""


class InDoubt:
    """Attempts whose outcome is unknown, whoever made them, each since this process knows of it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[tuple[object, ...], float] = {}

    def left(self, *attempt: object) -> float:
        """Seconds until an attempt can surely not arrive any more; 0 or less where that is so."""
        time = asyncio.get_running_loop().time()
        if len(self._known) > MOST_REMEMBERED:
            self._known = {one: since for one, since in self._known.items() if time - since < self._seconds}
        return self._seconds - (time - self._known.setdefault(attempt, time))

    def ended(self, *attempt: object) -> None:
        """Forget an attempt, because its outcome is known."""
        self._known.pop(attempt, None)
