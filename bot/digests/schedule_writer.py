"""A schedule as text that can be typed: the form in which it is kept and shown."""

from bot.digests import schedule_words
from bot.digests.schedule import LAST, LONGEST_MONTH, Days, Monthly, NthWeekday, Schedule
from bot.digests.schedule_times import format_time


def write_schedule(schedule: Schedule) -> str:
    """A schedule as it can be typed; ``read_schedule`` gives the same one."""
    quiet = schedule.quiet
    hours = f", quiet {format_time(quiet.start)}–{format_time(quiet.end)}" if quiet else ""
    return f"{write_days(schedule.days)} {format_time(schedule.at)} {schedule.zone}{hours}"


def write_days(days: Days) -> str:
    """A schedule's days as they can be typed before a time."""
    if isinstance(days, Monthly):
        return f"monthly on the {' and '.join(map(_ordinal, sorted(days.days)))} at"
    if isinstance(days, NthWeekday):
        in_order = sorted(days.ordinals, key=lambda ordinal: (ordinal == LAST, ordinal))
        ordinals = ["last" if one == LAST else schedule_words.ORDINALS[one - 1][0] for one in in_order]
        return f"{' and '.join(ordinals)} {schedule_words.ENGLISH[days.weekday]} of the month at"
    for name in ("daily", "weekdays", "weekends"):
        if schedule_words.SETS[name] == days.weekdays:
            return name
    named = [schedule_words.ENGLISH[day] for day in sorted(days.weekdays)]
    return f"every {named[0]} at" if len(named) == 1 else f"{', '.join(named)} at"


def _ordinal(number: int) -> str:
    if number == LONGEST_MONTH:
        return "last day"
    teens = number in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
