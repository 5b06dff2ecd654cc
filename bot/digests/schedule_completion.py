"""Whole schedules that what is typed so far can become, offered while somebody types."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import time
from itertools import islice

from bot.answers.choices import Choice
from bot.digests.schedule import Schedule
from bot.digests.schedule_parser import schedule_or_none
from bot.digests.schedule_words import ENGLISH, GERMAN
from bot.digests.schedule_writer import write_in_language, write_schedule
from bot.digests.zones import WELL_KNOWN, zones_begun
from bot.search.folding import fold

ANY_ZONE = "Etc/Universal"
"""The zone of schedules that name none, until one is chosen; nobody types it."""
LONGEST_CHOICE = 100
"""Characters of a choice: https://discord.com/developers/docs/interactions/application-commands."""
LONGEST_TYPED = 100
"""Characters typed beyond which nothing is offered: no schedule that could be offered is as long."""
MOST_WORDS_OF_A_ZONE = 4
TIMES = tuple(map(time, (9, 8, 10, 12, 16, 18)))
"""Times that are offered where days alone are typed, the likeliest first."""
NOON = 12
BEGINNINGS = {
    "en": (
        "weekdays 09:00",
        "daily 09:00",
        *(f"every {day} at 09:00" for day in ENGLISH),
        "every friday at 16:00",
        "weekends 10:00",
        "monthly on the 1st at 09:00",
        "monthly on the last day at 09:00",
        "first monday of the month at 09:00",
        "last friday of the month at 16:00",
    ),
    "de": (
        "werktags um 09:00",
        "täglich um 09:00",
        *(f"jeden {day} um 09:00" for day in GERMAN),
        "jeden freitag um 16:00",
        "am wochenende um 10:00",
        "monatlich am 1. um 09:00",
        "monatlich am letzten tag um 09:00",
        "jeden ersten montag im monat um 09:00",
        "jeden letzten freitag im monat um 16:00",
    ),
}
"""Schedules without a zone that are offered before anything is typed, by language."""
DAYS = {
    "en": ("weekdays", "daily", *(f"every {day}" for day in ENGLISH), "weekends"),
    "de": ("werktags", "täglich", *(f"jeden {day}" for day in GERMAN), "am wochenende"),
}
"""Days that are offered where a time alone is typed, by language."""
WORDS = {
    "en": ("weekdays", "daily", "weekends", *ENGLISH),
    "de": ("werktags", "täglich", "wochenende", *GERMAN),
}
"""Words to which the last one typed is completed, by language."""
ZONES_FIRST = {"de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich")}
"""Zones that are offered first to those who read a language."""


def when_choices(typed: str, zone: str | None, language: str = "en") -> Iterator[Choice]:
    """Whole schedules that what is typed can become, the likeliest first, none twice and none too long.

    ``zone`` is the one that the place prefers. A choice's name is in the reader's language, its value is the
    text that the database keeps.
    """
    offered: set[str] = set()
    for schedule in _schedules(typed, zone, language if language in BEGINNINGS else "en"):
        value = write_schedule(schedule)
        name = write_in_language(schedule, language)
        if value not in offered and max(len(name), len(value)) <= LONGEST_CHOICE:
            offered.add(value)
            yield Choice(name, value)


def _schedules(typed: str, zone: str | None, language: str) -> Iterator[Schedule]:
    words = fold(typed).split() if len(typed) <= LONGEST_TYPED else []
    if words and (schedule := schedule_or_none(" ".join(words), zone)):
        yield schedule
    if not typed.strip():
        usual = zone or ZONES_FIRST.get(language, WELL_KNOWN)[0]
        yield from (replace(one, zone=usual) for one in _begun("", language))
    for count in range(len(words), max(-1, len(words) - MOST_WORDS_OF_A_ZONE - 1), -1):
        # A zone is the last words of what is typed; the first ones have to begin a schedule.
        if zones := _zones(" ".join(words[count:]), zone, language):
            yield from _in_zones(_begun(" ".join(words[:count]), language), zones)


def _zones(place: str, zone: str | None, language: str) -> list[str]:
    if place:
        return [*zones_begun(place)]
    return [*dict.fromkeys((*([zone] if zone else ()), *ZONES_FIRST.get(language, ()), *WELL_KNOWN))]


def _in_zones(schedules: Iterator[Schedule], zones: list[str]) -> Iterator[Schedule]:
    """The schedules in the first of these zones, and the first of them in the other zones as well."""
    others: Iterator[Schedule] = iter(())
    for number, schedule in enumerate(schedules):
        yield replace(schedule, zone=zones[0])
        if number == 0:
            others = iter([replace(schedule, zone=name) for name in zones[1:]])
        elif number % 2:
            # Two schedules and a zone in turn, so that both kinds are among the first.
            yield from islice(others, 1)
    yield from others


def _begun(text: str, language: str) -> Iterator[Schedule]:
    """The schedules that a text without a zone can become, the likeliest first."""
    *before, last = text.split() or [""]
    languages = (language, *(name for name in BEGINNINGS if name != language and text))
    if text:
        yield from _understood([text])
        for at in _times_begun(last):
            yield from _understood([" ".join((*before, at))])
            yield from _understood(f"{days} {at}" for days in DAYS[language] if not before)
    endings = WORDS[language] if len(last) == 1 else (word for name in languages for word in WORDS[name])
    in_full = (" ".join((*before, word)) for word in endings if last and word.startswith(last))
    with_time = list(_understood(f"{begun} {TIMES[0]:%H:%M}" for begun in (text, *in_full) if begun))
    yield from with_time
    yield from _understood(one for name in languages for one in BEGINNINGS[name] if one.startswith(text))
    yield from (replace(schedule, at=at) for at in TIMES[1:] for schedule in with_time if not schedule.quiet)
    if text[:1].isdigit():
        yield from _understood(f"{days} {text}" for days in DAYS[language])


def _understood(texts: Iterable[str]) -> Iterator[Schedule]:
    """The schedules of those texts that mean one and name no zone."""
    for text in texts:
        schedule = schedule_or_none(text, ANY_ZONE)
        if schedule and schedule.zone == ANY_ZONE:
            yield schedule


def _times_begun(word: str) -> tuple[str, ...]:
    """The times that begin so: “9” is 9:00 and 21:00, “9:3” is 9:30; none for other words."""
    hour, colon, minute = word.partition(":")
    if not (hour.isdecimal() and len(hour) <= len("23") and (minute.isdecimal() or not minute)):
        return ()
    if colon:
        return (f"{int(hour)}:{minute.ljust(2, '0')}",)
    return (f"{int(hour)}:00", *([f"{int(hour) + NOON}:00"] if 0 < int(hour) < NOON else ()))
