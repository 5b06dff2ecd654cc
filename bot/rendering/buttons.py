"""Buttons that outlive a restart: what one asks stands in its own identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bot.answers.answer import Quotation
from bot.answers.commands import COMMANDS
from bot.answers.grammar import parse, write
from bot.answers.query import CommandError, Query
from bot.rendering.breaks import break_before
from bot.rendering.limits import length
from bot.rendering.sections import Action, ButtonKind

VERSION = "1"
LAST_PAGE = 9_999
CARRIED = re.compile(rf"{VERSION}:((?P<page>[1-9][0-9]{{0,3}})(?P<share>!?))?:(?P<command>.*)", re.DOTALL)
CUT = " …"
"""Ends the beginning of a quotation that is not shown as a whole."""


class Pressed(NamedTuple):
    """The question a button asks, which page of the answer, and what becomes of it."""

    query: Query
    page: int
    kind: ButtonKind


class Button(NamedTuple):
    """What a button says, and what it carries."""

    label: str
    identifier: str


def identifier(action: Action) -> str:
    """What a button carries: ``version:page:command``, without a page for a new answer."""
    page = {"ask": "", "turn": f"{action.page}", "share": f"{action.page}!"}[action.kind]
    return f"{VERSION}:{page}:{write(action.query)}"


@lru_cache(maxsize=1024)
def pressed(carried: str) -> Pressed | None:
    """What a button asks; None where it is from an older version, or forged to change something."""
    found = CARRIED.fullmatch(carried)
    if not found:
        return None
    kind: ButtonKind = "ask" if found["page"] is None else "share" if found["share"] else "turn"
    try:
        query = parse(found["command"])
    except CommandError:
        return None
    return None if COMMANDS[query.command].acts else Pressed(query, int(found["page"] or 1), kind)


def turns_pages(asked: Query, longest: int) -> bool:
    """Whether buttons can turn the pages of a question's answer.

    They cannot where the question is too long for their identifiers, or changes something. Such an answer has
    no buttons for it: its pages are sent one after the other.
    """
    acts = COMMANDS[asked.command].acts
    return not acts and length(identifier(Action("", asked, LAST_PAGE, "turn"))) <= longest


def fitting(actions: Iterable[Action], longest: int) -> list[Button]:
    """The follow-ups that a button can carry, each once; anybody can still type the others."""
    asking = (action for action in actions if not COMMANDS[action.query.command].acts)
    labels = {identifier(action): action.label for action in asking}
    return [Button(label, carried) for carried, label in labels.items() if length(carried) <= longest]


def in_context(quotation: Quotation) -> Query:
    """The question that shows a quotation in its paragraph."""
    return _in_context(quotation.id, quotation.case)


def _in_context(quotation: str, case: str) -> Query:
    return Query("quote", (("text", f"#{quotation}"), ("case", case)))


def reading_command(quotation: Quotation) -> str:
    """The same question as it would be typed: what an entry of a menu carries."""
    return _reading_command(quotation.id, quotation.case)


@lru_cache(maxsize=4096)
def _reading_command(quotation: str, case: str) -> str:
    return write(_in_context(quotation, case))


def excerpt(text: str, limit: int) -> str:
    """The beginning of a text, for a button or a menu: it is chosen from and never read as a whole."""
    line = " ".join(text.split())
    if length(line) <= limit:
        return line
    at = limit - len(CUT)
    while length(line[:at]) > limit - len(CUT):
        at -= 1
    return line[: break_before(line, at)].rstrip() + CUT


def menu(quotations: Iterable[Quotation], most: int, longest: int) -> list[tuple[Quotation, str]]:
    """The quotations that a menu offers to read in context, each once, and how it calls them."""
    unique = {reading_command(quotation): quotation for quotation in quotations}
    return [(quotation, _name(quotation, longest)) for quotation in list(unique.values())[:most]]


def _name(quotation: Quotation, longest: int) -> str:
    name = excerpt(quotation.text, longest)
    has_ink = any(character.isprintable() and not character.isspace() for character in name)
    return name if has_ink else f"#{quotation.id}"
