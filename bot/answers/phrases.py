"""Our own words: short sentences with blanks, so that they can be translated and are never a quotation."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

LONGEST_TYPED = 80


class Phrase(NamedTuple):
    """An English sentence with named blanks, and what fills them; ``str`` gives it in English."""

    message: str
    values: tuple[tuple[str, str | date], ...] = ()

    def __str__(self) -> str:
        return self.message.format(**dict(self.values))


def shortened(typed: str) -> str:
    """Somebody's own words for a sentence that says what is wrong with them, at most this long."""
    return typed if len(typed) <= LONGEST_TYPED else typed[: LONGEST_TYPED - 1].rstrip() + "…"


def phrase(message: str, **values: object) -> Phrase:
    """A phrase whose blanks are filled with these values; days are written as the reader's locale does."""
    return Phrase(
        message,
        tuple((name, value if isinstance(value, date) else str(value)) for name, value in values.items()),
    )
