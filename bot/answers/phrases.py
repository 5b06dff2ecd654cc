"""Our own words: short sentences with blanks, so that they can be translated and are never a quotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple, Union

LONGEST_TYPED = 80

Value = Union[str, int, date, "Phrase"]
"""What fills a blank; numbers, days and instants are written as the reader's locale does.

An instant is an aware ``datetime``; where a platform can, it shows it in the reader's own time zone.
"""


class Phrase(NamedTuple):
    """An English sentence with named blanks, and what fills them; ``str`` gives it in English.

    Where it depends on a number, ``message`` is for one and ``plural`` for any other ``number``.
    """

    message: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    number: int = 1

    def __str__(self) -> str:
        message = self.message if self.number == 1 or not self.plural else self.plural
        return message.format(**{name: _in_english(value) for name, value in self.values})

    @property
    def instants(self) -> Iterator[datetime]:
        """The instants that it tells."""
        for _, value in self.values:
            if isinstance(value, datetime):
                yield value
            elif isinstance(value, Phrase):
                yield from value.instants

    def filled(self, **values: object) -> Phrase:
        """The phrase with these values in its blanks."""
        return self._replace(values=_filled(values))


def shortened(typed: str) -> str:
    """Somebody's own words for a sentence that says what is wrong with them, at most this long."""
    return typed if len(typed) <= LONGEST_TYPED else typed[: LONGEST_TYPED - 1].rstrip() + "…"


def phrase(message: str, /, **values: object) -> Phrase:
    """A phrase whose blanks are filled with these values."""
    return Phrase(message, _filled(values))


def counted(one: str, many: str, /, count: int, **values: object) -> Phrase:
    """A phrase for one or for many, which may have a blank ``count``."""
    return Phrase(one, (("count", count), *_filled(values)), many, count)


def all_of(names: Iterable[str], /) -> Phrase:
    """Names in a row, such as “A, B and C”."""
    return _row(names, phrase("{names} and {last}"))


def one_of(names: Iterable[str], /) -> Phrase:
    """Names to choose from, such as “A, B or C”."""
    return _row(names, phrase("{names} or {last}"))


def _row(names: Iterable[str], pattern: Phrase) -> Phrase:
    *first, last = [*names] or [""]
    return pattern.filled(names=", ".join(first), last=last) if first else Phrase("{name}", (("name", last),))


def translatable(message: str, /) -> str:
    """Marks a message that becomes a phrase elsewhere: the catalogues are made from what is marked."""
    return message


def _filled(values: dict[str, object]) -> tuple[tuple[str, Value], ...]:
    return tuple(
        (name, value if isinstance(value, int | date | Phrase) else str(value))
        for name, value in values.items()
    )


def _in_english(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
