"""Schedules as people write them, such as “weekdays 9:00 Europe/Berlin”, and back."""

import re
from datetime import time
from difflib import get_close_matches
from functools import lru_cache

from bot.answers.phrases import one_of, phrase, shortened
from bot.answers.query import CommandError
from bot.digests import schedule_words
from bot.digests.schedule import LONGEST_MONTH, Monthly, QuietHours, Schedule, Weekly
from bot.digests.schedule_words import format_time
from bot.digests.zones import nearest_zones, zone_named
from bot.search.folding import fold

COMMAND = "digest schedule"


@lru_cache(maxsize=4096)
def read_schedule(typed: str, zone: str | None = None) -> Schedule:
    """The schedule that a text means; ``zone`` is taken where it names none.

    Raises CommandError with a sentence that names the cure.
    """
    text = fold(typed).replace(" a.m.", " am").replace(" p.m.", " pm")
    if often := schedule_words.OFTEN.search(text):
        raise refused("A digest comes once a day at most: “{words}” is not possible.", words=often.group())
    if seldom := schedule_words.SELDOM.search(text):
        raise refused(
            "A digest comes on days of the week, or on a day of the month: “{words}” is not possible.",
            words=seldom.group(),
        )
    is_weekly = schedule_words.WEEK.search(text)
    quiet, text = _quiet(text)
    monthly, text = _monthly(text)
    at, text = _time(text)
    weekdays, rest = _weekdays(text)
    place = _zone(rest) or zone
    if not place:
        raise refused(
            "In which time zone? Add a place, such as “{typed} Europe/Berlin”.",
            typed=shortened(typed.strip()),
        )
    if is_weekly and not weekdays:
        raise refused("On which day of the week? Write it as: every monday at 9:00 Europe/Berlin.")
    if monthly and weekdays:
        raise refused("Days of the week, or a day of the month: one schedule cannot have both.")
    if quiet and quiet.hold(at):
        raise refused(
            "{time} is within the quiet hours, {start} to {end}: the digest would never come at its time.",
            time=format_time(at),
            start=format_time(quiet.start),
            end=format_time(quiet.end),
        )
    return Schedule(monthly or Weekly(weekdays or schedule_words.DAILY), at, place, quiet)


def write_schedule(schedule: Schedule) -> str:
    """A schedule as it can be typed; ``read_schedule`` gives the same one."""
    quiet = schedule.quiet
    hours = f", quiet {format_time(quiet.start)}–{format_time(quiet.end)}" if quiet else ""
    return f"{write_days(schedule.days)} {format_time(schedule.at)} {schedule.zone}{hours}"


def write_days(days: Weekly | Monthly) -> str:
    """A schedule's days as they can be typed before a time."""
    if isinstance(days, Monthly):
        last = days.day == LONGEST_MONTH
        return f"monthly on the {'last day' if last else _ordinal(days.day)} at"
    for name in ("daily", "weekdays", "weekends"):
        if schedule_words.SETS[name] == days.weekdays:
            return name
    named = [schedule_words.ENGLISH[day] for day in sorted(days.weekdays)]
    return f"every {named[0]} at" if len(named) == 1 else f"{', '.join(named)} at"


def refused(message: str, **values: object) -> CommandError:
    """The CommandError that says what is wrong with a schedule."""
    return CommandError(phrase(message, **values), COMMAND)


def _quiet(text: str) -> tuple[QuietHours | None, str]:
    found = schedule_words.QUIET.search(text)
    if not found:
        if half := schedule_words.HALF_QUIET.search(text):
            raise refused(
                "“{words}” is not understood. Write quiet hours as: quiet 22:00-7:00.",
                words=shortened(half.group()),
            )
        return None, text
    start, end = _time_of(found["start"]), _time_of(found["end"])
    if start == end:
        raise refused(
            "Quiet hours that begin and end at {time} have no hours in them.", time=format_time(start)
        )
    return QuietHours(start, end), _without(text, found)


