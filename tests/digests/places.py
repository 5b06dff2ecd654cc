"""A desk with digests over a real database, a clock that stands, and platforms that may refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.cases.changes import version_of
from bot.cases.library import Shelf
from bot.desk import Desk
from bot.digests.choices import DigestChoices
from bot.digests.commands import DigestCommands
from bot.digests.memory import VersionMemory
from bot.digests.outcomes import Rejected
from bot.digests.senders import Target
from bot.digests.shelf import SubscriptionShelf
from bot.digests.when import zone_of
from bot.preferences.book import PreferenceBook
from bot.preferences.commands import SettingsCommands
from bot.rendering.render import Presentation, to_text
from bot.search.keeper import ArchiveKeeper
from bot.store import subscriptions
from bot.store.database import writing
from bot.store.subscriptions import Subscription

ROOT = Path(__file__).parent.parent
ADMIN = Asker("discord", "guild", "news", "ada", manages=True)
MEMBER = replace(ADMIN, user="bob", manages=False)


class Place:
    """What somebody sees who types commands in a channel."""

    def __init__(self, database: Engine, content: Path) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.refused: Rejected | None = None
        self.asked: list[Target] = []
        self.database = database
        self.keeper = ArchiveKeeper(Shelf(content))
        self.keeper.read()
        self.book = PreferenceBook(database, lambda: self.now.timestamp())  # noqa: PLW0108  -- the clock is moved
        shelf = SubscriptionShelf(database)

        async def can_post(target: Target) -> Rejected | None:
            self.asked.append(target)
            return self.refused

        def now() -> datetime:
            return self.now

        digests = DigestCommands(
            shelf, self.book, lambda: self.keeper.archive.library, can_post, VersionMemory(database), now
        )
        settings = SettingsCommands(self.book, lambda: self.keeper.archive.library, zone_of)
        self.desk = Desk(
            self.keeper,
            Presentation(),
            handlers={**digests.handlers, **settings.handlers},
            default_case=self.book.default_case,
            finders=DigestChoices(shelf, self.book, now).finders,
        )

    async def say(self, command: str, asker: Asker = ADMIN) -> str:
        """The answer as plain text."""
        return await self.desk.reply(command, asker, to_text)

    async def payload(self, command: str, render: Callable[[Answer, Presentation], Any]) -> Any:
        """The answer as a platform is sent it."""
        return await self.desk.reply(command, ADMIN, render)

    def kept(self, identifier: int) -> Subscription:
        """A subscription as the database has it."""
        with self.database.connect() as connection:
            found = subscriptions.get(connection, identifier)
        assert found
        return found

    def version(self) -> str:
        """How far a digest of the real case tells."""
        return version_of(self.keeper.archive.library.cases["carroll-v-trump"])

    def change(self, identifier: int, **values: Any) -> None:
        """Do to a subscription what delivery does."""
        with writing(self.database) as connection:
            assert subscriptions.change(connection, identifier, **values)
