"""Schedules and zones to complete what somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answers.choices import Choice
from bot.answers.query import CommandError
from bot.digests.schedule import Schedule
from bot.digests.schedule_parser import read_schedule, write_schedule
from bot.digests.zones import WELL_KNOWN, zones_begun
from bot.search.folding import fold

UNDERSTOOD = "UTC"
"""Any zone, to see whether all else of a schedule is understood."""

BEGINNINGS = (
    "weekdays 09:00",
    "daily 09:00",
    "every monday at 09:00",
    "every friday at 16:00",
    "weekends 10:00",
    "monthly on the 1st at 09:00",
    "monthly on the last day at 09:00",
)


def when_choices(typed: str, zone: str | None) -> Iterator[Choice]:
    """Whole schedules that what is typed can become; ``zone`` is the one that the place prefers."""
    if schedule := _read(typed, zone):
        yield _choice(schedule)
    words = typed.split()
    for count in range(len(words), 0, -1):
        begun, place = " ".join(words[:count]), " ".join(words[count:])
        if _read(begun, UNDERSTOOD) and not _read(begun, None):
            yield from (_choice(read_schedule(begun, found)) for found in zones_begun(place) if found != zone)
            return
    for beginning in BEGINNINGS:
        if fold(beginning).startswith(fold(typed).strip()):
            yield _choice(read_schedule(beginning, zone or WELL_KNOWN[0]))


def zone_choices(typed: str, now: datetime) -> Iterator[Choice]:
    """Time zones with the time that it is there, by which people know their own."""
    for zone in zones_begun(typed):
        yield Choice(f"{zone} ({now.astimezone(ZoneInfo(zone)):%H:%M})", zone)


def _read(typed: str, zone: str | None) -> Schedule | None:
    try:
        return read_schedule(typed, zone)
    except CommandError:
        return None


def _choice(schedule: Schedule) -> Choice:
    text = write_schedule(schedule)
    return Choice(text, text)
