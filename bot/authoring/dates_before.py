"""Reckons the dates that are told from the date before them: “three weeks later”, “that summer”."""

import re
from collections.abc import Callable, Mapping

from bot.authoring.calendar_shifts import Reading, number_in, shifted
from bot.authoring.date_words import SEASONS
from bot.cases.dates import SEASONS as MONTHS_OF_SEASONS

OPEN = Reading(None, "no date that is exact enough stands before it")
"""The reading of an expression that cannot be reckoned."""


def _shift(match: re.Match[str], last: str | None) -> Reading:
    anchor = _anchor(match["sh_unit"], last)
    if anchor is None:
        return OPEN
    way = -1 if match["sh_way"].startswith(("earlier", "before", "previously")) else 1
    number = way * number_in(match["sh_number"])
    return Reading(
        shifted(anchor, match["sh_unit"], number), f"{number:+} {match['sh_unit']}(s) from {anchor}"
    )


def _following(match: re.Match[str], last: str | None) -> Reading | None:
    which, unit = match["following"].lower().removeprefix("the ").split()[0], match["fo_unit"]
    if which in {"same", "that"} and unit in {"day", "morning", "evening", "week", "month"}:
        return None
    anchor = _anchor(unit, last)
    if anchor is None:
        return OPEN
    if unit in SEASONS:
        return _season(which, unit, anchor, match["following"])
    shift = {"same": 0, "that": 0, "previous": -1}.get(which, 1)
    unit = "day" if unit in {"morning", "evening"} else unit
    return Reading(shifted(anchor, unit, shift), f"“{match['following']}” from {anchor}")


def _season(which: str, season: str, anchor: str, words: str) -> Reading:
    """The season of the year before it, or the next one of that name."""
    year, month = int(anchor[:4]), anchor[5:7]
    if which in {"same", "that"}:
        return Reading(f"{year}-{SEASONS[season]}", f"“{words}” of {anchor}")
    year += month >= f"{MONTHS_OF_SEASONS[SEASONS[season]]:02}" if month else 1
    return Reading(f"{year}-{SEASONS[season]}", f"“{words}” after {anchor}")


def _anchor(unit: str, last: str | None) -> str | None:
    """The date before, if it is exact enough for a shift by a unit."""
    anchor = last
    if anchor and unit == "year":
        anchor = anchor.partition("/")[0]
    if anchor is None or "/" in anchor or anchor.endswith("X"):
        return None
    if unit in {"day", "morning", "evening", "week", "fortnight"}:
        return anchor if len(anchor) == len("2023-07-12") else None
    if unit == "month" and (not anchor[5:7] or anchor[5:7] in SEASONS.values()):
        return None
    return anchor


FROM_THE_DATE_BEFORE: Mapping[str, Callable[[re.Match[str], str | None], Reading | None]] = {
    "shift": _shift,
    "following": _following,
}
"""What reckons each of these expressions, by the name of its group in ``EXPRESSIONS``."""
