"""Arithmetic with dates in EDTF: units before and after, as exact as both allow."""

from datetime import date, timedelta
from typing import NamedTuple

from bot.authoring.date_words import DAYS_IN_WORDS, MONTH_NUMBERS, NUMBERS

DAYS_IN_A_WEEK, MONTHS_IN_A_YEAR = 7, 12


class Reading(NamedTuple):
    """What an expression means: EDTF and the reckoning."""

    edtf: str | None
    why: str


def shown(day: date) -> str:
    """A day in English with its weekday: “16 May 2024 (Thursday)”."""
    return f"{day.day} {day:%B %Y} ({day:%A})"


def month_number(name: str) -> int:
    """The number of a month by its English name or short form, from 1."""
    return MONTH_NUMBERS[name.lower().rstrip(".")]


def day_number(words: str) -> int:
    """The number of a day of a month in digits, “3rd”, or in words, “third”."""
    return DAYS_IN_WORDS.get(words.lower()) or int(words.rstrip("stndrh"))


def number_in(words: str) -> int:
    """A number in digits, or in an English word up to twelve."""
    return int(words) if words.isdigit() else NUMBERS[words.lower()]


def real_day(edtf: str, why: str) -> Reading | None:
    """A reading, where its day is in the calendar."""
    try:
        date.fromisoformat(edtf)
    except ValueError:
        return None
    return Reading(edtf, why)


def unit_around(here: date, unit: str, shift: int) -> str:
    """EDTF of the week, month, year or decade around a day, or of one before or after it."""
    if unit == "week":
        monday = here - timedelta(here.weekday()) + timedelta(shift * DAYS_IN_A_WEEK)
        return f"{monday.isoformat()}/{(monday + timedelta(DAYS_IN_A_WEEK - 1)).isoformat()}"
    return shifted(here.isoformat()[: 4 if unit in {"year", "decade"} else 7], unit, shift)


def shifted(edtf: str, unit: str, number: int) -> str:
    """An EDTF date some units later, as exact as both allow: a month after a day is a month."""
    year = int(edtf[:4])
    if unit in {"day", "week", "fortnight"}:
        days = number * {"day": 1, "week": DAYS_IN_A_WEEK, "fortnight": 2 * DAYS_IN_A_WEEK}[unit]
        return (date.fromisoformat(edtf) + timedelta(days)).isoformat()
    if unit == "month" and edtf[5:7]:
        months = year * MONTHS_IN_A_YEAR + int(edtf[5:7]) - 1 + number
        return f"{months // MONTHS_IN_A_YEAR}-{months % MONTHS_IN_A_YEAR + 1:02}"
    if unit == "decade":
        return f"{(year + 10 * number) // 10}X"
    return f"{year + number}"
