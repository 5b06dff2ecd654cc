"""The commands that belong to a place, ready for a desk: ``/digest`` and ``/settings`` on one database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.cases.library import Library
from bot.digests.completions import Completer, DigestCompletions
from bot.digests.digest_commands import CanPost, DigestCommands
from bot.digests.schedule_parser import zone_of
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.version_repository import VersionRepository
from bot.service.preference_repository import PreferenceRepository
from bot.service.settings_commands import SettingsCommands
from bot.service.unavailable import Handler


@dataclass(frozen=True)
class PlaceCommands:
    """What a desk is given: what answers the commands, what completes them, and what places prefer."""

    handlers: Mapping[str, Handler]
    finders: Mapping[str, Completer]
    preferences: PreferenceRepository


def place_commands(database: Engine, library: Callable[[], Library], can_post: CanPost) -> PlaceCommands:
    """The commands over a database, the cases as they were last read, and what asks platforms."""
    preferences, subscriptions = PreferenceRepository(database), SubscriptionRepository(database)
    digests = DigestCommands(subscriptions, preferences, library, can_post, VersionRepository(database))
    settings = SettingsCommands(preferences, library, zone_of)
    choices = DigestCompletions(subscriptions, preferences)
    return PlaceCommands({**digests.handlers, **settings.handlers}, choices.finders, preferences)
