"""``/digest`` and ``/settings`` as an extension of the command service, over one database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from bot.cases.library import Library
from bot.digests.completions import DigestCompletions
from bot.digests.digest_commands import CanPost, DigestCommands
from bot.digests.schedule_parser import zone_of
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.version_repository import VersionRepository
from bot.service.command_service import Extension
from bot.service.preference_repository import PreferenceRepository
from bot.service.settings_commands import SettingsCommands


def place_extension(
    database: Engine, preferences: PreferenceRepository, library: Callable[[], Library], can_post: CanPost
) -> Extension:
    """The commands that belong to a channel or workspace, and the completion of their options.

    ``library`` gives the cases as they were last read, ``can_post`` asks a target's platform.
    """
    subscriptions = SubscriptionRepository(database)
    digests = DigestCommands(subscriptions, preferences, library, can_post, VersionRepository(database))
    settings = SettingsCommands(preferences, library, zone_of)
    completions = DigestCompletions(subscriptions, preferences)
    return Extension({**digests.handlers, **settings.handlers}, completions.completers)
