"""What places prefer is read once in a while, and at once where it changes."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.answers.asker import Asker
from bot.db.database import UNAVAILABLE, open_database
from bot.db.migrate import migrate
from bot.service.preference_repository import (
    CACHED_FOR,
    READ_TIMEOUT,
    PreferenceRepository,
    channel_of,
    workspace_of,
)
from bot.service.preferences import Preferences

ADA = Asker("discord", "guild", "news", "ada")
DISK_FULL = OperationalError("INSERT", {}, Exception("database or disk is full"))


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
    preferences, other = PreferenceRepository(database, lambda: now[0]), PreferenceRepository(database)
    assert (await preferences.of(ADA)).visibility is None
    read = len(selects)
    assert (await preferences.of(ADA)).visibility is None
    assert len(selects) == read
    await preferences.put(channel_of(ADA), {"visibility": "private"}, ADA)
    assert (await preferences.of(ADA)).visibility == "private"
    await other.put(channel_of(ADA), {"visibility": "public"}, ADA)
    assert (await preferences.of(ADA)).visibility == "private"
    now[0] += CACHED_FOR
    assert (await preferences.of(ADA)).visibility == "public"
    database.dispose()


async def test_what_many_ask_at_once_is_read_once(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    selects: list[str] = []

    @event.listens_for(database, "before_cursor_execute")
    def _(*executed: object) -> None:
        selects.extend(str(one) for one in executed if str(one).startswith("SELECT"))

    preferences = PreferenceRepository(database)
    channels = [replace(ADA, channel=f"channel {number}") for number in range(20)]
    assert await asyncio.gather(*map(preferences.of, channels)) == [Preferences()] * 20
    assert await preferences.of(ADA) == Preferences()
    assert len(selects) == 1, "a workspace with all its channels"
    elsewhere = [replace(ADA, workspace="", channel=f"message {number}") for number in range(3)]
    assert await asyncio.gather(*map(preferences.of, elsewhere)) == [Preferences()] * 3
    assert len(selects) == 1 + 3, "direct messages are in no workspace"
    database.dispose()


async def test_each_channel_has_its_own_preferences_over_those_of_its_workspace(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    preferences = PreferenceRepository(database)
    elsewhere, other = replace(ADA, channel="elsewhere"), replace(ADA, workspace="another")
    direct, stranger = replace(ADA, workspace="", channel="dm"), replace(ADA, workspace="", channel="dm 2")
    await preferences.put(workspace_of(ADA), {"visibility": "private", "locked": "yes"}, ADA)
    await preferences.put(channel_of(ADA), {"visibility": "public"}, ADA)
    await preferences.put(channel_of(direct), {"case": "stone"}, direct)
    assert (await preferences.of(ADA)) == Preferences(visibility="public")
    assert (await preferences.of(elsewhere)) == Preferences(visibility="private", locked=True)
    assert (await preferences.of(direct)) == Preferences(case="stone")
    assert [await preferences.of(one) for one in (other, stranger)] == [Preferences()] * 2
    database.dispose()


async def test_settings_are_saved_together_or_not_at_all(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    preferences = PreferenceRepository(database)
    kept = await preferences.put(channel_of(ADA), {"visibility": "private", "zone": "UTC"}, ADA)
    assert (kept.combined.visibility, kept.combined.zone) == ("private", "UTC")

    @event.listens_for(database, "before_cursor_execute")
    def _(*executed: object) -> None:
        if "INSERT" in str(executed[2]) and "Europe/Berlin" in str(executed[3]):
            raise DISK_FULL

    with pytest.raises(UNAVAILABLE):
        await preferences.put(channel_of(ADA), {"visibility": "public", "zone": "Europe/Berlin"}, ADA)
    assert (await preferences.kept(ADA)).combined == kept.combined
    database.dispose()


async def test_an_answer_does_not_wait_for_a_database_that_does_not_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db", lock_timeout=60)
    migrate(database)
    holding, released, answers = threading.Event(), threading.Event(), threading.Event()

    @event.listens_for(database, "before_cursor_execute")
    def _(*_: object) -> None:
        holding.set()
        released.wait(60)
        answers.set()

    preferences = PreferenceRepository(database)
    assert (await preferences.of(ADA)).visibility == "private", "nobody knows better"
    assert holding.is_set()
    assert not answers.is_set()
    assert (await preferences.of(ADA)).visibility == "private"
    assert "preferences not read" in "".join(capsys.readouterr())
    released.set()
    database.dispose()


async def test_a_database_that_was_only_late_is_asked_again_at_once(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db", lock_timeout=60)
    migrate(database)
    released = threading.Event()

    @event.listens_for(database, "before_cursor_execute")
    def _(*_: object) -> None:
        released.wait(60)

    preferences = PreferenceRepository(database, lambda: 0.0)  # no second passes until it is asked again
    assert (await preferences.of(ADA)).visibility == "private"
    released.set()
    async with asyncio.timeout(60):
        while (await preferences.of(replace(ADA, channel="elsewhere"))).visibility == "private":
            await preferences.kept(ADA)
    database.dispose()


async def test_an_event_loop_that_stalls_does_not_make_answers_private(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    loop, asked, released = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    @event.listens_for(database, "before_cursor_execute")
    def _(*_: object) -> None:
        loop.call_soon_threadsafe(asked.set)
        released.wait(60)

    preferences = PreferenceRepository(database)
    asking = asyncio.create_task(preferences.of(ADA))
    await asked.wait()
    time.sleep(READ_TIMEOUT * 1.2)  # noqa: ASYNC251  # the stall
    released.set()
    assert (await asking).visibility is None
    database.dispose()


async def test_what_a_workspace_makes_private_is_private_at_once_in_channels_that_were_asked_in_before(
    tmp_path: Path,
) -> None:
    database = open_database(f"sqlite:///{tmp_path}/bot.db")
    migrate(database)
    preferences, elsewhere = PreferenceRepository(database), replace(ADA, channel="elsewhere")
    assert (await preferences.of(elsewhere)).visibility is None
    await preferences.put(workspace_of(ADA), {"visibility": "private"}, ADA)
    assert (await preferences.of(elsewhere)).visibility == "private"
    database.dispose()
