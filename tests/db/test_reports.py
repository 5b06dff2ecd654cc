"""The editors' inbox and the requests that were carried out, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.db import handled_requests, preferences, reports
from bot.db.database import writing
from bot.db.preferences import PreferenceScope
from bot.db.reports import NewReport
from bot.db.slack_workspaces import keep_shortcut, shortcuts_of

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
WRONG = NewReport("discord", "/case damages", "It was five.")


def test_a_report_waits_until_it_is_done_and_is_then_deleted(database: Engine) -> None:
    with writing(database) as connection:
        assert [reports.add(connection, WRONG, NOW, 2) for _ in range(3)] == [1, 2, None]
        assert [one.id for one in reports.listed(connection).rows] == [1, 2]
        assert reports.mark_done(connection, [1, 9], NOW) == (1,)
        assert reports.mark_done(connection, [1], NOW) == ()
        assert [one.id for one in reports.listed(connection).rows] == [2]
        assert [one.done_at for one in reports.listed(connection, with_done=True).rows] == [NOW, None]
        assert reports.delete_done(connection) == 1
        assert [one.id for one in reports.listed(connection, with_done=True).rows] == [2]


def test_a_request_is_claimed_once_until_it_is_released_or_a_day_has_passed(database: Engine) -> None:
    with writing(database) as connection:
        assert handled_requests.claim(connection, "a", NOW)
        assert not handled_requests.claim(connection, "a", NOW + timedelta(hours=23))
        handled_requests.release(connection, "a")
        assert handled_requests.claim(connection, "a", NOW)
        assert handled_requests.claim(connection, "a", NOW + timedelta(hours=25))


def at_once(database: Engine, change: object, times: int = 10) -> list[object]:
    """What a change gives that so many threads make at the same time; a failure is given as well."""
    barrier, given = threading.Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            with writing(database) as connection:
                given.append(change(connection))  # type: ignore[operator]  # any change
        except Exception as error:  # noqa: BLE001  -- it is compared with what is expected
            given.append(error)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_of_many_who_claim_a_request_at_once_one_has_it(database: Engine) -> None:
    claimed = at_once(database, lambda connection: handled_requests.claim(connection, "a", NOW))
    assert sorted(map(str, claimed)) == ["False"] * 9 + ["True"]


def test_what_is_kept_by_many_at_once_is_kept(database: Engine) -> None:
    kept = at_once(database, lambda connection: keep_shortcut(connection, "T1", "U1", "/help", NOW))
    assert kept == [None] * 10
    scope = PreferenceScope("slack", "T1", "C1")
    assert at_once(database, lambda one: preferences.put(one, scope, "zone", "UTC")) == [None] * 10
    with database.connect() as connection:
        assert shortcuts_of(connection, "T1", "U1") == ("/help",)
        assert preferences.of_scope(connection, scope) == {"zone": "UTC"}
