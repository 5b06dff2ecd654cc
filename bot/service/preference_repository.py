"""Preferences in the database, cached; a command that only depends on them is answered without it, too."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection, Engine

from bot.answers.asker import Asker
from bot.db import preferences as rows
from bot.db.database import UNAVAILABLE, read, write
from bot.db.preferences import PreferenceScope
from bot.service.preferences import Preferences

log = structlog.get_logger()
CACHED_FOR = 5.0
"""Seconds for which the preferences of a place are not read again."""
MOST_CACHED = 10_000
"""Places whose preferences are remembered at most; what was read the longest ago is forgotten first."""
READ_TIMEOUT = 1.0
"""Seconds that an answer waits for preferences, of the three in which it has to be there."""
READ_TURNS = 5
"""Turns in which an answer waits for them: a stall of the event loop does not make the database late."""
RETRY_AFTER = 5.0
"""Seconds after which a database that failed is asked again: meanwhile, answers do not wait for it."""
LONG_AGO = float("-inf")
UNKNOWN = Preferences(visibility="private", locked=True)
"""What holds where the preferences cannot be read and never were: no member shows all what may be private."""


@dataclass(frozen=True)
class StoredPreferences:
    """The preferences that are set for a channel, and those for its workspace."""

    channel: Preferences
    workspace: Preferences

    @property
    def both(self) -> Preferences:
        """The channel's preferences, and where it has none those of its workspace."""
        return self.channel.over(self.workspace)


class PreferenceRepository:
    """Reads and writes the preferences of channels and workspaces."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._retry_at = LONG_AGO
        self._cached: dict[PreferenceScope, tuple[float, Preferences]] = {}
        self._reading: dict[PreferenceScope, asyncio.Task[Preferences]] = {}
        self._changes = 0

    async def of(self, asker: Asker) -> Preferences:
        """The preferences where somebody asks; while the database cannot be read, those that were read last.

        Where none were read yet, answers are private. Every answer needs preferences, so they are cached: a
        change by another process is seen some seconds later.
        """
        place = channel_of(asker)
        until, remembered = self._cached.get(place, (LONG_AGO, UNKNOWN))
        if self._clock() < until or self._clock() < self._retry_at:
            return remembered
        if place not in self._reading:
            # Read once for all who ask in a place at the same time.
            self._reading[place] = asyncio.create_task(self._read_once(place, asker))
        reading = self._reading[place]
        for _ in range(READ_TURNS):
            done, _ = await asyncio.wait({reading}, timeout=READ_TIMEOUT / READ_TURNS)
            if done:
                return reading.result()
        return self._last_known(place, "it takes too long")

    async def kept(self, asker: Asker) -> StoredPreferences:
        """The preferences as they are stored, read anew. Raises what the database raises."""
        return await read(self._engine, _stored, asker)

    async def put(self, place: PreferenceScope, values: Mapping[str, str], asker: Asker) -> StoredPreferences:
        """Set preferences of a place by name, all or none; an empty value unsets one.

        Gives what is stored then where the asker is. Raises what the database raises.
        """
        try:
            stored = await write(self._engine, _put, place, values, asker)
        finally:
            # Even where it fails, it may have been stored: what was known before is not relied on any more.
            self._forget(place)
        self._remember(channel_of(asker), stored.both)
        return stored

    async def _read_once(self, place: PreferenceScope, asker: Asker) -> Preferences:
        changes = self._changes
        try:
            preferences = (await self.kept(asker)).both
        except UNAVAILABLE as error:
            return self._last_known(place, str(error.__cause__ or error))
        finally:
            self._reading.pop(place, None)
        self._retry_at = LONG_AGO  # it was only late
        if changes == self._changes:
            self._remember(place, preferences)
        return preferences

    def _remember(self, place: PreferenceScope, preferences: Preferences) -> None:
        self._cached.pop(place, None)
        self._cached[place] = self._clock() + CACHED_FOR, preferences
        if len(self._cached) > MOST_CACHED:
            del self._cached[next(iter(self._cached))]

    def _forget(self, place: PreferenceScope) -> None:
        """Forget what was read of a channel, or of all channels of a workspace."""
        self._changes += 1
        self._reading.clear()
        for known in [one for one in self._cached if _is_in(one, place)]:
            del self._cached[known]

    def _last_known(self, place: PreferenceScope, reason: str) -> Preferences:
        if self._clock() >= self._retry_at:
            log.warning("preferences not read", reason=reason)
        self._retry_at = self._clock() + RETRY_AFTER
        return self._cached.get(place, (LONG_AGO, UNKNOWN))[1]


def _is_in(place: PreferenceScope, scope: PreferenceScope) -> bool:
    same = (place.platform, place.workspace) == (scope.platform, scope.workspace)
    return same and scope.channel in {"", place.channel}


def _put(
    connection: Connection, place: PreferenceScope, values: Mapping[str, str], asker: Asker
) -> StoredPreferences:
    for name, value in values.items():
        if value:
            rows.put(connection, place, name, value)
        else:
            rows.unset(connection, place, name)
    return _stored(connection, asker)


def _stored(connection: Connection, asker: Asker) -> StoredPreferences:
    channel = rows.of_scope(connection, channel_of(asker))
    workspace = rows.of_scope(connection, workspace_of(asker)) if asker.workspace else {}
    return StoredPreferences(Preferences.of(channel), Preferences.of(workspace))


def channel_of(asker: Asker) -> PreferenceScope:
    """The scope of the preferences of the channel where somebody asks."""
    return PreferenceScope(asker.platform, asker.workspace, asker.channel)


def workspace_of(asker: Asker) -> PreferenceScope:
    """The scope of the preferences of the whole workspace where somebody asks."""
    return PreferenceScope(asker.platform, asker.workspace)
