"""When a digest is due: a wall-clock time on some days of a time zone, and hours of quiet."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
LONGEST_MONTH = 31
DAYS_OF_A_WEEK = 7
LAST = -1
"""The ordinal of a month's last day of a week, such as its last Friday."""


def now_in_utc() -> datetime:
    """The current time, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Weekly:
    """A schedule's days as days of the week; Monday is 0."""

    weekdays: frozenset[int]

    def includes(self, day: date) -> bool:
        """Whether a date falls on one of these weekdays."""
        return day.weekday() in self.weekdays


@dataclass(frozen=True)
class Monthly:
    """A schedule's days as days of the month; months that are too short have them on their last day."""

    days: frozenset[int]

    def includes(self, day: date) -> bool:
        """Whether a date is one of these days of its month."""
        last = _last_day(day)
        return day.day in self.days or (day.day == last and max(self.days) > last)


@dataclass(frozen=True)
class NthWeekday:
    """A schedule's days as one day of the week, counted in each month: the first and third Monday.

    Monday is 0. An ordinal is 1 to 4, which every month has, or ``LAST``.
    """

    ordinals: frozenset[int]
    weekday: int

    def includes(self, day: date) -> bool:
        """Whether a date is this weekday, and one of these in its month."""
        nth = (day.day - 1) // DAYS_OF_A_WEEK + 1
        is_last = day.day > _last_day(day) - DAYS_OF_A_WEEK
        counted = nth in self.ordinals or (is_last and LAST in self.ordinals)
        return counted and day.weekday() == self.weekday


Days = Weekly | Monthly | NthWeekday
"""The days on which a schedule comes."""


@dataclass(frozen=True)
class QuietHours:
    """Hours in which nothing is posted, from ``start`` until before ``end``; they may span midnight."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        """Whether a time of the day, on the zone's clocks, is quiet."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True)
class Schedule:
    """Once a day at most: on these days, at this time of an IANA time zone.

    A time that a clock change makes happen twice counts at its first occurrence; one that it skips is
    moved by as much as the clock is.
    """

    days: Days
    at: time
    zone: str
    quiet: QuietHours | None = None

    def next_run(self, after: datetime) -> datetime:
        """The first run later than an aware instant, in UTC. Runs before it are over, however many."""
        zone = ZoneInfo(self.zone)
        # Clocks are never moved by more than a day, so no run of an earlier day can be later than this.
        day = after.astimezone(zone).date() - ONE_DAY
        while True:
            if self.days.includes(day):
                run = instant(day, self.at, zone)
                if run > after:
                    return run
            day += ONE_DAY

    def loud_from(self, moment: datetime) -> datetime:
        """The first instant, in UTC, at which posting is allowed: the moment itself, or when quiet ends."""
        zone = ZoneInfo(self.zone)
        local = moment.astimezone(zone)
        if not self.quiet or not self.quiet.hold(local.time()):
            return moment.astimezone(UTC)
        today, end = local.date(), self.quiet.end
        # The end can come twice on one day, and quiet begins again in between.
        ends = (instant(today, end, zone), instant(today, end.replace(fold=1), zone))
        return next((one for one in ends if one > moment), instant(today + ONE_DAY, end, zone))


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time, in UTC.

    What PEP 495 says of ``fold=0`` is what a digest wants: the first of two, and past a gap by its length.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)
