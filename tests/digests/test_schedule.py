"""When digests are due: once a local day in every zone, whatever clocks do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.digests.schedule import Monthly, QuietHours, Schedule, Weekly
from bot.digests.schedule_parser import read_schedule

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
DAILY = Weekly(frozenset(range(7)))
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]


def runs(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    run = schedule.next_run(after)
    while run <= until:
        yield run
        run = schedule.next_run(run)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_between(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


@cache
def zones_that_differ() -> dict[bytes, str]:
    """A zone for each different table of tzdata; the other names are aliases of these."""
    folder = files("tzdata").joinpath("zoneinfo")
    return {folder.joinpath(*zone.split("/")).read_bytes(): zone for zone in _listed()}


def _listed() -> list[str]:
    return files("tzdata").joinpath("zones").read_text(encoding="ascii").split()


def transitions(zone: ZoneInfo) -> Iterator[date]:
    """The days on which the clock is moved."""
    before = None
    for day in days_between(FIRST, LAST + DAY):
        offset = datetime.combine(day, time(0), UTC).astimezone(zone).utcoffset()
        if before is not None and offset != before:
            yield day - DAY
        before = offset


def expected(zone: ZoneInfo, days: list[date]) -> dict[time, list[datetime]]:
    """For each quarter of an hour its instants, found by walking through every instant of these days."""
    seen: dict[tuple[date, time], datetime] = {}
    walk = datetime.combine(days[0] - DAY, time(0), UTC)
    while walk < datetime.combine(days[-1] + 2 * DAY, time(0), UTC):
        local = walk.astimezone(zone)
        seen.setdefault((local.date(), local.time()), walk)
        walk += QUARTER
    return {at: [seen.get((day, at)) or _after_gap(seen, day, at) for day in days] for at in QUARTERS}


def _after_gap(seen: dict[tuple[date, time], datetime], day: date, at: time) -> datetime:
    """A skipped time counts on from the last one that there was."""
    last, steps = datetime.combine(day, at), 0
    while (last.date(), last.time()) not in seen:
        last, steps = last - QUARTER, steps + 1
    return seen[last.date(), last.time()] + QUARTER * steps


@pytest.mark.no_cover
def test_a_daily_digest_at_every_quarter_fires_exactly_once_a_local_day_in_every_zone() -> None:
    assert set(_listed()) >= available_timezones() - {"localtime", "posixrules"}
    checked = 0
    for name in zones_that_differ().values():
        zone = ZoneInfo(name)
        for moved in transitions(zone):
            days = days_between(moved - DAY, moved + DAY)
            for at, instants in expected(zone, days).items():
                schedule = Schedule(DAILY, at, name)
                assert list(runs(schedule, instants[0] - QUARTER, instants[-1])) == instants, (
                    name,
                    moved,
                    at,
                )
                checked += len(instants)
    assert checked > 300_000


def test_between_transitions_every_local_day_of_seven_years_has_one_run() -> None:
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Casablanca",
    ):
        schedule = Schedule(DAILY, time(2, 30), name)
        start = schedule.next_run(utc("2023-12-31T12:00"))
        found = list(runs(schedule, start - QUARTER, utc("2030-12-31T12:00")))
        slots = {run.astimezone(ZoneInfo(name)).date() for run in found}
        assert len(found) == len(slots) == (found[-1].date() - found[0].date()).days + 1


@pytest.mark.parametrize(
    ("when", "after", "run"),
    [
        # In Berlin 2:00 to 3:00 came twice on 27 October 2024 and not at all on 31 March.
        ("daily 2:30 Europe/Berlin", "2024-10-26T12:00", "2024-10-27T00:30"),
        ("daily 2:30 Europe/Berlin", "2024-10-27T00:30", "2024-10-28T01:30"),
        ("daily 2:30 Europe/Berlin", "2024-10-27T01:00", "2024-10-28T01:30"),
        ("daily 2:30 Europe/Berlin", "2024-03-30T12:00", "2024-03-31T01:30"),
        ("daily 2:30 Europe/Berlin", "2024-03-31T01:30", "2024-04-01T00:30"),
        ("weekdays 9:00 Europe/Berlin", "2024-10-25T07:00", "2024-10-28T08:00"),
        ("every monday at 8am America/New_York", "2024-03-08T00:00", "2024-03-11T12:00"),
        ("mon, wed 9:00 UTC", "2024-05-06T09:00", "2024-05-08T09:00"),
        ("monthly on the 1st at 9:00 Asia/Tokyo", "2024-01-31T23:59", "2024-02-01T00:00"),
        ("monthly on the 30th at 9:00 UTC", "2024-02-01T00:00", "2024-02-29T09:00"),
        ("monthly on the last day at 9:00 UTC", "2025-02-01T00:00", "2025-02-28T09:00"),
        ("first and last monday of the month 2:30 Europe/Berlin", "2024-03-05T00:00", "2024-03-25T01:30"),
        ("last sunday of the month 2:30 Europe/Berlin", "2024-03-01T00:00", "2024-03-31T01:30"),
        ("last sunday of the month 2:30 Europe/Berlin", "2024-10-27T00:30", "2024-11-24T01:30"),
        ("monthly on the 15th and 31st at 9:00 UTC", "2025-02-15T09:00", "2025-02-28T09:00"),
        ("daily 0:00 Pacific/Kiritimati", "2024-05-01T00:00", "2024-05-01T10:00"),
    ],
)
def test_the_next_run_is_on_the_wall_clock(when: str, after: str, run: str) -> None:
    assert read_schedule(when).next_run(utc(after)) == utc(run)


def test_missed_runs_collapse_into_the_next_one() -> None:
    schedule = read_schedule("daily 9:00 UTC")
    due = schedule.next_run(utc("2024-05-01T10:00"))
    assert due == utc("2024-05-02T09:00")
    assert schedule.next_run(utc("2024-05-05T12:00")) == utc("2024-05-06T09:00")


def test_days_that_a_short_month_has_not_are_its_last() -> None:
    assert [
        day
        for day in days_between(date(2025, 2, 1), date(2025, 2, 28))
        if Monthly(frozenset((31,))).includes(day)
    ] == [date(2025, 2, 28)]


@pytest.mark.parametrize(
    ("quiet", "moment", "loud"),
    [
        (("22:00", "07:00"), "2024-05-01T12:00", "2024-05-01T12:00"),
        (("22:00", "07:00"), "2024-05-01T22:00", "2024-05-02T05:00"),
        (("22:00", "07:00"), "2024-05-01T20:30", "2024-05-02T05:00"),
        (("22:00", "07:00"), "2024-05-02T04:59", "2024-05-02T05:00"),
        (("22:00", "07:00"), "2024-05-02T05:00", "2024-05-02T05:00"),
        (("12:00", "13:00"), "2024-05-01T10:30", "2024-05-01T11:00"),
        # Quiet until a time that this night skips, and until one that it has twice.
        (("22:00", "02:30"), "2024-03-30T23:00", "2024-03-31T01:30"),
        (("22:00", "02:30"), "2024-10-27T00:00", "2024-10-27T00:30"),
        (("22:00", "02:30"), "2024-10-27T01:10", "2024-10-27T01:30"),
    ],
)
def test_what_comes_late_waits_for_the_end_of_quiet_hours(
    quiet: tuple[str, str], moment: str, loud: str
) -> None:
    hours = QuietHours(time.fromisoformat(quiet[0]), time.fromisoformat(quiet[1]))
    schedule = Schedule(DAILY, time(9), "Europe/Berlin", hours)
    assert schedule.loud_from(utc(moment)) == utc(loud)
