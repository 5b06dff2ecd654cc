"""Buttons whose identifiers hold their query, so that they outlive a restart; and the labels of choices."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.answers.answer import Quotation
from bot.answers.choices import Choice
from bot.answers.commands import COMMANDS
from bot.answers.grammar import parse, write
from bot.answers.query import CommandError, Query
from bot.answers.withdrawal import LISTED
from bot.rendering.breaks import break_before
from bot.rendering.limits import length
from bot.rendering.sections import DOT, Action, ActionKind
from bot.rendering.wording import Wording

VERSION = "1"
"""Of the identifiers: those of another version are not understood."""
LAST_PAGE = 9_999
IDENTIFIER = re.compile(
    rf"{VERSION}:((?P<page>[1-9][0-9]{{0,3}})(?P<mark>[!+]?))?:(?P<command>.*)", re.DOTALL
)
"""Matches an identifier: ``version:page:command``; after the page ``!`` shares, ``+`` expands it."""
KINDS: Mapping[str, ActionKind] = {"": "turn", "!": "share", "+": "expand"}
"""What the mark after the page of an identifier stands for."""
CUT = " …"
"""Ends an excerpt that does not show the whole text."""
MIN_EXCERPT = 20
"""UTF-16 units of a quotation below which its attribution is left out of the label of a choice."""


class Pressed(NamedTuple):
    """What a button asks for: a query, a page of its answer (from 1), and the kind of action."""

    query: Query
    page: int
    kind: ActionKind


class Button(NamedTuple):
    """The label of a button, and the identifier that the platform sends back."""

    label: str
    identifier: str


def identifier(action: Action) -> str:
    """The identifier of an action: ``version:page:command``, without a page for a new answer."""
    marks = {kind: mark for mark, kind in KINDS.items()}
    page = "" if action.kind == "ask" else f"{action.page}{marks[action.kind]}"
    return f"{VERSION}:{page}:{write(action.query)}"


@lru_cache(maxsize=1024)
def pressed(value: str) -> Pressed | None:
    """What an identifier asks for; None where it is of another version or would change something."""
    found = IDENTIFIER.fullmatch(value)
    if not found:
        return None
    kind: ActionKind = "ask" if found["page"] is None else KINDS[found["mark"]]
    try:
        query = parse(found["command"])
    except CommandError:
        return None
    return None if COMMANDS[query.command].acts else Pressed(query, int(found["page"] or 1), kind)


def turns_pages(asked: Query, longest: int) -> bool:
    """Whether buttons can turn the pages of a query's answer, given the longest identifier in UTF-16 units.

    They cannot where the query is too long for their identifiers, or changes something. Such an answer has no
    buttons for it: its pages are sent one after the other.
    """
    acts = COMMANDS[asked.command].acts
    return not acts and length(identifier(Action("", asked, LAST_PAGE, "turn"))) <= longest


def fitting(actions: Iterable[Action], longest: int) -> list[Button]:
    """The buttons of actions, each once, whose identifiers are not too long and change nothing."""
    asking = (action for action in actions if not COMMANDS[action.query.command].acts)
    labels = {identifier(action): action.label for action in asking}
    return [Button(label, value) for value, label in labels.items() if length(value) <= longest]


def reading_command(quotation: Quotation) -> str:
    """The command that shows a quotation in its paragraph: the value of an entry of a menu."""
    return _reading_command(quotation.id, quotation.case)


@lru_cache(maxsize=4096)
def _reading_command(quotation: str, case: str) -> str:
    return write(Query("quote", (("text", f"#{quotation}"), ("case", case))))


def excerpt(text: str, limit: int) -> str:
    """The beginning of a text on one line, at most ``limit`` UTF-16 units, for a button or a menu."""
    line = " ".join(text.split())
    if length(line) <= limit:
        return line
    at = limit - len(CUT)
    while length(line[:at]) > limit - len(CUT):
        at -= 1
    return line[: break_before(line, at)].rstrip() + CUT


def menu(quotations: Iterable[Quotation], most: int, longest: int) -> list[tuple[Quotation, str]]:
    """At most ``most`` quotations for a menu, each once, with their labels."""
    unique = {reading_command(quotation): quotation for quotation in quotations}
    return [(quotation, _name(quotation, longest)) for quotation in list(unique.values())[:most]]


def _name(quotation: Quotation, longest: int) -> str:
    name = excerpt(quotation.text, longest)
    has_ink = any(character.isprintable() and not character.isspace() for character in name)
    return name if has_ink else f"#{quotation.id}"


def choice_label(choice: Choice, words: Wording, longest: int) -> str:
    """A choice's label of at most ``longest`` UTF-16 units.

    That of a quotation is its beginning with the speaker and the day of its source.
    """
    if not choice.quotation:
        name = words.label(choice.name)
        name = words.say(LISTED.filled(title=name)) if choice.is_withdrawn else name
        return excerpt(name, longest)
    attribution = choice.quotation.attribution
    who = attribution.speaker if attribution.asserted_by == "speaker" else words.publisher(attribution)
    credit = f"{DOT}{who}{DOT}{words.day(choice.quotation.source.day)}"
    room = longest - length(credit)
    if room < MIN_EXCERPT:
        return excerpt(choice.name, longest)
    return excerpt(choice.name, room) + credit
