"""Preferences as rows: what a workspace or one of its channels has set."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.db.database import insert_into
from bot.db.tables import preferences

KEY = preferences.primary_key.columns


@dataclass(frozen=True)
class PreferenceScope:
    """What a preference is set for: a channel, or with an empty ``channel`` the whole workspace."""

    platform: str
    workspace: str
    channel: str = ""


def of_scope(connection: Connection, place: PreferenceScope) -> Mapping[str, str]:
    """The values that are set for exactly this scope, by the preference's name."""
    at = preferences.c
    rows = connection.execute(select(at.name, at.value).where(*_in(place)))
    return {row.name: row.value for row in rows}


def of_workspace(connection: Connection, platform: str, workspace: str) -> Mapping[str, Mapping[str, str]]:
    """The values that are set for a workspace and its channels, by channel, its own by the empty one."""
    at = preferences.c
    meant = (at.platform == platform, at.workspace == workspace)
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(at.channel, at.name, at.value).where(*meant)):
        found.setdefault(row.channel, {})[row.name] = row.value
    return found


def put(connection: Connection, place: PreferenceScope, name: str, value: str) -> None:
    """Set a preference of a scope, in the place of an earlier value."""
    added = insert_into(preferences, connection).values(**vars(place), name=name, value=value)
    connection.execute(added.on_conflict_do_update(index_elements=[*KEY], set_={"value": value}))


def unset(connection: Connection, place: PreferenceScope, name: str) -> None:
    """Remove a preference of a scope, so that the next wider scope decides."""
    connection.execute(delete(preferences).where(*_in(place), preferences.c.name == name))


def unset_everywhere(connection: Connection, platform: str, workspace: str, name: str) -> None:
    """Remove a preference of a workspace and of all its channels."""
    at = preferences.c
    meant = (at.platform == platform, at.workspace == workspace, at.name == name)
    connection.execute(delete(preferences).where(*meant))


def _in(place: PreferenceScope) -> tuple[ColumnElement[bool], ...]:
    at = preferences.c
    return at.platform == place.platform, at.workspace == place.workspace, at.channel == place.channel
