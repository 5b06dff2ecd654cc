"""Preferences in the database, cached; a command that only depends on them is answered without it, too."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

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
"""Workspaces whose preferences are remembered at most; what was read the longest ago is forgotten first."""
READ_TIMEOUT = 1.0
"""Seconds that an answer waits for preferences, of the three in which it has to be there."""
READ_TURNS = 5
"""Turns in which an answer waits for them: a stall of the event loop does not make the database late."""
RETRY_AFTER = 5.0
"""Seconds after which a database that failed is asked again: meanwhile, answers do not wait for it."""
LONG_AGO = float("-inf")


@dataclass(frozen=True)
class StoredPreferences:
    """The preferences that are set for a channel, for that of which it is a thread, and for its workspace."""

    channel: Preferences
    parent: Preferences
    workspace: Preferences

    @property
    def combined(self) -> Preferences:
        """The channel's preferences, where it has none those around it, and then those of its workspace."""
        return self.channel.over(self.parent.over(self.workspace))


@dataclass(frozen=True)
class ScopedPreferences:
    """What was read at once: preferences by channel, the workspace's own by the empty channel."""

    by_channel: Mapping[str, Preferences]
    otherwise: Preferences = Preferences()  # noqa: RUF009  -- a frozen value
    """What holds where neither the channel nor its workspace has preferences."""

    def stored_for(self, asker: Asker) -> StoredPreferences:
        """The preferences where somebody asks: of channel, channel around it and workspace apart."""
        workspace = self.by_channel.get("", self.otherwise) if asker.workspace else self.otherwise
        parent = self.by_channel.get(asker.parent, Preferences()) if asker.parent else Preferences()
        return StoredPreferences(self.by_channel.get(asker.channel, Preferences()), parent, workspace)

    def of(self, asker: Asker) -> Preferences:
        """The preferences that hold where somebody asks."""
        return self.stored_for(asker).combined


UNKNOWN = ScopedPreferences({}, otherwise=Preferences(visibility="private", locked=True))
"""What holds where the preferences cannot be read and never were: no member shows all what may be private."""


class PreferenceRepository:
    """Reads and writes the preferences of channels and workspaces."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._retry_at = LONG_AGO
        self._cached: dict[PreferenceScope, tuple[float, ScopedPreferences]] = {}
        self._reading: dict[PreferenceScope, asyncio.Task[ScopedPreferences]] = {}
        self._changes = 0

    async def of(self, asker: Asker) -> Preferences:
        """The preferences where somebody asks; while the database cannot be read, those that were read last.

        Where none were read yet, answers are private. Every answer needs preferences, so a workspace's and
        its channels' are read together and cached: what another process changes is seen seconds later.
        """
        scope = _read_with(asker)
        until, remembered = self._cached.get(scope, (LONG_AGO, UNKNOWN))
        if self._clock() < until or self._clock() < self._retry_at:
            return remembered.of(asker)
        if scope not in self._reading:
            # Read once for all who ask in a workspace at the same time.
            self._reading[scope] = asyncio.create_task(self._read_once(scope))
        reading = self._reading[scope]
        for _ in range(READ_TURNS):
            done, _ = await asyncio.wait({reading}, timeout=READ_TIMEOUT / READ_TURNS)
            if done:
                return reading.result().of(asker)
        return self._last_known(scope, "it takes too long").of(asker)

    async def kept(self, asker: Asker) -> StoredPreferences:
        """The preferences as they are stored, read anew. Raises what the database raises."""
        return await read(self._engine, _stored, asker)

    async def put(self, place: PreferenceScope, values: Mapping[str, str], asker: Asker) -> StoredPreferences:
        """Set preferences of a place by name, all or none; an empty value unsets one.

        Gives what is stored then where the asker is. Raises what the database raises.
        """
        try:
            return await write(self._engine, _put, place, values, asker)
        finally:
            # Even where it fails, it may have been stored: what was known before is not relied on any more.
            self._forget(place)

    async def _read_once(self, scope: PreferenceScope) -> ScopedPreferences:
        changes = self._changes
        try:
            preferences = await read(self._engine, _of_scope, scope)
        except UNAVAILABLE as error:
            return self._last_known(scope, str(error.__cause__ or error))
        finally:
            self._reading.pop(scope, None)
        self._retry_at = LONG_AGO  # it was only late
        if changes == self._changes:
            self._remember(scope, preferences)
        return preferences

    def _remember(self, scope: PreferenceScope, preferences: ScopedPreferences) -> None:
        self._cached.pop(scope, None)
        self._cached[scope] = self._clock() + CACHED_FOR, preferences
        if len(self._cached) > MOST_CACHED:
            del self._cached[next(iter(self._cached))]

    def _forget(self, place: PreferenceScope) -> None:
        """Forget what was read of the workspace of a place, or of a channel that is in none."""
        self._changes += 1
        self._reading.clear()
        self._cached.pop(place if not place.workspace else replace(place, channel=""), None)

    def _last_known(self, scope: PreferenceScope, reason: str) -> ScopedPreferences:
        if self._clock() >= self._retry_at:
            log.warning("preferences not read", reason=reason)
        self._retry_at = self._clock() + RETRY_AFTER
        return self._cached.get(scope, (LONG_AGO, UNKNOWN))[1]


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
    return _of_scope(connection, _read_with(asker)).stored_for(asker)


def _of_scope(connection: Connection, scope: PreferenceScope) -> ScopedPreferences:
    """The preferences of a workspace with those of its channels, or of a channel that is in none."""
    if not scope.workspace:
        return ScopedPreferences({scope.channel: Preferences.of(rows.of_scope(connection, scope))})
    stored = rows.of_workspace(connection, scope.platform, scope.workspace)
    return ScopedPreferences({channel: Preferences.of(values) for channel, values in stored.items()})


def _read_with(asker: Asker) -> PreferenceScope:
    """What is read at once for an asker: the whole workspace, or in none the channel alone."""
    return workspace_of(asker) if asker.workspace else channel_of(asker)


def channel_of(asker: Asker) -> PreferenceScope:
    """The scope of the preferences of the channel where somebody asks."""
    return PreferenceScope(asker.platform, asker.workspace, asker.channel)


def workspace_of(asker: Asker) -> PreferenceScope:
    """The scope of the preferences of the whole workspace where somebody asks."""
    return PreferenceScope(asker.platform, asker.workspace)
