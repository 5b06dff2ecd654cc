"""A schedule as text that can be typed: the form in which it is kept, and that of a reader's language."""

from bot.digests.schedule import LAST, LONGEST_MONTH, Days, Monthly, NthWeekday, Schedule, Weekly
from bot.digests.schedule_times import format_time
from bot.digests.schedule_words import ENGLISH, GERMAN, ORDINALS, SETS


def write_schedule(schedule: Schedule) -> str:
    """A schedule as it is kept in the database; ``read_schedule`` gives the same one."""
    return _with_time(_days(schedule.days), schedule, "quiet")


def write_in_language(schedule: Schedule, language: str) -> str:
    """A schedule in German for “de” and in English for all other languages; ``read_schedule`` reads both."""
    if language == "de":
        return _with_time(_german_days(schedule.days), schedule, "Ruhezeit")
    return write_schedule(schedule)


def _with_time(days: str, schedule: Schedule, quiet_word: str) -> str:
    quiet = schedule.quiet
    hours = f", {quiet_word} {format_time(quiet.start)}–{format_time(quiet.end)}" if quiet else ""
    return f"{days} {format_time(schedule.at)} {schedule.zone}{hours}"


def _days(days: Days) -> str:
    if isinstance(days, Monthly):
        return f"monthly on the {' and '.join(map(_ordinal, sorted(days.days)))} at"
    if isinstance(days, NthWeekday):
        ordinals = ["last" if one == LAST else ORDINALS[one - 1][0] for one in _in_order(days)]
        return f"{' and '.join(ordinals)} {ENGLISH[days.weekday]} of the month at"
    for name in ("daily", "weekdays", "weekends"):
        if SETS[name] == days.weekdays:
            return name
    named = [ENGLISH[day] for day in sorted(days.weekdays)]
    return f"every {named[0]} at" if len(named) == 1 else f"{', '.join(named)} at"


def _german_days(days: Days) -> str:
    if isinstance(days, Monthly):
        ordinals = ["letzten Tag" if day == LONGEST_MONTH else f"{day}." for day in sorted(days.days)]
        return f"monatlich am {' und '.join(ordinals)} um"
    if isinstance(days, NthWeekday):
        ordinals = ["letzten" if one == LAST else f"{ORDINALS[one - 1][3]}n" for one in _in_order(days)]
        return f"jeden {' und '.join(ordinals)} {GERMAN[days.weekday].title()} im Monat um"
    return _german_weekdays(days)


def _german_weekdays(days: Weekly) -> str:
    for name, written in (
        ("daily", "täglich um"),
        ("weekdays", "werktags um"),
        ("weekends", "am Wochenende um"),
    ):
        if SETS[name] == days.weekdays:
            return written
    named = [GERMAN[day] for day in sorted(days.weekdays)]
    if len(named) == 1:
        return f"jeden {named[0].title()} um"
    return f"{', '.join(f'{name}s' for name in named[:-1])} und {named[-1]}s um"


def _in_order(days: NthWeekday) -> list[int]:
    return sorted(days.ordinals, key=lambda ordinal: (ordinal == LAST, ordinal))


def _ordinal(number: int) -> str:
    if number == LONGEST_MONTH:
        return "last day"
    teens = number in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
