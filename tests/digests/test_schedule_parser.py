"""Schedules as people write them: many ways in, one way out, and a cure for what is none."""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.query import CommandError
from bot.digests.completions import zone_choices
from bot.digests.schedule import LAST, Monthly, NthWeekday, QuietHours, Schedule, Weekly
from bot.digests.schedule_completion import when_choices
from bot.digests.schedule_parser import read_schedule, schedule_or_none
from bot.digests.schedule_writer import write_in_language, write_schedule
from bot.digests.zones import zones
from tests.digests.phrasings import rows, verdict

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    weekly = st.frozensets(st.integers(0, 6), min_size=1).map(Weekly)
    monthly = st.frozensets(st.integers(1, 31), min_size=1).map(Monthly)
    ordinals = st.frozensets(st.sampled_from((1, 2, 3, 4, LAST)), min_size=1)
    days = draw(weekly | monthly | st.builds(NthWeekday, ordinals, st.integers(0, 6)))
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
        ("first and third monday of the month 9:00 utc", "first and third monday of the month at 09:00 UTC"),
        ("every last friday 4pm utc", "last friday of the month at 16:00 UTC"),
        ("jeden zweiten Dienstag im Monat 9 Uhr Wien", "second tuesday of the month at 09:00 Europe/Vienna"),
        ("am 1., 10. und 20. um 9 Uhr Wien", "monthly on the 1st and 10th and 20th at 09:00 Europe/Vienna"),
        ("1st and last day monthly 9am utc", "monthly on the 1st and last day at 09:00 UTC"),
        ("Monatsende 17 Uhr Wien", "monthly on the last day at 17:00 Europe/Vienna"),
        ("on the first of every month at 9 utc", "monthly on the 1st at 09:00 UTC"),
        ("MWF 09:00 utc", "monday, wednesday, friday at 09:00 UTC"),
        ("m/w/f 9am utc", "monday, wednesday, friday at 09:00 UTC"),
        ("m-f 9am utc", "weekdays 09:00 UTC"),
        ("sa so 10 uhr wien", "weekends 10:00 Europe/Vienna"),
        ("do 9 Uhr Wien", "every thursday at 09:00 Europe/Vienna"),
        ("mo tu we th fr 9:00 utc", "weekdays 09:00 UTC"),
        ("every morning at 9 utc", "daily 09:00 UTC"),
        ("jeden Morgen um 9 Uhr Wien", "daily 09:00 Europe/Vienna"),
        ("Montag morgen 9 Uhr Wien", "every monday at 09:00 Europe/Vienna"),
        ("8 Uhr abends täglich Wien", "daily 20:00 Europe/Vienna"),
        ("9 in the morning on tuesdays utc", "every tuesday at 09:00 UTC"),
        ("half past eight on fridays london", "every friday at 08:30 Europe/London"),
        ("um Viertel vor neun Wien", "daily 08:45 Europe/Vienna"),
        ("um neun Uhr täglich Wien", "daily 09:00 Europe/Vienna"),
        ("mondays 9 utc", "every monday at 09:00 UTC"),
        ("0 9 1,15 * * utc", "monthly on the 1st and 15th at 09:00 UTC"),
        ("30 17 * * fri utc", "every friday at 17:30 UTC"),
        ("0 9 * * 5#1 utc", "first friday of the month at 09:00 UTC"),
        ("0 9 L * * utc", "monthly on the last day at 09:00 UTC"),
        ("0 9 ? * 6,0 utc", "weekends 09:00 UTC"),
    ],
)
def test_people_write_a_schedule_in_many_ways(typed: str, written: str) -> None:
    assert write_schedule(read_schedule(typed)) == written


REPORTED = {
    "every 3rd day 9am UTC": "“every 3rd day” is not possible.",
    "so mondays 9am Europe/Berlin": "“so” is not understood. Did you mean sunday?",
    "first monday of the month 9:00 Europe/Berlin": "first monday of the month at 09:00 Europe/Berlin",
    "1st and 15th at 9am America/New_York": "monthly on the 1st and 15th at 09:00 America/New_York",
    "mon/wed/fri 09:00 Europe/Berlin": "monday, wednesday, friday at 09:00 Europe/Berlin",
    "0900 weekdays Europe/Berlin": "weekdays 09:00 Europe/Berlin",
    "Friday @ 9am America/New_York": "every friday at 09:00 America/New_York",
    "“weekdays 9:00 Europe/Berlin”": "weekdays 09:00 Europe/Berlin",
    "0 9 * * 1-5": "Add a place, such as “0 9 * * 1-5 Europe/Berlin”.",
    "weekdays 9am San Francisco": "Did you mean America/Los_Angeles?",
    "9am eastern": "Did you mean America/New_York?",
}
"""What is answered to each row of schedules.tsv, in which people's phrasings and what they want stand."""