def _monthly(text: str) -> tuple[Monthly | None, str]:
    month = schedule_words.MONTH.search(text)
    text = _without(text, month) if month else text
    found = schedule_words.ORDINAL.search(text) or (schedule_words.NUMBER.search(text) if month else None)
    if not found:
        if month:
            raise refused("On which day of the month? Write it as: monthly on the 1st at 9:00 Europe/Berlin.")
        return None, text
    day = LONGEST_MONTH if found["last"] else int(found["nth"])
    if not 1 <= day <= LONGEST_MONTH:
        raise refused("No month has a day {day}; use 1st to 31st, or last.", day=day)
    return Monthly(day), _without(text, found)


def _time(text: str) -> tuple[time, str]:
    found = [match for match in schedule_words.AT.finditer(text) if _is_time(match)]
    if not found:
        raise refused("At what time? Write it as 9:00 or 8am, such as “weekdays 9:00 Europe/Berlin”.")
    if len(found) > 1:
        raise refused(
            "{one} and {other}: a schedule has one time. Make a second one for the other.",
            one=found[0]["time"],
            other=found[1]["time"],
        )
    return _time_of(found[0]["time"]), _without(text, found[0])


def _is_time(match: re.Match[str]) -> bool:
    """A number alone is a time only after “at”."""
    return not match["time"].isdigit() or match.group() != match["time"]


def _time_of(words: str) -> time:
    found = schedule_words.time_of(words)
    if found is None:
        raise refused(
            "{time} is no time of the day; use 0:00 to {last}:59, or 1am to 12pm.",
            time=words,
            last=schedule_words.HOURS - 1,
        )
    return found


def _weekdays(text: str) -> tuple[frozenset[int], list[str]]:
    """The days of the week that are named, and the words that are left."""
    days: frozenset[int] = frozenset()
    for found in schedule_words.RANGE.finditer(text):
        first, last = schedule_words.days_of(found[1]), schedule_words.days_of(found[2])
        if len(first) == len(last) == 1:
            [start], [end] = first, last
            days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
            text = text.replace(found.group(), " ")
    rest = []
    for word in re.split(r"[\s,;]+", text):
        named = schedule_words.days_of(word)
        days |= named
        rest += [] if named or not word else [word]
    return days, rest


def _zone(rest: list[str]) -> str | None:
    """The zone that the remaining words name; None where none remain but small ones."""
    named = [index for index, word in enumerate(rest) if word not in schedule_words.FILLERS]
    if not named:
        return None
    words = rest[named[0] : named[-1] + 1]
    if len(words) > 1 and words[-1] in {"time", "zone"}:
        words = words[:-1]
    typed = " ".join(words)
    if zone := zone_named(typed):
        return zone
    raise _not_a_zone(words, typed)


def _not_a_zone(words: list[str], typed: str) -> CommandError:
    strange = [word for word in words if not zone_named(word)]
    for word in strange:
        near = get_close_matches(word, schedule_words.SETS, n=1, cutoff=0.75)
        if near and word not in schedule_words.FILLERS:
            return refused("“{word}” is not understood. Did you mean {near}?", word=word, near=near[0])
    if strange and len(strange) < len(words):
        return refused("“{words}” is not understood.", words=shortened(" ".join(strange)))
    return _no_zone(typed)


def zone_of(typed: str) -> str:
    """The zone of a name. Raises CommandError with the nearest ones where there is none."""
    if zone := zone_named(typed):
        return zone
    raise _no_zone(typed)


def _no_zone(typed: str) -> CommandError:
    if near := list(nearest_zones(typed)):
        return refused(
            "There is no time zone “{zone}”. Did you mean {near}?", zone=shortened(typed), near=one_of(near)
        )
    return refused(
        "There is no time zone “{zone}”. Name a place, such as Europe/Berlin or America/New_York.",
        zone=shortened(typed),
    )


def _ordinal(number: int) -> str:
    teens = number in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
