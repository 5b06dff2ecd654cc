"""Schedules as people write them: many ways in, one way out, and a cure for what is none."""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.query import CommandError
from bot.digests.completions import when_choices, zone_choices
from bot.digests.schedule import Monthly, QuietHours, Schedule, Weekly
from bot.digests.schedule_parser import read_schedule, write_schedule
from bot.digests.zones import zones

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    days = draw(st.frozensets(st.integers(0, 6), min_size=1).map(Weekly) | st.integers(1, 31).map(Monthly))
    at = draw(times)
    hours = st.builds(QuietHours, times, times)
    sensible = hours.filter(lambda quiet: quiet.start != quiet.end and not quiet.hold(at))
    return Schedule(days, at, draw(st.sampled_from(zones())), draw(st.none() | sensible))


@given(schedules())
def test_a_schedule_is_written_so_that_it_reads_as_the_same_one(schedule: Schedule) -> None:
    assert read_schedule(write_schedule(schedule)) == schedule


@given(st.text())
def test_whatever_is_typed_is_a_schedule_or_gets_a_sentence(typed: str) -> None:
    try:
        schedule = read_schedule(typed)
    except CommandError:
        return
    assert read_schedule(write_schedule(schedule)) == schedule


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("weekdays 9:00 Europe/Berlin", "weekdays 09:00 Europe/Berlin"),
        ("Every Monday at 8am America/New York", "every monday at 08:00 America/New_York"),
        ("daily 18:30 America/New_York", "daily 18:30 America/New_York"),
        ("mon,wed 9:00 utc", "monday, wednesday at 09:00 UTC"),
        ("monthly on the 1st at 9:00 berlin", "monthly on the 1st at 09:00 Europe/Berlin"),
        ("the last day of every month 9am tokyo", "monthly on the last day at 09:00 Asia/Tokyo"),
        ("monthly on 15 at noon Europe/London", "monthly on the 15th at 12:00 Europe/London"),
        ("every 1st at 9:00 utc", "monthly on the 1st at 09:00 UTC"),
        ("mon – fri 9.30 Europe/Vienna", "weekdays 09:30 Europe/Vienna"),
        ("fri to mon 8:15 p.m. sydney time", "monday, friday, saturday, sunday at 20:15 Australia/Sydney"),
        ("jeden Montag um 8 Uhr Europe/Berlin", "every monday at 08:00 Europe/Berlin"),
        ("Werktags 9 Uhr Berlin", "weekdays 09:00 Europe/Berlin"),
        ("daily at 9 Isle of Man", "daily 09:00 Europe/Isle_of_Man"),
        ("weekends 12am EST5EDT", "weekends 00:00 EST5EDT"),
        ("midnight UTC", "daily 00:00 UTC"),
        ("daily 9:00 utc quiet hours from 22:00 to 7am", "daily 09:00 UTC, quiet 22:00–07:00"),
        ("weekly on monday 9:00 utc", "every monday at 09:00 UTC"),
        ("tu, th 9:00 utc", "tuesday, thursday at 09:00 UTC"),
        ("mo-fr 9:00 berlin", "weekdays 09:00 Europe/Berlin"),
        ("Mo. – Fr. 9 Uhr Berlin", "weekdays 09:00 Europe/Berlin"),
        ("Montag bis Freitag um 9 Uhr in Wien", "weekdays 09:00 Europe/Vienna"),
        ("di und do 9:00 zürich", "tuesday, thursday at 09:00 Europe/Zurich"),
        ("am Wochenende mittags Berlin", "weekends 12:00 Europe/Berlin"),
        ("jeden Tag um 9 Uhr Berlin", "daily 09:00 Europe/Berlin"),
        ("wöchentlich am Sonnabend um 9:00 Berlin", "every saturday at 09:00 Europe/Berlin"),
        ("monatlich am 15. um 9 Uhr Berlin", "monthly on the 15th at 09:00 Europe/Berlin"),
        ("am 1. jeden Monats um 9 Uhr Berlin", "monthly on the 1st at 09:00 Europe/Berlin"),
        ("am letzten Tag des Monats um 9:00 Berlin", "monthly on the last day at 09:00 Europe/Berlin"),
        ("täglich 9:00 Berlin, Ruhezeit von 22 bis 7", "daily 09:00 Europe/Berlin, quiet 22:00–07:00"),
    ],
)
def test_people_write_a_schedule_in_many_ways(typed: str, written: str) -> None:
    assert write_schedule(read_schedule(typed)) == written


