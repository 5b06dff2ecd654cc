"""A service with digests over a real database, a clock that stands, and platforms that may refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.corpus.corpus import Corpus
from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import Subscription
from bot.digests.completions import DigestCompletions
from bot.digests.cursor import Cursor
from bot.digests.digest_commands import DigestCommands
from bot.digests.outcomes import Rejected
from bot.digests.schedule_parser import zone_of
from bot.digests.senders import Target
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.version_repository import VersionRepository
from bot.rendering.render import Presentation, to_text
from bot.service.command_service import CommandService, Extension
from bot.service.preference_repository import PreferenceRepository
from bot.service.settings_commands import SettingsCommands

ROOT = Path(__file__).parent.parent
ADMIN = Asker("discord", "guild", "news", "ada", manages=True)
MEMBER = replace(ADMIN, user="bob", manages=False)


class Place:
    """What somebody sees who types commands in a channel."""

    def __init__(self, database: Engine, corpus: Corpus) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.refused: Rejected | None = None
        self.asked: list[Target] = []
        self.database = database
        self.corpus = corpus
        self.preferences = PreferenceRepository(database, lambda: self.now.timestamp())  # noqa: PLW0108  -- the clock is moved
        subscription_rows = SubscriptionRepository(database)

        async def can_post(target: Target) -> Rejected | None:
            self.asked.append(target)
            return self.refused

        def now() -> datetime:
            return self.now

        digests = DigestCommands(
            subscription_rows,
            self.preferences,
            lambda: self.corpus.archive.library,
            can_post,
            VersionRepository(database),
            now,
        )
        settings = SettingsCommands(self.preferences, lambda: self.corpus.archive.library, zone_of)
        self.service = CommandService(
            self.corpus,
            Presentation(),
            extensions=[
                Extension(
                    {**digests.handlers, **settings.handlers},
                    DigestCompletions(subscription_rows, self.preferences, now).completers,
                )
            ],
            preferences=self.preferences,
        )

    async def say(self, command: str, asker: Asker = ADMIN) -> str:
        """The answer as plain text."""
        return await self.service.reply(command, asker, to_text)

    async def payload(self, command: str, render: Callable[[Answer, Presentation], Any]) -> Any:
        """The answer as a platform is sent it."""
        return await self.service.reply(command, ADMIN, render)

    def kept(self, identifier: int) -> Subscription:
        """A subscription as the database has it."""
        with self.database.connect() as connection:
            found = subscriptions.get(connection, identifier)
        assert found
        return found

    def cursor(self) -> str:
        """How far a digest of the real case tells, as it is kept."""
        return str(Cursor.of(self.corpus.archive.library.cases["carroll-v-trump"]))

    def change(self, identifier: int, **values: Any) -> None:
        """Do to a subscription what delivery does."""
        with writing(self.database) as connection:
            assert subscriptions.change(connection, identifier, **values)
