"""Reads the dates that say their year themselves: “2014”, “2021-06-14”, “the second quarter of 2020”."""

import re
from collections.abc import Callable, Mapping

from bot.authoring.calendar_shifts import MONTHS_IN_A_YEAR, Reading, real_day
from bot.authoring.date_words import ORDINALS


def _years(match: re.Match[str]) -> Reading:
    return Reading(re.sub("[–-]", "/", match["years"]), "from the one year to the other")


def _iso(match: re.Match[str]) -> Reading | None:
    return real_day(match["iso"], "as written")


def _slashed(match: re.Match[str]) -> Reading | None:
    first, second, year = re.split(r"[/.]", match["slashed"])
    if int(first) > MONTHS_IN_A_YEAR >= int(second) or first == second:
        return real_day(f"{year}-{int(second):02}-{int(first):02}", "day, month and year as written")
    return Reading(None, "day and month cannot be told apart")


def _quarter(match: re.Match[str]) -> Reading:
    number, year = ORDINALS[match["q_number"].lower()], match["q_year"]
    months = 3 if match["q_what"] == "quarter" else 6
    first = (number - 1) * months + 1
    return Reading(f"{year}-{first:02}/{year}-{first + months - 1:02}", f"a {match['q_what']} of {year}")


def _decade(match: re.Match[str]) -> Reading:
    return Reading(f"{match['dec_year']}X", "ten years")


def _year(match: re.Match[str]) -> Reading:
    return Reading(match["year"], "as written")


WRITTEN: Mapping[str, Callable[[re.Match[str]], Reading | None]] = {
    "years": _years,
    "iso": _iso,
    "slashed": _slashed,
    "quarter": _quarter,
    "decade": _decade,
    "year": _year,
}
"""What reads each of these expressions, by the name of its group in ``EXPRESSIONS``."""
