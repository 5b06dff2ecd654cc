"""Schedules as people write them, such as “weekdays 9:00 Europe/Berlin”."""

import re
from datetime import time
from difflib import get_close_matches
from functools import lru_cache

from bot.answers.phrases import one_of, shortened
from bot.answers.query import CommandError
from bot.digests import schedule_words
from bot.digests.cron import cron_in_words
from bot.digests.schedule import Monthly, QuietHours, Schedule, Weekly
from bot.digests.schedule_months import days_in_month, removed, without
from bot.digests.schedule_refusals import (
    NOT_BOTH,
    NOT_UNDERSTOOD,
    ONCE_A_DAY,
    WHICH_WEEKDAY,
    refused,
    refused_as,
)
from bot.digests.schedule_times import (
    HOURS,
    NUMBER_AFTER,
    NUMBER_BEFORE,
    PART_OF_DAY,
    format_time,
    in_plain_words,
    time_in_part,
    time_of,
)
from bot.digests.zones import nearest_zones, zone_meant, zone_named

LONGEST_TYPED = 500
"""Characters of a text that are read at most; the longest schedule, with each day of a month, has 345."""
SHORT_NAME = 2
AFTER_A_ZONE = frozenset(("time", "zone", "timezone", "standard", "daylight", "local", "zeit", "ortszeit"))
"""Words after the name of a zone that change nothing: “sydney time”."""


@lru_cache(maxsize=4096)
def read_schedule(typed: str, zone: str | None = None) -> Schedule:
    """The schedule that a text means; ``zone`` is taken where it names none.

    Every word has to have a part in it: what is not understood is never left out. Raises CommandError with
    a sentence that names the cure.
    """
    try:
        return _parsed(typed, zone)
    except NotAZone as left:
        raise _not_a_zone(left.words) from None


@lru_cache(maxsize=4096)
def schedule_or_none(typed: str, zone: str | None = None) -> Schedule | None:
    """The schedule that a text means; None for any other text, without a search for what it could mean."""
    try:
        return _parsed(typed, zone)
    except (CommandError, NotAZone):
        return None


