"""Owners of digests that a new installation has resumed are told so, once, by whichever worker looks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from bot.db import subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription
from bot.digests.delivery.resumed import announce_resumed
from bot.digests.outcomes import REINSTALLED
from tests.digests.newsroom import NOW, Newsroom


def resumed(newsroom: Newsroom, owner: str) -> int:
    """A digest that is on again since its workspace installed the bot again."""
    new = NewSubscription("slack", "T1", "channel", "C1", owner, "daily 09:00 UTC", "UTC", NOW)
    with writing(newsroom.database) as connection:
        identifier = subscriptions.add(connection, new, NOW)
        subscriptions.change(connection, identifier, reason=REINSTALLED)
    return identifier


def announce(newsroom: Newsroom, minutes: int = 0) -> int:
    with writing(newsroom.database) as connection:
        return announce_resumed(connection, newsroom.engine, NOW + timedelta(minutes=minutes))


async def test_the_owner_of_a_resumed_digest_is_told_once(content: Path, database: Engine) -> None:
    newsroom = Newsroom(content, database)
    identifier = resumed(newsroom, "U7")
    assert announce(newsroom) == 1
    assert announce(newsroom, 1) == 0
    assert len(await newsroom.work()) == 1
    [(target, payload)] = newsroom.channel.sent
    assert (target.kind, target.channel) == ("dm", "U7")
    assert f"Your digest {identifier} (daily 09:00 UTC) is on again" in str(payload)
    assert "not sent later" in str(payload)


async def test_an_owner_who_was_forgotten_is_told_nothing(content: Path, database: Engine) -> None:
    newsroom = Newsroom(content, database)
    resumed(newsroom, "")
    forgotten_later = resumed(newsroom, "U7")
    assert announce(newsroom) == 2
    with writing(database) as connection:
        subscriptions.change(connection, forgotten_later, owner="")
    await newsroom.work()
    assert newsroom.channel.sent == []
    with database.connect() as connection:
        settled = connection.execute(text("SELECT state, reason FROM deliveries")).all()
    assert [tuple(row) for row in settled] == [("skipped", "its owner was forgotten")]
