"""The commands that belong to a place, ready for a desk: ``/digest`` and ``/settings`` on one database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.cases.library import Library
from bot.digests.choices import DigestChoices, Finder
from bot.digests.commands import CanPost, DigestCommands
from bot.digests.memory import VersionMemory
from bot.digests.shelf import SubscriptionShelf
from bot.digests.when import zone_of
from bot.preferences.book import PreferenceBook
from bot.preferences.commands import SettingsCommands
from bot.preferences.unreachable import Handler


@dataclass(frozen=True)
class PlaceCommands:
    """What a desk is given: what answers the commands, what completes them, and what places prefer."""

    handlers: Mapping[str, Handler]
    finders: Mapping[str, Finder]
    book: PreferenceBook


def place_commands(database: Engine, library: Callable[[], Library], can_post: CanPost) -> PlaceCommands:
    """The commands over a database, the cases as they were last read, and what asks platforms."""
    book, shelf = PreferenceBook(database), SubscriptionShelf(database)
    digests = DigestCommands(shelf, book, library, can_post, VersionMemory(database))
    settings = SettingsCommands(book, library, zone_of)
    choices = DigestChoices(shelf, book)
    return PlaceCommands({**digests.handlers, **settings.handlers}, choices.finders, book)
