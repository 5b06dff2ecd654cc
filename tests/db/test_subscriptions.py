"""Subscriptions and preferences as they are kept, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.db import preferences, subscriptions
from bot.db.database import writing
from bot.db.preferences import PreferenceScope
from bot.db.subscriptions import NewSubscription
from bot.db.tables import subscriptions as table

NOW = datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC)
DAILY = NewSubscription(
    "slack", "T1", "channel", "C1", "U1", "daily 9:00", "Europe/Berlin", NOW + timedelta(hours=8)
)


def test_what_is_kept_comes_back_whole(database: Engine) -> None:
    with writing(database) as connection:
        identifier = subscriptions.add(connection, DAILY, NOW)
    with database.connect() as connection:
        kept = subscriptions.get(connection, identifier)
    assert kept
    assert {name: getattr(kept, name) for name in vars(DAILY)} == vars(DAILY)
    assert (kept.state, kept.reason, kept.seen, kept.seen_at, kept.created_at) == (
        "active",
        "",
        "",
        None,
        NOW,
    )


def test_times_are_the_same_instant_whatever_zone_they_were_written_in(database: Engine) -> None:
    there = timezone(timedelta(hours=5, minutes=45))
    with writing(database) as connection:
        identifier = subscriptions.add(connection, DAILY, NOW.astimezone(there))
        found = connection.execute(select(table.c.id).where(table.c.created_at <= NOW)).scalars().all()
    assert found == [identifier]


def test_a_time_without_a_zone_is_refused(database: Engine) -> None:
    with writing(database) as connection, pytest.raises(StatementError, match="has no time zone"):
        subscriptions.add(connection, DAILY, NOW.replace(tzinfo=None))


def test_a_value_that_no_code_knows_is_refused(database: Engine) -> None:
    with pytest.raises(IntegrityError), writing(database) as connection:
        connection.execute(table.insert().values(**vars(DAILY), state="lost", created_at=NOW))


def test_a_pause_keeps_everything_but_the_next_run(database: Engine) -> None:
    with writing(database) as connection:
        identifier = subscriptions.add(connection, DAILY, NOW)
        before = subscriptions.get(connection, identifier)
        subscriptions.pause(connection, [identifier], "archived", "by its owner")
        paused = subscriptions.get(connection, identifier)
        assert paused
        assert (paused.state, paused.reason, paused.reason_detail) == ("paused", "archived", "by its owner")
        assert paused.next_run_at is None
        assert subscriptions.resume(connection, identifier, DAILY.next_run_at)
        assert subscriptions.get(connection, identifier) == before


def test_what_is_removed_is_found_no_more(database: Engine) -> None:
    with writing(database) as connection:
        kept, removed = (subscriptions.add(connection, DAILY, NOW) for _ in range(2))
        assert subscriptions.remove(connection, removed)
        assert not subscriptions.remove(connection, removed)
        assert not subscriptions.resume(connection, removed, NOW)
        assert subscriptions.get(connection, removed) is None
        assert [one.id for one in subscriptions.of_channel(connection, "slack", "T1", "C1")] == [kept]
        assert [one.id for one in subscriptions.of_workspace(connection, "slack", "T1")] == [kept]
        assert subscriptions.count_in_workspace(connection, "slack", "T1") == 1
        assert subscriptions.count_in_workspace(connection, "slack", "T2") == 0


def test_a_preference_is_of_its_place_alone(database: Engine) -> None:
    server, channel = PreferenceScope("discord", "1"), PreferenceScope("discord", "1", "7")
    with writing(database) as connection:
        preferences.put(connection, server, "case", "stone")
        preferences.put(connection, channel, "case", "carroll")
        preferences.put(connection, channel, "case", "bell")
        preferences.put(connection, PreferenceScope("slack", "1", "7"), "case", "other")
    with writing(database) as connection:
        assert preferences.of_scope(connection, server) == {"case": "stone"}
        assert preferences.of_scope(connection, channel) == {"case": "bell"}
        preferences.unset(connection, channel, "case")
        assert preferences.of_scope(connection, channel) == {}
