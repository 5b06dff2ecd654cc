"""The bot's own sentences: messages with placeholders, translated by renderers; never quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple, Union

from bot.cases.local_text import LocalText

MANY = 2
MAX_TYPED = 80
"""Code points of somebody's own words that a sentence repeats."""

ARTICLE = re.compile(r"(?:The|An?|Another|Some|Several|Both|One|Two|Three|Four|Five|Six)(?= [a-z])")
"""Matches the article or number of a plain description: “The prosecutors”, but not that of “The Hague”."""

Value = Union[str, int, date, "Phrase", "Mention"]
"""What fills a placeholder; numbers, days and instants are written as the reader's locale does.

An instant is an aware ``datetime``; where a platform can, it shows it in the reader's own time zone.
"""


MentionKind = Literal["channel", "person", "role"]


MENTION_SIGNS: Mapping[MentionKind, str] = {"channel": "#", "person": "@", "role": "@&"}
"""What stands before the id of each kind in plain words."""


class Mention(NamedTuple):
    """A channel, a person or a role by the platform's id, which the platform shows by the name it has."""

    kind: MentionKind
    id: str

    def __str__(self) -> str:
        return f"{MENTION_SIGNS[self.kind]}{self.id}"


class Phrase(NamedTuple):
    """An English message with named placeholders, and their values; ``str`` gives it in English.

    Where it depends on a number, ``message`` is for 1 and ``plural`` for any other ``number``.
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
        """The aware times among its values, those of inner phrases included."""
        for _, value in self.values:
            if isinstance(value, datetime):
                yield value
            elif isinstance(value, Phrase):
                yield from value.instants

    @property
    def mentions(self) -> Iterator[Mention]:
        """The channels and people among its values, those of inner phrases included."""
        for _, value in self.values:
            if isinstance(value, Mention):
                yield value
            elif isinstance(value, Phrase):
                yield from value.mentions

    def filled(self, **values: object) -> Phrase:
        """A copy of the phrase with these values in its placeholders."""
        return self._replace(values=_filled(values))


def shortened(typed: str) -> str:
    """Typed words, cut to 80 code points, to be repeated in a sentence about them."""
    return typed if len(typed) <= MAX_TYPED else typed[: MAX_TYPED - 1].rstrip() + "…"


def phrase(message: str, /, **values: object) -> Phrase:
    """A phrase with these values in its placeholders."""
    return Phrase(message, _filled(values))


def counted(one: str, many: str, /, count: int, **values: object) -> Phrase:
    """A phrase for one and for many, chosen by ``count``, which is a placeholder as well."""
    return Phrase(one, (("count", count), *_filled(values)), many, count)


def in_a_sentence(name: str, /) -> str:
    """A party's name as it stands inside a sentence: “the prosecutors” for “The prosecutors”.

    A name in several languages keeps its translations.
    """
    if isinstance(name, LocalText):
        return LocalText({tag: in_a_sentence(text) for tag, text in name.translations.items()})
    article = ARTICLE.match(name)
    return f"{article[0].lower()}{name[article.end() :]}" if article else name


def capitalised(words: str, /) -> str:
    """An editor's words as they begin a sentence, with a capital letter in each of their languages."""
    if isinstance(words, LocalText):
        return LocalText({tag: capitalised(text) for tag, text in words.translations.items()})
    return f"{words[:1].upper()}{words[1:]}"


def all_of(names: Iterable[str | Phrase], /) -> Phrase:
    """A phrase that lists all of some names, such as “A, B and C”."""
    return _row(names, phrase("{names} and {last}"))


def one_of(names: Iterable[str | Phrase], /) -> Phrase:
    """A phrase that lists names to choose from, such as “A, B or C”."""
    return _row(names, phrase("{names} or {last}"))


def _row(names: Iterable[str | Phrase], pattern: Phrase) -> Phrase:
    *first, last = [*names] or [""]
    return pattern.filled(names=in_a_row(first), last=last) if first else Phrase("{name}", (("name", last),))


def in_a_row(names: Iterable[str | Phrase], /) -> Phrase:
    """A phrase that lists names with commas alone, such as “A, B, C”; each in the reader's language."""
    values = tuple((f"name{at}", name) for at, name in enumerate(names))
    return Phrase(", ".join(f"{{{place}}}" for place, _ in values), values)


def all_of_mentioned(mentions: Sequence[Mention], /) -> Phrase:
    """A phrase that lists people or channels, which platforms show by their names."""
    if len(mentions) < MANY:
        return _joined(mentions)
    return phrase("{names} and {last}", names=_joined(mentions[:-1]), last=mentions[-1])


def _joined(mentions: Sequence[Mention]) -> Phrase:
    names = {f"name{index}": one for index, one in enumerate(mentions)}
    return Phrase(", ".join(f"{{{name}}}" for name in names)).filled(**names)


def translatable(message: str, /) -> str:
    """Marks a message for the catalogues that becomes a phrase elsewhere; gives it back unchanged."""
    return message


def pgettext(context: str, message: str, /) -> str:
    """Marks a message for the catalogues in a context, in which it has a translation of its own.

    Gives the message back unchanged; ``localised`` translates it. The name is gettext's.
    """
    del context  # for translators and for who extracts the messages
    return message


def _filled(values: dict[str, object]) -> tuple[tuple[str, Value], ...]:
    return tuple(
        (name, value if isinstance(value, int | date | Phrase | LocalText | Mention) else str(value))
        for name, value in values.items()
    )


def _in_english(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
