"""What Discord and Slack show of a payload, as data that a template draws: lines, controls and fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from bot.answers.grammar import write
from bot.rendering.buttons import Pressed, pressed

LineKind = Literal["title", "heading", "small", "bullet", "bold", "plain", "quote", "rule"]
FieldKind = Literal["text", "area", "menu", "picker", "radio", "boxes", "time"]
SentPayload = Mapping[str, Any]
"""A message, form or view in a platform's own form."""


class StyledText(NamedTuple):
    """A piece of a line with one style; ``address`` is that of a link, ``mention`` says that it is a name."""

    words: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    mention: bool = False
    address: str = ""


@dataclass(frozen=True)
class PreviewLine:
    """A line or a quotation of a message; a veiled quotation is hidden until its reader presses it.

    ``begins`` says that a block of the message begins with it, which is set apart from the one above.
    """

    kind: LineKind
    texts: tuple[StyledText, ...] = ()
    veiled: bool = False
    begins: bool = False

    @property
    def words(self) -> str:
        """The words of the line, without their styles."""
        return "".join(text.words for text in self.texts)


class MenuChoice(NamedTuple):
    """An entry of a menu or a field: its label, what stands below it, and whether it is chosen at first.

    ``command`` is what choosing it asks for, where that can be shown.
    """

    label: str
    description: str = ""
    chosen: bool = False
    command: str = ""


@dataclass(frozen=True)
class Control:
    """A button or a menu; ``command`` and ``page`` are what a button shows, ``address`` what it opens."""

    label: str
    command: str = ""
    page: int = 1
    address: str = ""
    choices: tuple[MenuChoice, ...] = ()
    is_menu: bool = False


@dataclass(frozen=True)
class ControlRow:
    """Buttons and menus in a row; beside the words of ``text``, where a Slack section has an accessory."""

    controls: tuple[Control, ...]
    text: str = ""


@dataclass(frozen=True)
class Field:
    """A field of a form: its label, its hint, and what it holds at first."""

    kind: FieldKind
    label: str
    hint: str = ""
    value: str = ""
    choices: tuple[MenuChoice, ...] = ()
    is_optional: bool = False


PreviewBlock = PreviewLine | ControlRow | Field


@dataclass(frozen=True)
class Preview:
    """A message or a form as its platform shows it, from top to bottom.

    ``accent`` is the colour beside it as ``#rrggbb``, or empty. ``components`` counts the components of
    Discord, or the blocks of Slack. A form has a ``title`` and the labels of its buttons.
    """

    blocks: tuple[PreviewBlock, ...]
    components: int
    accent: str = ""
    is_private: bool = False
    title: str = ""
    submit: str = ""
    close: str = ""

    @property
    def lines(self) -> tuple[PreviewLine, ...]:
        """The lines and quotations, without what can be pressed or filled in."""
        return tuple(block for block in self.blocks if isinstance(block, PreviewLine))

    @property
    def rows(self) -> tuple[ControlRow, ...]:
        """The rows of buttons and menus."""
        return tuple(block for block in self.blocks if isinstance(block, ControlRow))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of a form, from top to bottom."""
        return tuple(block for block in self.blocks if isinstance(block, Field))

    @property
    def shown_lines(self) -> tuple[str, ...]:
        """The words of each line that is not blank, as sent: a quotation of two lines is two."""
        words = (line.words for line in self.lines)
        return tuple(line for text in words for line in text.split("\n") if line.strip())


def asked_by(value: str) -> Pressed | None:
    """What an identifier or an option's command asks for; None where it opens a form or acts."""
    return pressed(value) or pressed(f"1::{value}")


def command_of(value: str) -> tuple[str, int]:
    """The command that an identifier asks for, with the page of its answer; empty where it asks for none."""
    asks = asked_by(value)
    return (write(asks.query), asks.page) if asks else ("", 1)


def one_line(kind: LineKind, words: str) -> PreviewLine:
    """A line whose words have no style of their own."""
    return PreviewLine(kind, (StyledText(words),))


def joined(texts: Iterator[StyledText]) -> tuple[StyledText, ...]:
    """The pieces of a line that have words."""
    return tuple(text for text in texts if text.words)
