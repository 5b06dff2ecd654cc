"""The minute at which quiet begins and ends, and schedules that have no quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.digests.schedule import QuietHours, Schedule, Weekly, now_in_utc

DAILY = Weekly(frozenset(range(7)))
SECOND = timedelta(seconds=1)
NIGHT, NOON = QuietHours(time(22), time(7)), QuietHours(time(12), time(13))
DAY = datetime(2024, 5, 1, tzinfo=UTC)


def loud_from(quiet: QuietHours | None, moment: datetime) -> datetime:
    return Schedule(DAILY, time(9), "UTC", quiet).loud_from(moment)


@pytest.mark.parametrize(
    ("quiet", "begins", "ends"),
    [
        (NIGHT, DAY.replace(hour=22), DAY.replace(day=2, hour=7)),
        (NOON, DAY.replace(hour=12), DAY.replace(hour=13)),
    ],
)
def test_quiet_begins_at_its_start_and_is_over_at_its_end(
    quiet: QuietHours, begins: datetime, ends: datetime
) -> None:
    for moment in (begins, begins + SECOND, ends - SECOND):
        assert loud_from(quiet, moment) == ends
    for moment in (begins - SECOND, ends, ends + SECOND):
        assert loud_from(quiet, moment) == moment


def test_without_quiet_hours_what_is_late_is_posted_at_once() -> None:
    assert loud_from(None, DAY) == DAY


def test_the_clock_shows_the_time_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= now_in_utc() <= datetime.now(UTC)
    assert now_in_utc().utcoffset() == timedelta()
