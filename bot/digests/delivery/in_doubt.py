"""How long something that was sent without an answer may still arrive: until then nobody acts on it."""

from __future__ import annotations

import asyncio

IN_DOUBT_SECONDS = 20.0
"""Seconds after an attempt before it is looked up or made again: by then it is there, or never will be."""
FORGET_OVER = 10_000
"""Attempts that are remembered before those that are over are forgotten."""


class InDoubt:
    """Attempts of which nobody knows the end, whoever made them, since they are known here."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[tuple[object, ...], float] = {}

    def left(self, *attempt: object) -> float:
        """Seconds until an attempt is surely over; 0 or less where it is."""
        time = asyncio.get_running_loop().time()
        if len(self._known) > FORGET_OVER:
            self._known = {one: since for one, since in self._known.items() if time - since < self._seconds}
        return self._seconds - (time - self._known.setdefault(attempt, time))

    def ended(self, *attempt: object) -> None:
        """Its end is known."""
        self._known.pop(attempt, None)
