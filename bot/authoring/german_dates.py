"""Reckons what an expression of a date in a German article means: “am 3. März 2024”, “vor drei Jahren”."""

import re
from datetime import timedelta

from bot.authoring.calendar_shifts import Reading, real_day, shifted, shown, unit_around
from bot.authoring.date_words import SEASONS
from bot.authoring.german_date_words import (
    COUNTS,
    MONTHS,
    PASSED,
    RELATIVE_DAYS,
    SEASONS_IN_ENGLISH,
    TO_COME,
    UNITS_IN_ENGLISH,
    WEEKDAYS_IN_ENGLISH,
    YEAR_BEFORE,
)
from bot.authoring.german_numbers import UNITS
from bot.authoring.reckoning import LOOKED_BACK, Reckoner

UNPUBLISHED = Reading(None, "the day of publication is not known")


class GermanReckoner(Reckoner):
    """The reckoner of the expressions in ``german_date_words``."""

    def _tense(self, match: re.Match[str]) -> bool | None:
        before = self.text[max(0, match.start() - LOOKED_BACK) : match.start()]
        after = self.text[match.end() : match.end() + LOOKED_BACK]
        sentence = re.split(r"(?<=[^\d\W][.!?])\s|\n", before)[-1] + re.split(r"[.!?](?:\s|\Z)|\n", after)[0]
        if TO_COME.search(sentence):
            return True
        return False if PASSED.search(sentence) else None

    def _numeric(self, match: re.Match[str]) -> Reading | None:
        day = f"{match['n_year']}-{int(match['n_month']):02}-{int(match['n_day']):02}"
        return real_day(day, "day, month and year as written")

    def _dmy(self, match: re.Match[str]) -> Reading | None:
        day, month = int(match["d_day"]), MONTHS[match["d_month"]]
        if match["d_year"]:
            return real_day(f"{match['d_year']}-{month:02}-{day:02}", "as written")
        if self.published is None:
            return Reading(None, "the year is not given, nor the day of publication")
        if match["d_last"]:
            year = self.published.year - 1
        else:
            year = self._year_by_tense(month, day, to_come=self._tense(match))
        return real_day(f"{year}-{month:02}-{day:02}", f"the year from {shown(self.published)}")

    def _month_when(self, match: re.Match[str]) -> Reading:
        return Reading(f"{match['m_year']}-{MONTHS[match['m_month']]:02}", "as written")

    def _month(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return Reading(None, "the year is not given, nor the day of publication")
        month = MONTHS[match["month"]]
        year = self._nearest_year(month, 0, to_come=bool(self._tense(match)))
        return Reading(f"{year}-{month:02}", f"the year from {shown(self.published)}")

    def _season_year(self, match: re.Match[str]) -> Reading:
        return Reading(f"{match['s_year']}-{SEASONS[SEASONS_IN_ENGLISH[match['s_season']]]}", "as written")

    def _which_unit(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return UNPUBLISHED
        unit = UNITS_IN_ENGLISH[match["w_unit"].lower()]
        shift = -1 if match["w_last"] else 1
        meant = unit_around(self.published, unit, shift)
        return Reading(meant, f"“{match['which_unit']}” from {shown(self.published)}")

    def _ago(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return UNPUBLISHED
        unit, words = UNITS_IN_ENGLISH[match["a_unit"].lower()], match["a_number"]
        number = int(words) if words.isdigit() else UNITS[words]
        meant = shifted(self.published.isoformat(), unit, -number)
        return Reading(meant, f"{number} {unit}(s) before {shown(self.published)}")

    def _relative(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return UNPUBLISHED
        distance = RELATIVE_DAYS[match["relative"].lower()]
        day = self.published + timedelta(distance)
        return Reading(
            day.isoformat(), f"“{match['relative']}”: {distance:+} days from {shown(self.published)}"
        )

    def _weekday(self, match: re.Match[str]) -> Reading:
        name = WEEKDAYS_IN_ENGLISH[match["weekday"]].capitalize()
        return self._nearest_weekday(name, to_come=bool(self._tense(match)))


def counts_something(text: str, match: re.Match[str]) -> bool:
    """Whether a number that could be a year counts what is named after it: “2000 Zeugen”."""
    return bool(COUNTS.match(text[match.end() :][:2])) and not YEAR_BEFORE.search(text[: match.start()][-6:])