def test_the_zone_that_a_place_prefers_is_taken_where_none_is_named() -> None:
    assert read_schedule("every monday at 8am", "Asia/Tokyo").zone == "Asia/Tokyo"
    assert read_schedule("every monday at 8am UTC", "Asia/Tokyo").zone == "UTC"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "every monday at 8am",
            "In which time zone? Add a place, such as “every monday at 8am Europe/Berlin”.",
        ),
        (
            "weekdays 9:00 Europe/Berln",
            "There is no time zone “europe/berln”. Did you mean Europe/Berlin?",
        ),
        ("daily 9:00 EST", "There is no time zone “est”. Did you mean America/New_York?"),
        (
            "daily 9:00 germany",
            "There is no time zone “germany”. Did you mean Europe/Berlin or Europe/Busingen?",
        ),
        (
            "daily 9:00 utc+2",
            "There is no time zone “utc+2”. Name a place, such as Europe/Berlin or America/New_York.",
        ),
        ("25:00 daily utc", "25:00 is no time of the day; use 0:00 to 23:59, or 1am to 12pm."),
        ("daily 9:60 utc", "9:60 is no time of the day; use 0:00 to 23:59, or 1am to 12pm."),
        ("daily 13pm utc", "13pm is no time of the day; use 0:00 to 23:59, or 1am to 12pm."),
        ("mondy 9:00 Europe/Berlin", "“mondy” is not understood. Did you mean monday?"),
        ("tomorrow 9:00 utc", "“tomorrow” is not understood."),
        ("weekly 9:00 utc", "On which day of the week? Write it as: every monday at 9:00 Europe/Berlin."),
        (
            "every week at 9:00 utc",
            "On which day of the week? Write it as: every monday at 9:00 Europe/Berlin.",
        ),
        (
            "biweekly monday 9:00 utc",
            "A digest comes on days of the week, or on a day of the month: “biweekly” is not possible.",
        ),
        ("alle 2 Stunden", "A digest comes once a day at most: “alle 2 stunden” is not possible."),
        ("every 5 minutes", "A digest comes once a day at most: “every 5 minutes” is not possible."),
        (
            "daily 9:00 and 18:00 utc",
            "9:00 and 18:00: a schedule has one time. Make a second one for the other.",
        ),
        ("daily", "At what time? Write it as 9:00 or 8am, such as “weekdays 9:00 Europe/Berlin”."),
        (
            "monthly 9:00 utc",
            "On which day of the month? Write it as: monthly on the 1st at 9:00 Europe/Berlin.",
        ),
        ("monthly on the 32nd at 9:00 utc", "No month has a day 32; use 1st to 31st, or last."),
        (
            "monday monthly on the 1st at 9:00 utc",
            "Days of the week, or a day of the month: one schedule cannot have both.",
        ),
        (
            "daily 23:00 utc quiet 22-7am",
            "23:00 is within the quiet hours, 22:00 to 07:00: the digest would never come at its time.",
        ),
        ("daily 9:00 utc quiet 22", "“quiet 22” is not understood. Write quiet hours as: quiet 22:00-7:00."),
        (
            "daily 9:00 utc quiet 7:00-7:00",
            "Quiet hours that begin and end at 07:00 have no hours in them.",
        ),
    ],
)
def test_what_is_no_schedule_gets_a_sentence_that_names_the_cure(typed: str, sentence: str) -> None:
    with pytest.raises(CommandError) as raised:
        read_schedule(typed)
    assert str(raised.value) == sentence
    assert raised.value.help_for == "digest schedule"


@pytest.mark.parametrize(
    ("typed", "zone", "first"),
    [
        ("", None, ["weekdays 09:00 UTC", "daily 09:00 UTC"]),
        ("", "Asia/Tokyo", ["weekdays 09:00 Asia/Tokyo"]),
        ("every f", "Asia/Tokyo", ["every friday at 16:00 Asia/Tokyo"]),
        ("weekdays 8am", None, ["weekdays 08:00 UTC", "weekdays 08:00 Europe/London"]),
        ("weekdays 8am", "Asia/Tokyo", ["weekdays 08:00 Asia/Tokyo", "weekdays 08:00 UTC"]),
        ("mon 8am germ", None, ["every monday at 08:00 Europe/Berlin"]),
        ("mon 8am Europe/Be", None, ["every monday at 08:00 Europe/Belfast"]),
        ("mon 8am new y", None, ["every monday at 08:00 America/New_York"]),
        ("gibberish", None, []),
    ],
)
def test_schedules_are_completed_while_they_are_typed(typed: str, zone: str | None, first: list[str]) -> None:
    found = [choice.value for choice in islice(when_choices(typed, zone), 25)]
    assert found[: len(first)] == first
    assert all(write_schedule(read_schedule(text)) == text for text in found)
    assert len(set(found)) == len(found)


def test_zones_are_completed_with_the_time_that_it_is_there() -> None:
    now = datetime(2024, 7, 1, 12, tzinfo=UTC)
    found = {choice.value: choice.name for choice in islice(zone_choices("Berl", now), 25)}
    assert found == {"Europe/Berlin": "Europe/Berlin (14:00)"}
