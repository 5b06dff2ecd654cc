"""Buttons that outlive a restart: what one asks stands in its own identifier."""

from __future__ import annotations

from typing import NamedTuple

from bot.answers.answer import Quotation
from bot.answers.grammar import parse, write
from bot.answers.query import CommandError, Query
from bot.rendering.limits import length
from bot.rendering.sections import Action

VERSION = "1"
READ_IN_CONTEXT = "Read a quotation in its paragraph"


class Pressed(NamedTuple):
    """The question a button asks, and which page of the answer."""

    query: Query
    page: int


def identifier(action: Action) -> str:
    """What a button carries: ``version:page:command``."""
    return f"{VERSION}:{action.page}:{write(action.query)}"


def pressed(carried: str) -> Pressed | None:
    """What a button asks; None where it is from an older version, or forged."""
    version, _, rest = carried.partition(":")
    page, _, command = rest.partition(":")
    if version != VERSION or not (page.isascii() and page.isdigit() and 0 < int(page) < 10_000):
        return None
    try:
        return Pressed(parse(command), int(page))
    except CommandError:
        return None


def in_context(quotation: Quotation) -> Query:
    """The question that shows a quotation in its paragraph."""
    return Query("quote", (("text", f"#{quotation.id}"), ("case", quotation.case)))


def excerpt(text: str, limit: int) -> str:
    """The beginning of a quotation, for a menu where it is chosen from and never read as a whole."""
    line = " ".join(text.split())
    if length(line) <= limit:
        return line
    while length(line) > limit - 2:
        line = line.rpartition(" ")[0] or line[: limit // 2 - 2]
    return f"{line} …"
