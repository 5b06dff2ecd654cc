"""Dates whose words name another weekday, day, month or year than the date that the editor typed."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.cases.dates import PartialDate
from bot.cases.days import A_DAY as ONE_DAY
from bot.cases.model import Case
from bot.cases.problems import KeyPath
from bot.cases.review.observations import Observation
from bot.cases.selectors import Selector
from bot.cases.succession import facts_of, newest_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "Jan(?:uary|\\.)",
    "Feb(?:ruary|\\.)",
    "Mar(?:ch|\\.)",
    "Apr(?:il|\\.)",
    "May",
    "June?\\.?",
    "July?\\.?",
    "Aug(?:ust|\\.)",
    "Sept?(?:ember|\\.)",
    "Oct(?:ober|\\.)",
    "Nov(?:ember|\\.)",
    "Dec(?:ember|\\.)",
)
MONTH = "|".join(MONTHS)
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
A_DAY = re.compile(
    rf"\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})(?!\w)"
    rf"|\b(?:{MONTH})\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
    r"|\b\d{4}-\d\d-(?P<iso>\d\d)\b|\b(?P<alone>\d{1,2})(?:st|nd|rd|th)\b(?! (?:anniversary|time|Circuit))"
)
A_MONTH = re.compile(rf"\b(?:{MONTH})(?!\w)")
ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?!-\d\d?\b)")
WEEKDAY_BEFORE = re.compile(rf"\b({'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?\Z")
WEEKDAY_AFTER = re.compile(rf"\A,?\s*(?:\(|a\s+)?({'|'.join(WEEKDAYS)})\b")
RELATIVE = {"yesterday": -1, "last night": -1, "today": 0, "tomorrow": 1}
"""Words of an article that mean a day by its distance, in days, from the day of publication."""


DECIDED = frozenset({"rulings", "awards", "relief", "lawsuits"})
"""The sections whose dates have passed when a report tells of them; an event can be still to come."""


def wrong_dates(case: Case) -> Iterator[Observation]:
    """Yield ``weekday``, ``day`` or ``date`` for each date of a case that its own words contradict.

    Yield ``after-report`` for what was decided, awarded or filed on a day after all reports of it.
    """
    for path, partial, evidence in _dates(case):
        yield from _contradictions(path, _with_weekday(partial.raw, evidence), partial.edtf)
        yield from _relative(case, path, partial, evidence)
        if path[0] in DECIDED:
            yield from _after_reports(case, path, partial, evidence)
    for index, source in enumerate(case.sources):
        for selector in source.quote:
            path = ("sources", index, "date_published")
            yield from _publication(path, selector.exact, source.date_published)


def _publication(path: KeyPath, words: str, day: str) -> Iterator[Observation]:
    """A warning where an article's own words date it otherwise: with a year, and a day or a month."""
    if days := ISO_DAY.findall(words):
        if day not in days:
            yield Observation("date", path, f"the words “{words}” give another day than {day}")
    elif YEAR.search(words) and (A_DAY.search(words) or A_MONTH.search(words)):
        yield from _contradictions(path, words, day)


def _dates(case: Case) -> Iterator[tuple[KeyPath, PartialDate, tuple[Selector, ...]]]:
    for path, fact in facts_of(case):
        partial = getattr(fact, "date", None)
        if partial is not None:
            yield (*path, "date"), partial, (*fact.quote, *getattr(fact, "cue", ()))
    for index, lawsuit in enumerate(case.lawsuits):
        if lawsuit.date_filed is not None:
            yield ("lawsuits", index, "date_filed"), lawsuit.date_filed, lawsuit.quote
        for at, status in enumerate(lawsuit.status):
            if status.date is not None:
                yield ("lawsuits", index, "status", at, "date"), status.date, status.quote


def _with_weekday(raw: str, evidence: Iterable[Selector]) -> str:
    """The words of a date, with the weekday that stands directly beside them in a quotation."""
    words = [raw]
    for selector in evidence:
        before, found, after = selector.exact.partition(raw)
        if found:
            beside = (WEEKDAY_BEFORE.search(before), WEEKDAY_AFTER.match(after))
            words += [match[1] for match in beside if match]
    return " ".join(words)


def _contradictions(path: KeyPath, words: str, edtf: str) -> Iterator[Observation]:
    year, month, day = (*edtf.split("-"), "", "")[:3]
    if "/" in edtf or "X" in edtf or month > "12":
        return
    years = set(YEAR.findall(words))
    months = {f"{number:02}" for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}(?!\w)", words)}
    if (years and year not in years) or (month and months and month not in months):
        yield Observation("date", path, f"the words “{words}” give another month or year than {edtf}")
        return
    if not day:
        return
    days = {int(next(filter(None, found.groups()))) for found in A_DAY.finditer(words)}
    if days and int(day) not in days:
        yield Observation("day", path, f"the words “{words}” give another day of the month than {edtf}")
        return
    weekday = WEEKDAYS[date.fromisoformat(edtf).weekday()]
    named = set(WEEKDAY.findall(words))
    if named and weekday not in named:
        yield Observation("weekday", path, f"the words “{words}” name another weekday: {edtf} is a {weekday}")


def _after_reports(
    case: Case, path: KeyPath, partial: PartialDate, evidence: Iterable[Selector]
) -> Iterator[Observation]:
    reported = newest_day(case, evidence)
    if partial.earliest > date.fromisoformat(reported) + ONE_DAY:
        message = f"{partial.edtf} is after the newest report of it, which is of {reported}"
        yield Observation("after-report", path, message)


def _relative(
    case: Case, path: KeyPath, partial: PartialDate, evidence: Iterable[Selector]
) -> Iterator[Observation]:
    distance = RELATIVE.get(partial.raw.lower())
    if distance is None or len(partial.edtf) != len("2023-07-12"):
        return
    published = {case.source_by_id[one.source].day for one in evidence if partial.raw in one.exact}
    meant = {(date.fromisoformat(day) + timedelta(distance)).isoformat() for day in published}
    if meant and partial.edtf not in meant:
        expected = " or ".join(sorted(meant))
        yield Observation(
            "day", path, f"“{partial.raw}” in an article of that day is {expected}, not {partial.edtf}"
        )
