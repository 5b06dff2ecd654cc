"""What is said of hearings and deadlines of which no source says what came of them."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from bot.answers.cite import Cited
from bot.answers.phrases import Phrase, phrase
from bot.cases.dates import earliest
from bot.cases.facts import Fact
from bot.cases.model import Event, Relief
from bot.cases.succession import reported_on, successor_of
from bot.search.folding import fold

PASSED: Mapping[str, Phrase] = {
    "scheduled": phrase("Scheduled by the report of {day}; whether it took place is not in the sources"),
    "postponed": phrase("Postponed by the report of {day}; whether it took place is not in the sources"),
    "cancelled": phrase("Cancelled by the report of {day}"),
}
"""What is said of an event that had not taken place, by its status."""
TO_COME: Mapping[str, Phrase] = {
    **PASSED,
    "scheduled": phrase("Scheduled by the report of {day}"),
    "postponed": phrase("Postponed by the report of {day}"),
}
"""What is said of it as of a day that is not after the event's."""
MET = phrase("A deadline by the report of {day}; whether it was met is not in the sources")
"""What is said of an event that is the last day for something."""
LAST_DAY = re.compile(r"\b(?:(?:has|have|had) until|deadline|last day)\b")
"""Matches words that give somebody a last day for something; in folded text."""
DUE = phrase("Ordered by the report of {day}; whether the deadline was met is not in the sources")
"""What is said of an order with a deadline."""
DAY = re.compile(r"\b(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},) \d{4}\b|\b\d{4}-\d\d-\d\d\b")
"""Matches a day of the calendar with its year in the words of a deadline."""
FORMS = ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d")
"""The forms of a day that ``DAY`` matches, for ``strptime``."""


def planned_remark(cited: Cited, fact: Fact) -> Phrase | None:
    """What is said of a current event that was to take place, or of an order with a deadline; else None.

    Whether it came about is left open, unless the case is read as of a day by which it is not due.
    """
    if successor_of(cited.case, fact) is not None:
        return None
    reported = earliest(reported_on(cited.case, fact))
    if isinstance(fact, Event) and fact.event_status:
        due = fact.date.latest if fact.date else None
        is_deadline = any(LAST_DAY.search(fold(one.exact)) for one in fact.quote)
        if is_deadline and fact.event_status == "scheduled" and not _is_to_come(cited, due):
            return MET.filled(day=reported)
        return (TO_COME if _is_to_come(cited, due) else PASSED)[fact.event_status].filled(day=reported)
    if isinstance(fact, Relief) and fact.deadline and fact.outcome == "granted":
        return None if _is_to_come(cited, _day_in(fact.deadline)) else DUE.filled(day=reported)
    return None


def _is_to_come(cited: Cited, due: date | None) -> bool:
    """Whether a case is read as of a day that is not after another one; not where either is unknown."""
    return cited.read_on is not None and due is not None and due.isoformat() >= cited.read_on


def _day_in(deadline: str) -> date | None:
    """The last day that a deadline names with its year; None where it names none."""
    for words in reversed(DAY.findall(deadline)):
        for form in FORMS:
            try:
                return datetime.strptime(words, form).date()  # noqa: DTZ007  -- a day, without a time
            except ValueError:
                continue
    return None
