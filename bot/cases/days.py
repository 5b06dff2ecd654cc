"""Days of a case that cannot be: of its articles, of its last change, and of what was withdrawn."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.cases.model import Case
from bot.cases.problems import KeyPath

A_DAY = timedelta(days=1)
"""By how much the day differs at most between the places of a newspaper and an editor."""
A_YEAR = timedelta(days=366)


def day_mistakes(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and a sentence for each day of a case that another of its days makes impossible.

    These are a withdrawal before publication, a last change before the first article, and an article that is
    more than a year younger than the last change: whoever changed the file cannot have known it.
    """
    first = min(source.date_published for source in case.sources)
    if date.fromisoformat(case.revised) + A_DAY < date.fromisoformat(first):
        sentence = f"the last change is before the first article, of {first}: correct one of the days"
        yield ("revised",), sentence
    if case.withdrawn and case.withdrawn.date < first:
        sentence = f"the case was withdrawn before its first article, of {first}: correct one of the days"
        yield ("withdrawn", "date"), sentence
    for index, source in enumerate(case.sources):
        if source.withdrawn and source.withdrawn.date < source.day:
            sentence = f"an article of {source.day} was withdrawn before that day: correct one of the days"
            yield ("sources", index, "withdrawn", "date"), sentence
    for path, day in days_of_articles(case):
        if date.fromisoformat(day) > date.fromisoformat(case.revised) + A_YEAR:
            sentence = f"{day} is more than a year after “revised: {case.revised}”: correct one of the days"
            yield path, sentence


def days_of_articles(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and ISO day of each publication and modification of an article in a case file."""
    for index, source in enumerate(case.sources):
        yield ("sources", index, "date_published"), source.date_published
        if source.date_modified:
            yield ("sources", index, "date_modified"), source.date_modified


def days_of_withdrawals(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """The path and ISO day of each withdrawal in a case file, of the case or of an article."""
    if case.withdrawn:
        yield ("withdrawn", "date"), case.withdrawn.date
    for index, source in enumerate(case.sources):
        if source.withdrawn:
            yield ("sources", index, "withdrawn", "date"), source.withdrawn.date