@pytest.mark.parametrize("row", rows("schedules.tsv"), ids=lambda row: str(row["typed"]))
def test_what_people_reported_is_answered_as_they_want(row: dict[str, str]) -> None:
    try:
        answered = write_schedule(read_schedule(row["typed"]))
    except CommandError as refused:
        answered = str(refused)
    assert answered.endswith(REPORTED[row["typed"]])


NO_PART_OF_IT = (
    *("not", "except", "until", "after", "before", "only", "next", "this", "tomorrow", "today", "starting"),
    *("from", "january", "skip", "holidays", "never", "without", "two", "half", "or", "other", "alternate"),
    *("hours", "minutes", "if", "when", "once", "twice", "biweekly", "summer", "3", "15", "99", "10:00"),
    *("nicht", "außer", "ab", "nur", "heute", "nächsten", "ohne", "mitte", "mai", "wenn", "it"),
)


@pytest.mark.parametrize("word", NO_PART_OF_IT)
@pytest.mark.parametrize(
    "typed",
    [
        "every monday at 9:00 Europe/Berlin",
        "weekdays 9am new york",
        "monthly on the 1st at 9:00 utc",
        "first monday of the month at 9:00 utc",
        "jeden Montag um 9:00 Wien",
        "am 1. jeden Monats um 9:00 Wien",
    ],
)
def test_a_word_that_has_no_part_in_a_schedule_is_never_left_out(typed: str, word: str) -> None:
    cut = typed.split()
    for at in range(len(cut) + 1):
        assert schedule_or_none(" ".join((*cut[:at], word, *cut[at:])), "Asia/Tokyo") is None


def test_phrasings_that_were_collected_beforehand_are_read_as_they_are_meant() -> None:
    judged = {row["typed"]: verdict(**row) for row in rows("schedules_unseen.tsv")}
    # “Singapore” is a zone of that name, which is Asia/Singapore by another one.
    assert {typed: found for typed, found in judged.items() if found != "right"} == {
        "end of month 5pm Singapore": "wrong"
    }


@pytest.mark.parametrize("typed", ["monday " + "9 o " * 1_500, "1st," * 2_000, "monday" + " " * 9_000 + "9"])
def test_what_is_much_too_long_is_refused_at_once(typed: str) -> None:
    with pytest.raises(CommandError, match="is not understood"):
        read_schedule(typed)


def test_the_longest_schedule_is_read() -> None:
    longest = Schedule(
        Monthly(frozenset(range(1, 32))),
        time(9),
        "America/Argentina/ComodRivadavia",
        QuietHours(time(22), time(7)),
    )
    assert read_schedule(write_schedule(longest)) == longest


def test_five_fields_of_cron_take_the_zone_of_the_place() -> None:
    assert write_schedule(read_schedule("0 9 * * 1-5", "Asia/Tokyo")) == "weekdays 09:00 Asia/Tokyo"


