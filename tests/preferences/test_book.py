"""What places prefer is read once in a while, and at once where it changes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from bot.answers.asker import Asker
from bot.preferences.book import REMEMBERED, PreferenceBook, channel_of
from bot.store.database import open_database
from bot.store.migrate import migrate

ADA = Asker("discord", "guild", "news", "ada")


async def test_what_a_place_prefers_is_remembered_until_it_changes_or_some_seconds_pass(
    tmp_path: Path,
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    selects: list[str] = []

    @event.listens_for(database, "before_cursor_execute")
    def _(*executed: object) -> None:
        selects.extend(str(one) for one in executed if str(one).startswith("SELECT"))

    now = [0.0]
    book, other = PreferenceBook(database, lambda: now[0]), PreferenceBook(database)
    assert await book.visibility(ADA) is None
    read = len(selects)
    assert await book.visibility(ADA) is None
    assert len(selects) == read
    await book.put(channel_of(ADA), "visibility", "private")
    assert await book.visibility(ADA) == "private"
    await other.put(channel_of(ADA), "visibility", "public")
    assert await book.visibility(ADA) == "private"
    now[0] += REMEMBERED
    assert await book.visibility(ADA) == "public"
    database.dispose()
