"""Finds dates in an article and gives them in EDTF, with the arithmetic by which they were reckoned."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from bot.authoring.date_words import EXPRESSIONS, KINDS, NO_YEAR_AFTER
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
    reckoner = Reckoner(text, published)
    for match in EXPRESSIONS.finditer(text):
        kind = next(name for name, words in match.groupdict().items() if words is not None and name in KINDS)
        kind = kind.rstrip("2")
        if kind == "year" and NO_YEAR_AFTER.match(text[match.end() : match.end() + 20]):
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
