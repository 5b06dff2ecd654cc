"""Reading and writing preferences in the database; whoever only asks is answered without it, too."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection, Engine

from bot.answers.asker import Asker
from bot.db import preferences as rows
from bot.db.database import UNAVAILABLE, writing
from bot.db.preferences import PreferenceScope
from bot.service.preferences import Preferences

log = structlog.get_logger()
REMEMBERED = 5.0
"""Seconds for which what a place prefers is not read again."""
MOST_REMEMBERED = 10_000
PATIENCE = 1.0
"""Seconds that an answer waits for what its place prefers, of the three in which it has to be there."""
SPARED = 5.0
"""Seconds for which a database that failed is not asked again, so that answers do not wait for it."""
NEVER = (float("-inf"), Preferences())


@dataclass(frozen=True)
class StoredPreferences:
    """What is set for the channel, and for its workspace."""

    channel: Preferences
    workspace: Preferences

    @property
    def both(self) -> Preferences:
        """What holds in the channel."""
        return self.channel.over(self.workspace)


class PreferenceRepository:
    """The preferences of all places."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._spared_until = float("-inf")
        self._remembered: dict[PreferenceScope, tuple[float, Preferences]] = {}
        self._reading: dict[PreferenceScope, asyncio.Task[Preferences]] = {}
        self._changes = 0

    async def of(self, asker: Asker) -> Preferences:
        """What holds where somebody asks; nothing while the database cannot be read, which is logged.

        Every answer asks, so it is remembered for some seconds: another process may answer as before.
        """
        place = channel_of(asker)
        until, remembered = self._remembered.get(place, NEVER)
        if self._clock() < until:
            return remembered
        if self._clock() < self._spared_until:
            return Preferences()
        reading = self._reading.get(place) or self._begin_reading(place, asker)
        done, _ = await asyncio.wait({reading}, timeout=PATIENCE)
        return reading.result() if done else self._spare("it takes too long")

    async def kept(self, asker: Asker) -> StoredPreferences:
        """What is set for the channel and for its workspace. Raises what the database raises."""
        return await asyncio.to_thread(self._read, asker)

    async def put(self, place: PreferenceScope, values: Mapping[str, str], asker: Asker) -> StoredPreferences:
        """Set preferences of a place, all or none; an empty value takes one away.

        Gives what then holds for the asker. Raises what the database raises.
        """
        kept = await asyncio.to_thread(self._write, place, values, asker)
        self._changes += 1
        self._remembered.clear()
        self._reading.clear()
        return kept

    def _begin_reading(self, place: PreferenceScope, asker: Asker) -> asyncio.Task[Preferences]:
        """Read once for all who ask in a place at the same time."""
        self._reading[place] = reading = asyncio.create_task(self._remember(place, asker))
        return reading

    async def _remember(self, place: PreferenceScope, asker: Asker) -> Preferences:
        changes = self._changes
        try:
            preferences = (await self.kept(asker)).both
        except UNAVAILABLE as error:
            return self._spare(str(error.__cause__ or error))
        finally:
            self._reading.pop(place, None)
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        if changes == self._changes:
            self._remembered[place] = self._clock() + REMEMBERED, preferences
        return preferences

    def _spare(self, reason: str) -> Preferences:
        if self._clock() >= self._spared_until:
            log.warning("preferences not read", reason=reason)
        self._spared_until = self._clock() + SPARED
        return Preferences()

    def _read(self, asker: Asker) -> StoredPreferences:
        with self._engine.connect() as connection:
            return _kept(connection, asker)

    def _write(self, place: PreferenceScope, values: Mapping[str, str], asker: Asker) -> StoredPreferences:
        with writing(self._engine) as connection:
            for name, value in values.items():
                if value:
                    rows.put(connection, place, name, value)
                else:
                    rows.unset(connection, place, name)
            return _kept(connection, asker)


def _kept(connection: Connection, asker: Asker) -> StoredPreferences:
    channel = rows.of_scope(connection, channel_of(asker))
    workspace = rows.of_scope(connection, workspace_of(asker)) if asker.workspace else {}
    return StoredPreferences(Preferences.of(channel), Preferences.of(workspace))


def channel_of(asker: Asker) -> PreferenceScope:
    """The channel as a place."""
    return PreferenceScope(asker.platform, asker.workspace, asker.channel)


def workspace_of(asker: Asker) -> PreferenceScope:
    """The whole workspace as a place."""
    return PreferenceScope(asker.platform, asker.workspace)
