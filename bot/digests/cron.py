"""The five fields of cron, such as “0 9 * * 1-5”, as the words of a schedule."""

import re

from bot.digests.schedule import DAYS_OF_A_WEEK
from bot.digests.schedule_refusals import NOT_POSSIBLE, NOT_UNDERSTOOD, ONCE_A_DAY, refused_as

FIELD = r"[\d*?/,\-]+"
FIELDS = re.compile(
    rf"(?P<minute>{FIELD})\s+(?P<hour>{FIELD})\s+(?P<day>{FIELD}|l)\s+(?P<month>[\w*?/,\-]+)\s+"
    r"(?P<weekday>[\da-z*?/,\-#]+)(?P<rest>(?:\s.*)?)"
)
NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY = ("*", "?")
NTH = re.compile(r"(\w+)#([1-4])|(\w+)l")
ORDINALS = ("last", "first", "second", "third", "fourth")


def cron_in_words(text: str) -> str:
    """What five fields of cron at the beginning of a text mean, in words; any other text as it is.

    Raises CommandError with a sentence that names the cure for what no schedule can be.
    """
    found = FIELDS.fullmatch(text.strip())
    if not found or not any(mark in found.group() for mark in EVERY):
        return text
    fields = text.strip().removesuffix(found["rest"])
    if not found["minute"].isdigit() or not re.fullmatch(r"[\d,]+", found["hour"]):
        raise refused_as(ONCE_A_DAY, fields)
    if found["month"] not in EVERY or "/" in found["day"] + found["weekday"]:
        raise refused_as(NOT_POSSIBLE, fields)
    hours = " and ".join(f"{hour}:{found['minute'].zfill(2)}" for hour in found["hour"].split(",") if hour)
    return f"{_days(found['day'])} {_weekdays(found['weekday'], fields)} {hours}{found['rest']}"


def _days(field: str) -> str:
    if field in EVERY:
        return ""
    days = (f"{one}." if one.isdigit() else "last day" if one == "l" else one for one in field.split(","))
    return f"monthly on {', '.join(days)}"


def _weekdays(field: str, fields: str) -> str:
    if field in EVERY:
        return ""
    if nth := NTH.fullmatch(field):
        ordinal = ORDINALS[int(nth[2] or 0)]
        return f"{ordinal} {_name(nth[1] or nth[3], fields)} of the month"
    pieces = (piece.split("-") for piece in field.split(","))
    return ", ".join("-".join(_name(day, fields) for day in piece) for piece in pieces)


def _name(day: str, fields: str) -> str:
    if day.isdigit() and int(day) <= DAYS_OF_A_WEEK:
        return NAMES[int(day)]
    if day in NAMES:
        return day
    raise refused_as(NOT_UNDERSTOOD, fields)