class NotAZone(Exception):
    """The words that are left of a schedule name no time zone."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self.words = words


def _parsed(typed: str, zone: str | None) -> Schedule:
    if len(typed) > LONGEST_TYPED:
        raise refused_as(NOT_UNDERSTOOD, typed)
    text = cron_in_words(in_plain_words(typed))
    if schedule_words.DAY_OF_THE_WEEK.search(text):
        raise refused_as(WHICH_WEEKDAY)
    if often := schedule_words.OFTEN.search(text):
        raise refused_as(ONCE_A_DAY, often.group())
    is_weekly, text = removed(text, schedule_words.WEEK)
    quiet, text = _quiet(text)
    in_month, text = days_in_month(text)
    at, text = _time(text, is_monthly=isinstance(in_month, Monthly))
    weekdays, rest = _weekdays(text)
    place = _zone(rest) or zone
    if not place:
        raise refused(
            "In which time zone? Add a place, such as “{typed} Europe/Berlin”.",
            typed=shortened(" ".join(typed.split()).strip("\"“”„«»'")),
        )
    if is_weekly and not weekdays:
        raise refused_as(WHICH_WEEKDAY)
    if in_month and weekdays:
        raise refused_as(NOT_BOTH)
    if quiet and quiet.hold(at):
        raise refused(
            "{time} is within the quiet hours, {start} to {end}: the digest would never come at its time.",
            time=format_time(at),
            start=format_time(quiet.start),
            end=format_time(quiet.end),
        )
    return Schedule(in_month or Weekly(weekdays or schedule_words.DAILY), at, place, quiet)


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
    return QuietHours(start, end), without(text, found)


def _time(text: str, *, is_monthly: bool) -> tuple[time, str]:
    part, text = _part_of_day(text)
    found = [match for match in schedule_words.AT.finditer(text) if _is_time(match)]
    if not found and not is_monthly:
        found = [match for match in schedule_words.AT.finditer(text) if _follows_days(text, match)]
    if not found:
        raise refused("At what time? Write it as 9:00 or 8am, such as “weekdays 9:00 Europe/Berlin”.")
    if len(found) > 1:
        raise refused(
            "{one} and {other}: a schedule has one time. Make a second one for the other.",
            one=found[0]["time"],
            other=found[1]["time"],
        )
    words = found[0]["time"]
    at = _time_of(words)
    if part:
        meant = time_in_part(at, words, part)
        if meant is None:
            raise refused(
                "“{part}” and {time} do not go together: write the time alone, as 9:00 or 21:00.",
                part=part,
                time=words.strip(),
            )
        at = meant
    return at, without(text, found[0])


def _part_of_day(text: str) -> tuple[str, str]:
    """The word for a part of the day, and the text without it; a number beside it is a time."""
    found = PART_OF_DAY.search(text)
    if not found:
        return "", text
    before, after = text[: found.start()], text[found.end() :]
    return found["part"], NUMBER_BEFORE.sub(r"at \1 ", before) + NUMBER_AFTER.sub(r" at \1", after)


def _is_time(match: re.Match[str]) -> bool:
    """A number alone is a time only after “at”."""
    return not match["time"].isdigit() or match.group() != match["time"]


def _follows_days(text: str, match: re.Match[str]) -> bool:
    """Whether a number alone comes right after days, as in “mondays 9”."""
    before = re.split(r"[\s,;]+", text[: match.start()].strip(" ,;"))[-1]
    return bool(schedule_words.days_of(before.rpartition("-")[2]))


def _time_of(words: str) -> time:
    found = time_of(words)
    if found is None:
        raise refused(
            "{time} is no time of the day; use 0:00 to {last}:59, or 1am to 12pm.",
            time=words,
            last=HOURS - 1,
        )
    return found


def _weekdays(text: str) -> tuple[frozenset[int], list[str]]:
    """The days of the week that are named, and the words that are left."""
    days: frozenset[int] = frozenset()
    for found in schedule_words.RANGE.finditer(text):
        take = schedule_words.letter if len(found[1]) == len(found[2]) == 1 else schedule_words.days_of
        first, last = take(found[1]), take(found[2])
        if len(first) == len(last) == 1:
            [start], [end] = first, last
            days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
            text = text.replace(found.group(), " ")
    typed = [word for word in re.split(r"[\s,;]+", text) if word]
    named = {word: schedule_words.days_of(word) for word in typed}
    _refuse_english_words([word for word in typed if named[word]], text)
    if sum(word in schedule_words.LETTERS for word in typed) > 1:
        named |= {word: schedule_words.letter(word) for word in typed if word in schedule_words.LETTERS}
    if schedule_words.DAILY in named.values() and (days or sum(map(bool, named.values())) > 1):
        raise refused_as(WHICH_WEEKDAY)
    return days.union(*named.values()), [word for word in typed if not named[word]]


def _refuse_english_words(typed: list[str], text: str) -> None:
    """Refuse “so”, “do” and “we” as days in an English sentence, and beside days in full."""
    plain = [word.rstrip(".") for word in typed]
    short = [word for word in plain if len(word) == SHORT_NAME]
    is_sentence = len(short) < len(plain) or schedule_words.IN_ENGLISH.search(text)
    if len(short) == 1 and short[0] in schedule_words.ENGLISH_TOO and is_sentence:
        [day] = schedule_words.SETS[short[0]]
        raise refused(
            "“{word}” is not understood. Did you mean {near}?",
            word=short[0],
            near=schedule_words.ENGLISH[day],
        )


def _zone(rest: list[str]) -> str | None:
    """The zone that the remaining words name; None where none remain but small ones."""
    named = [index for index, word in enumerate(rest) if word not in schedule_words.FILLERS]
    if not named:
        return None
    words = rest[named[0] : named[-1] + 1]
    while len(words) > 1 and words[-1] in AFTER_A_ZONE:
        words = words[:-1]
    typed = " ".join(words).rstrip(".")
    if zone := zone_named(typed):
        return zone
    raise NotAZone(words)


def _not_a_zone(words: list[str]) -> CommandError:
    typed = " ".join(words).rstrip(".")
    if zone_meant(typed):
        return _no_zone(typed)
    strange = [word for word in words if not zone_named(word)]
    for word in strange:
        near = get_close_matches(word, schedule_words.SETS, n=1, cutoff=0.75)
        if near and word not in schedule_words.FILLERS:
            return refused("“{word}” is not understood. Did you mean {near}?", word=word, near=near[0])
    if (strange and len(strange) < len(words)) or any(word.isdigit() for word in strange):
        return refused_as(NOT_UNDERSTOOD, " ".join(strange))
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
