"""Reckons what an expression of a date means, from the day of publication and the date before it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.authoring.calendar_shifts import (
    DAYS_IN_A_WEEK,
    MONTHS_IN_A_YEAR,
    Reading,
    day_number,
    month_number,
    number_in,
    real_day,
    shifted,
    shown,
    unit_around,
)
from bot.authoring.date_words import FEASTS, RELATIVE_DAYS, SEASONS, WEEKDAYS
from bot.authoring.dates_before import FROM_THE_DATE_BEFORE
from bot.authoring.tenses import is_to_come
from bot.authoring.written_dates import WRITTEN
from bot.cases.dates import SEASONS as MONTHS_OF_SEASONS

SOON = 90
"""Days within which a day is still to come that no verb puts into the past."""
LOOKED_BACK = 120
"""Code points before a date in which its sentence tells whether it is still to come."""


class Reckoner:
    """The day of publication, the date that was read last, and the text around a date."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.last: str | None = None

    def read(self, kind: str, match: re.Match[str]) -> Reading | None:
        """What an expression means whose kind, a name of ``KINDS``, is that of the group which matched."""
        if kind in WRITTEN:
            return WRITTEN[kind](match)
        if kind in FROM_THE_DATE_BEFORE:
            return FROM_THE_DATE_BEFORE[kind](match, self.last)
        reader: Callable[[re.Match[str]], Reading | None] = getattr(self, f"_{kind}")
        return reader(match)

    def _tense(self, match: re.Match[str]) -> bool | None:
        """Whether a date is still to come, by the words before it; None where they do not tell."""
        before = self.text[max(0, match.start() - LOOKED_BACK) : match.start()]
        return is_to_come(before, self.text[match.end() : match.end() + LOOKED_BACK])

    def _relative(self, match: re.Match[str]) -> Reading:
        words, distance = match["relative"], RELATIVE_DAYS[match["relative"].lower()]
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        day = self.published + timedelta(distance)
        how = {0: "the day of publication", 1: "the day after publication", -1: "the day before publication"}
        return Reading(
            day.isoformat(), f"“{words}”: {how.get(distance, f'{distance} days')}, {shown(self.published)}"
        )

    def _nth(self, match: re.Match[str]) -> Reading | None:
        """A day of the month of publication, or the month before where it had not come yet."""
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        day, month = int(match["nth_day"]), self.published.month
        if day > self.published.day and self._tense(match) is False:
            month -= 1
        year = self.published.year - (month < 1)
        return real_day(f"{year}-{month or MONTHS_IN_A_YEAR:02}-{day:02}", f"from {shown(self.published)}")

    def _weekday(self, match: re.Match[str]) -> Reading:
        return self._nearest_weekday(match["weekday"], to_come=bool(self._tense(match)))

    def _nearest_weekday(self, name: str, *, to_come: bool, weeks: int = 0) -> Reading:
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        wanted = WEEKDAYS[name.lower()]
        ahead = (wanted - self.published.weekday()) % DAYS_IN_A_WEEK
        distance = ahead if to_come else ahead - DAYS_IN_A_WEEK if ahead else 0
        day = self.published + timedelta(distance + weeks * DAYS_IN_A_WEEK)
        which = "the next" if to_come else "the last"
        return Reading(day.isoformat(), f"{which} {name} from {shown(self.published)}")

    def _which_day(self, match: re.Match[str]) -> Reading:
        which, name = match["which_day"].split()[0].lower(), match["wd_day"]
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        ahead = (WEEKDAYS[name.lower()] - self.published.weekday()) % DAYS_IN_A_WEEK
        monday = self.published - timedelta(self.published.weekday())
        if which == "next":
            day = monday + timedelta(DAYS_IN_A_WEEK + WEEKDAYS[name.lower()])
        elif which == "last":
            day = self.published + timedelta((ahead or DAYS_IN_A_WEEK) - DAYS_IN_A_WEEK)
            day = day if ahead else day - timedelta(DAYS_IN_A_WEEK)
        else:
            day = monday + timedelta(WEEKDAYS[name.lower()])
        return Reading(day.isoformat(), f"“{match['which_day']}” from {shown(self.published)}")

    def _day_week(self, match: re.Match[str]) -> Reading:
        weeks = 1 if match["dw_what"] == "week" else 2
        return self._nearest_weekday(match["dw_day"], to_come=True, weeks=weeks)

    def _dmy(self, match: re.Match[str]) -> Reading | None:
        return self._day_of_month(match, "dmy")

    def _mdy(self, match: re.Match[str]) -> Reading | None:
        return self._day_of_month(match, "mdy")

    def _day_of_month(self, match: re.Match[str], order: str) -> Reading | None:
        day, month, year, which = (match[f"{order}_{part}"] for part in ("day", "month", "year", "last"))
        number, named = day_number(day), month_number(month)
        if year:
            return real_day(f"{year}-{named:02}-{number:02}", "as written")
        if self.published is None:
            return Reading(None, "the year is not given, nor the day of publication")
        if which:
            meant = self._year_of(which)
        else:
            meant = self._year_by_tense(named, number, to_come=self._tense(match))
        return real_day(f"{meant}-{named:02}-{number:02}", f"the year from {shown(self.published)}")

    def _year_of(self, words: str) -> int:
        year = self.published.year if self.published else 0
        if words == "the year before last":
            return year - 2
        return year + {"last": -1, "next": 1}.get(words.split(maxsplit=1)[0].lower(), 0)

    def _year_by_tense(self, month: int, day: int, *, to_come: bool | None) -> int:
        """The year of a day by the tense of its sentence; without one, the year in which it is nearest."""
        past, coming = (self._nearest_year(month, day, to_come=way) for way in (False, True))
        if to_come is not None or past == coming or not self.published:
            return coming if to_come else past
        here = self.published.timetuple().tm_yday
        ahead = (month * 30.4 + day - 30.4 - here) % 365
        return coming if ahead < SOON else past

    def _nearest_year(self, month: int, day: int, *, to_come: bool) -> int:
        """The year of a month and day: the nearest before publication, or after it where that is to come."""
        today = self.published or date.min
        here = (today.month, today.day)
        if to_come:
            return today.year + ((month, day or 31) < here)
        return today.year - ((month, day or 1) > (here if day else (here[0], 31)))

    def _night(self, match: re.Match[str]) -> Reading | None:
        month = month_number(match["nightmonth"])
        days = [day_number(match[name]) for name in ("night1", "night2")]
        year = match["nightyear"] or (self.published and self._nearest_year(month, days[0], to_come=False))
        if not year or days[0] >= days[1]:
            return Reading(None, "open")
        ends = "/".join(f"{year}-{month:02}-{day:02}" for day in days)
        return Reading(ends, "from the one day to the other")

    def _month_when(self, match: re.Match[str]) -> Reading:
        month = month_number(match["mw_month"])
        if match["mw_year"]:
            return Reading(f"{match['mw_year']}-{month:02}", "as written")
        when = match["mw_when"]
        if when in {"the same year", "that year", "the following year"}:
            year = self._last_year()
            if year is None:
                return Reading(None, "no year was given before")
            return Reading(
                f"{year + (when == 'the following year')}-{month:02}",
                f"“{when}”: the date before is {self.last}",
            )
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        return Reading(f"{self._year_of(when)}-{month:02}", f"“{when}” from {shown(self.published)}")

    def _which_month(self, match: re.Match[str]) -> Reading:
        which, month = match["which_month"].split()[0].lower(), month_number(match["wm_month"])
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        here = self.published
        year = {
            "last": here.year - (month >= here.month),
            "this": here.year,
            "next": here.year + (month <= here.month),
        }[which]
        return Reading(f"{year}-{month:02}", f"“{match['which_month']}” from {shown(here)}")

    def _month(self, match: re.Match[str]) -> Reading:
        month = month_number(match["month"])
        if self.published is None:
            return Reading(None, "the year is not given, nor the day of publication")
        year = self._nearest_year(month, 0, to_come=bool(self._tense(match)))
        return Reading(f"{year}-{month:02}", f"the year from {shown(self.published)}")

    def _which_season(self, match: re.Match[str]) -> Reading:
        which, season = match["which_season"].split()[0].lower(), match["ws_season"].lower()
        words = match["which_season"]
        return self._of_season(season, to_come=which == "next", this=which == "this", words=words)

    def _season(self, match: re.Match[str]) -> Reading | None:
        word = (match["season"] or match["season2"]).lower()
        if word not in SEASONS:
            return None
        return self._of_season(word, to_come=bool(self._tense(match)), this=False, words=word)

    def _of_season(self, season: str, *, to_come: bool, this: bool, words: str) -> Reading:
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        begins = MONTHS_OF_SEASONS[SEASONS[season]]
        year = self.published.year
        if to_come:
            year += begins <= self.published.month
        elif not this:
            year -= begins + 2 >= self.published.month
        return Reading(f"{year}-{SEASONS[season]}", f"“{words}” from {shown(self.published)}")

    def _season_year(self, match: re.Match[str]) -> Reading:
        season, year = SEASONS[match["sy_season"].lower()], match["sy_year"]
        if year.isdigit():
            return Reading(f"{year}-{season}", "as written")
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        return Reading(f"{self._year_of(year)}-{season}", f"“{year}” from {shown(self.published)}")

    def _feast(self, match: re.Match[str]) -> Reading:
        name = match["feast_name"].lower().replace("’", "'").replace("saint ", "st ").replace("st. ", "st ")
        if name == "christmas" and match["feast_year"]:
            return Reading(f"{match['feast_year']}-12", "Christmas is in December")
        if name not in FEASTS or (self.published is None and not match["feast_year"]):
            return Reading(None, "the day is open")
        month, day = FEASTS[name]
        year = match["feast_year"] or self._year_by_tense(month, day, to_come=self._tense(match))
        return Reading(f"{year}-{month:02}-{day:02}", f"{match['feast_name']}, the year as told or nearest")

    def _before_last(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        unit = match["bl_unit"]
        return Reading(unit_around(self.published, unit, -2), f"two {unit}s before {shown(self.published)}")

    def _day_of_week(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        weeks = {"last": -1, "next": 1}.get(match["dow_which"], 0)
        monday = self.published - timedelta(self.published.weekday())
        day = monday + timedelta(weeks * DAYS_IN_A_WEEK + WEEKDAYS[match["dow_day"].lower()])
        return Reading(day.isoformat(), f"“{match['day_of_week']}” from {shown(self.published)}")

    def _which_unit(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        words, unit = match["which_unit"].lower(), match["wu_unit"]
        shift = -1 if "last" in words else 1 if "next" in words else 0
        return Reading(unit_around(self.published, unit, shift), f"“{words}” from {shown(self.published)}")

    def _ago(self, match: re.Match[str]) -> Reading:
        if self.published is None:
            return Reading(None, "the day of publication is not known")
        number = number_in(match["ago_number"])
        return Reading(
            shifted(self.published.isoformat(), match["ago_unit"], -number),
            f"{number} {match['ago_unit']}(s) before {shown(self.published)}",
        )

    def _last_year(self) -> int | None:
        return int(self.last[:4]) if self.last and self.last[:4].isdigit() else None