@pytest.mark.parametrize("zone", zones())
def test_every_zone_can_be_named_in_a_schedule(zone: str) -> None:
    assert read_schedule(f"first and last friday of the month at 09:00 {zone}").zone == zone


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
        (
            "every 3rd day 9am utc",
            "A digest comes on days of the week, or on a day of the month: “every 3rd day” is not possible.",
        ),
        (
            "every 2nd week 9am utc",
            "A digest comes on days of the week, or on a day of the month: “every 2nd week” is not possible.",
        ),
        (
            "last weekday of the month 9am utc",
            "A digest comes on days of the week, or on a day of the month: “last weekday” is not possible.",
        ),
        (
            "last day of the week 9am utc",
            "On which day of the week? Write it as: every monday at 9:00 Europe/Berlin.",
        ),
        (
            "twice a week 9am utc",
            "On which day of the week? Write it as: every monday at 9:00 Europe/Berlin.",
        ),
        (
            "every monday of the month 9am utc",
            "Which one of the month? Write it as: first monday of the month at 9:00 Europe/Berlin.",
        ),
        (
            "fifth monday of the month 9am utc",
            "Not every month has a fifth one: use the first to the fourth, or the last.",
        ),
        (
            "first monday and the 15th of the month 9am utc",
            "Days of the week, or a day of the month: one schedule cannot have both.",
        ),
        ("so mondays 9am Europe/Berlin", "“so” is not understood. Did you mean sunday?"),
        ("we mondays 9am utc", "“we” is not understood. Did you mean wednesday?"),
        ("so jeden Montag 9:00 utc", "“so” is not understood. Did you mean sunday?"),
        (
            "every day monday 9:00 utc",
            "On which day of the week? Write it as: every monday at 9:00 Europe/Berlin.",
        ),
        ("3 mondays 9am utc", "“3” is not understood."),
        ("morgen um 9 Uhr Wien", "“morgen” is not understood."),
        (
            "8am every evening utc",
            "“evening” and 8am do not go together: write the time alone, as 9:00 or 21:00.",
        ),
        ("*/5 * * * * utc", "A digest comes once a day at most: “*/5 * * * *” is not possible."),
        (
            "0 9 * 1 * utc",
            "A digest comes on days of the week, or on a day of the month: “0 9 * 1 *” is not possible.",
        ),
        ("0 9 * * 9 utc", "“0 9 * * 9” is not understood."),
        (
            "0 9,17 * * * utc",
            "9:00 and 17:00: a schedule has one time. Make a second one for the other.",
        ),
        ("weekdays 9am hamburg", "There is no time zone “hamburg”. Did you mean Europe/Berlin?"),
        ("weekdays 9am pacific time", "There is no time zone “pacific”. Did you mean America/Los_Angeles?"),
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
        ("every f", "Asia/Tokyo", ["every friday at 09:00 Asia/Tokyo"]),
        ("weekdays 8am", None, ["weekdays 08:00 UTC", "weekdays 08:00 Europe/London"]),
        ("weekdays 8am", "Asia/Tokyo", ["weekdays 08:00 Asia/Tokyo", "weekdays 08:00 UTC"]),
        ("mon 8am germ", None, ["every monday at 08:00 Europe/Berlin"]),
        ("mon 8am Europe/Be", None, ["every monday at 08:00 Europe/Belfast"]),
        ("mon 8am new y", None, ["every monday at 08:00 America/New_York"]),
        ("monday", None, ["every monday at 09:00 UTC", "every monday at 09:00 Europe/London"]),
        ("mon 9", "Asia/Tokyo", ["every monday at 09:00 Asia/Tokyo"]),
        ("9", None, ["daily 09:00 UTC", "weekdays 09:00 UTC"]),
        ("weekdays 9:3", "Asia/Tokyo", ["weekdays 09:30 Asia/Tokyo"]),
        ("berlin", None, ["weekdays 09:00 Europe/Berlin", "daily 09:00 Europe/Berlin"]),
        ("18 wien", "Asia/Tokyo", ["daily 18:00 Europe/Vienna"]),
        ("daily 9:00 san fr", None, ["daily 09:00 America/Los_Angeles"]),
        ("first m", "UTC", ["first monday of the month at 09:00 UTC"]),
        ("mo", "UTC", ["every monday at 09:00 UTC"]),
        ("every 3rd day", "UTC", []),
        ("gibberish", None, []),
    ],
)
def test_schedules_are_completed_while_they_are_typed(typed: str, zone: str | None, first: list[str]) -> None:
    found = [choice.value for choice in islice(when_choices(typed, zone), 25)]
    assert found[: len(first)] == first
    assert first or not found
    assert all(write_schedule(read_schedule(text)) == text for text in found)
    assert len(set(found)) == len(found)


def test_schedules_are_completed_in_the_language_of_whoever_types() -> None:
    found = [(choice.name, choice.value) for choice in islice(when_choices("mo", None, "de"), 25)]
    assert found[0] == ("jeden Montag um 09:00 Europe/Berlin", "every monday at 09:00 Europe/Berlin")
    assert ("monatlich am 1. um 09:00 Europe/Berlin", "monthly on the 1st at 09:00 Europe/Berlin") in found
    assert next(when_choices("mo", None, "es")).name == "every monday at 09:00 UTC"


@given(schedules())
def test_a_schedule_in_german_reads_as_the_same_one(schedule: Schedule) -> None:
    assert read_schedule(write_in_language(schedule, "de")) == schedule


@pytest.mark.parametrize("typed", [row["typed"] for row in rows("schedules.tsv")])
def test_every_choice_on_the_way_is_a_schedule_that_fits(typed: str) -> None:
    for end in range(len(typed) + 1):
        for language in ("en", "de"):
            found = list(islice(when_choices(typed[:end], None, language), 25))
            assert len({choice.value for choice in found}) == len(found)
            for choice in found:
                assert read_schedule(choice.name) == read_schedule(choice.value)
                assert len(choice.name) <= 100
                assert len(choice.value) <= 100


def test_zones_are_completed_with_the_time_that_it_is_there() -> None:
    now = datetime(2024, 7, 1, 12, tzinfo=UTC)
    found = {choice.value: choice.name for choice in islice(zone_choices("Berl", now), 25)}
    assert found == {"Europe/Berlin": "Europe/Berlin (14:00)"}
