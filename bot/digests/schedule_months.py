"""The days of a schedule that are counted in each month: “the 1st and 15th”, “the last Friday”."""

import re

from bot.digests import schedule_words
from bot.digests.schedule import LAST, LONGEST_MONTH, Monthly, NthWeekday
from bot.digests.schedule_refusals import NOT_BOTH, NOT_POSSIBLE, WHICH_DAY, refused, refused_as

MOST_WEEKS = 5
"""The ordinal of a day of the week that some months have not."""


def days_in_month(text: str) -> tuple[Monthly | NthWeekday | None, str]:
    """The days that are counted in each month, and the text without them."""
    is_monthly, text = removed(text, schedule_words.MONTH)
    nth, text = _nth_weekday(text, is_monthly=is_monthly)
    if seldom := schedule_words.SELDOM.search(text):
        raise refused_as(NOT_POSSIBLE, seldom.group())
    days, text = _days_of_month(text, is_monthly=is_monthly and not nth)
    if nth and days:
        raise refused_as(NOT_BOTH)
    return nth or (Monthly(days) if days else None), text


def _nth_weekday(text: str, *, is_monthly: bool) -> tuple[NthWeekday | None, str]:
    for found in schedule_words.NTH_WEEKDAY.finditer(text):
        days = schedule_words.days_of(found["day"])
        if found["day"] in schedule_words.ENGLISH_TOO and schedule_words.IN_ENGLISH.search(text):
            continue
        if len(days) > 1 and is_monthly:
            raise refused_as(NOT_POSSIBLE, found.group())
        if len(days) != 1:
            continue
        ordinals = frozenset(map(schedule_words.ordinal_of, re.findall(schedule_words.NTH, found["nths"])))
        if found["each"] and not is_monthly and not ordinals <= {1, LAST}:
            return None, text
        if MOST_WEEKS in ordinals:
            raise refused("Not every month has a fifth one: use the first to the fourth, or the last.")
        [weekday] = days
        return NthWeekday(ordinals, weekday), without(text, found)
    return None, text


def _days_of_month(text: str, *, is_monthly: bool) -> tuple[frozenset[int], str]:
    found = list(schedule_words.ORDINAL.finditer(text))
    if not found and is_monthly:
        patterns = (schedule_words.NUMBER, schedule_words.ORDINAL_WORD)
        found = [match for pattern in patterns if (match := pattern.search(text))][:1]
    if is_monthly and not found and any(map(schedule_words.days_of, text.split())):
        raise refused("Which one of the month? Write it as: first monday of the month at 9:00 Europe/Berlin.")
    if (is_monthly and not found) or (not is_monthly and any(match["last"] for match in found)):
        raise refused_as(WHICH_DAY)
    days: set[int] = set()
    for match in reversed(found):
        day = LONGEST_MONTH if match["last"] else int(match["nth"]) if match["nth"].isdigit() else 1
        if not 1 <= day <= LONGEST_MONTH:
            raise refused("No month has a day {day}; use 1st to 31st, or last.", day=day)
        days.add(day)
        text = without(text, match)
    return frozenset(days), text


def removed(text: str, pattern: re.Pattern[str]) -> tuple[bool, str]:
    """Whether a text matches a pattern, and the text without what matches."""
    rest, count = pattern.subn(" ", text)
    return count > 0, rest


def without(text: str, found: re.Match[str]) -> str:
    """A text without what a pattern matched in it."""
    return f"{text[: found.start()]} {text[found.end() :]}"
