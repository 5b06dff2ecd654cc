"""Finds dates in an article and gives them in EDTF, with the arithmetic by which they were reckoned."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from bot.authoring import date_words, german_date_words
from bot.authoring.german import is_german
from bot.authoring.german_dates import GermanReckoner, counts_something
from bot.authoring.reckoning import Reckoner


class FoundDate(NamedTuple):
    """A date in a text: its span, EDTF or None where open, and how that was reckoned."""

    start: int
    end: int
    edtf: str | None
    certainty: Literal["stated", "inferred"]
    why: str


def dates(text: str, published: date | None) -> Iterator[FoundDate]:
    """The dates of a text in its order; without ``published``, those that need reckoning are open."""
    in_german = is_german(text)
    reckoner = GermanReckoner(text, published) if in_german else Reckoner(text, published)
    words_of_dates = german_date_words if in_german else date_words
    for match in words_of_dates.EXPRESSIONS.finditer(text):
        groups = match.groupdict().items()
        kind = next(name for name, words in groups if words is not None and name in words_of_dates.KINDS)
        kind = kind.rstrip("2")
        if kind == "year" and _counts(text, match, in_german=in_german):
            continue
        reading = reckoner.read(kind, match)
        if reading is None:
            continue
        start, end = match.span()
        if match.group().startswith(("the ", "The ")) and not match.group().lower().startswith("the day"):
            start += len("the ")
        words = text[start:end]
        years = {part[:4].rstrip("X") for part in (reading.edtf or "").split("/")}
        stated = reading.edtf is not None and all(year in words for year in years)
        yield FoundDate(start, end, reading.edtf, "stated" if stated else "inferred", reading.why)
        reckoner.last = reading.edtf or reckoner.last


def _counts(text: str, match: re.Match[str], *, in_german: bool) -> bool:
    """Whether a number that could be a year counts something."""
    if in_german:
        return counts_something(text, match)
    return bool(date_words.NO_YEAR_AFTER.match(text[match.end() : match.end() + 20]))
