"""An event loop in which time passes only when nothing else is left to do: hours take milliseconds."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any


class NothingHappens(Exception):
    """Everybody waits for somebody else."""


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Runs everything in an order that depends on the program alone."""

    def __init__(self) -> None:
        self.passed = 0.0
        super().__init__(_Jump(self))

    def time(self) -> float:
        return self.passed


class _Jump(selectors.BaseSelector):
    """Instead of waiting for the time of the next timer, it is that time."""

    def __init__(self, loop: SimulatedLoop) -> None:
        self._loop = loop
        self._keys: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(fileobj, fileobj, events, data)
        self._keys[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._keys.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise NothingHappens
        self._loop.passed += max(0, timeout)
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._keys
