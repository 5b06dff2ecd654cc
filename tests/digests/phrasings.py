"""Schedules as people type them, with what each means, and how the parser does on them.

Run as ``python -m tests.digests.phrasings`` it prints the counts. The phrasings of schedules_unseen.tsv were
written before the parser that reads them: nothing may be fitted to them.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.answers.query import CommandError
from bot.digests.schedule import Schedule
from bot.digests.schedule_parser import read_schedule

DATA = Path(__file__).parent.parent / "data"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
RUNS = 40
"""Enough for three years of a schedule that comes once a month, and for both changes of the clock."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of tests/data, quotation marks as they stand."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def verdict(typed: str, meaning: str) -> str:
    """“right”, “wrong” for what is accepted as something else, or “refused” for what should be read."""
    meaning, may_refuse, _ = meaning.partition(" or refused")
    try:
        schedule = read_schedule(typed)
    except CommandError:
        return "right" if may_refuse or meaning == "refused" else "refused"
    if meaning == "refused":
        return "wrong"
    zone = ZoneInfo(schedule.zone)
    runs = [run.astimezone(zone).replace(tzinfo=None) for run in islice(_runs(schedule), RUNS)]
    expected = list(islice(_expected(meaning), RUNS))
    return "right" if runs == expected and schedule.zone == meaning.rpartition(" ")[2] else "wrong"


def _runs(schedule: Schedule) -> Iterator[datetime]:
    run = BEGIN - timedelta(days=1)
    while True:
        run = schedule.next_run(run)
        if run.astimezone(ZoneInfo(schedule.zone)).date() >= BEGIN.date():
            yield run


def _expected(meaning: str) -> Iterator[datetime]:
    kind, *numbers, at, _ = meaning.split()
    day = BEGIN.date()
    while True:
        if _includes(kind, numbers, day):
            yield datetime.combine(day, time.fromisoformat(at))
        day += timedelta(days=1)


def _includes(kind: str, numbers: list[str], day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    if kind == "nth":
        nth, weekday = map(int, numbers)
        in_month = (day.day - 1) // 7 + 1 == nth if nth > 0 else day.day > length - 7
        return in_month and day.weekday() == weekday
    wanted = [int(number) for number in numbers[0].split(",")]
    return day.weekday() in wanted if kind == "weekly" else day.day in {min(one, length) for one in wanted}


if __name__ == "__main__":
    judged = [(row["typed"], verdict(**row)) for row in rows("schedules_unseen.tsv")]
    print(dict(Counter(found for _, found in judged)))  # noqa: T201  -- what it is run for
