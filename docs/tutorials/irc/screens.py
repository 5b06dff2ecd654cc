"""The renderer of IRC: an answer as lines that fit into a message each, proven once more as they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.answers.answer import Answer
from bot.answers.commands import COMMANDS
from bot.answers.refusal import is_refusal
from bot.rendering.breaks import break_before
from bot.rendering.proof import Unreadable, text_quotations
from bot.rendering.render import Presentation, to_text
from bot.rendering.text import BAR, BREAK, HANGING_INDENT

TEXT_BYTES = 512 - len("\r\n") - len(":!@ PRIVMSG  :") - 30 - 12 - 63 - 50
"""Bytes of text in a message of 512 with its CR LF (RFC 2812, section 2.3), as the server passes it on:
what the bot's nick (30), user (12) and host (63) and the channel (50) leave."""
SCREEN_LINES = 8
"""Lines that a channel is shown at a time, where a block of an answer is not longer."""
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f]")
"""What ends a message or is read by clients as formatting or CTCP."""
COMMAND = re.compile(rf"(?<![\w/])/(?=[\w-]{{0,20}}(?:{'|'.join({name.split()[0] for name in COMMANDS})})\b)")
"""The slash of a command, which an IRC client would keep for itself."""


class Screens(NamedTuple):
    """An answer in screens of lines, and whether it says only why there is none."""

    screens: tuple[tuple[str, ...], ...]
    is_refusal: bool = False


def to_irc(answer: Answer, presentation: Presentation) -> Screens:
    """The answer as proven lines for IRC. Raises Unreadable where IRC cannot carry a quotation unchanged."""
    text = to_text(answer, presentation)
    screens = Screens(tuple(_screens(map(_lines, text.split("\n\n")))), is_refusal(answer))
    sent = "\n".join(line for screen in screens.screens for line in screen)
    if text_quotations(sent) != text_quotations(text) or CONTROL.search(sent.replace("\n", "")):
        raise Unreadable("IRC cannot carry a quotation as it stands")
    return screens


def _screens(blocks: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
    """Blocks packed into screens; a block, and so a quotation with its credit, is never parted."""
    screen: list[str] = []
    for block in blocks:
        if screen and len(screen) + len(block) > SCREEN_LINES:
            yield tuple(screen)
            screen = []
        screen += block
    yield tuple(screen)


def _lines(block: str) -> list[str]:
    """The lines of a block, each in pieces that fit into a message."""
    lines: list[str] = []
    was_quoted = False
    for line in block.split("\n"):
        is_quoted = line.startswith((BAR, BREAK))
        # The line below a quotation is its credit, which is proven as it stands.
        text = line if is_quoted or was_quoted else COMMAND.sub("!", line)
        start = len(BAR) if is_quoted else len(text) - len(text.lstrip(" "))
        lines += _pieces(text[:start], text[start:], BAR if is_quoted else HANGING_INDENT)
        was_quoted = is_quoted
    return lines


def _pieces(gutter: str, text: str, later: str) -> Iterator[str]:
    """A line in pieces of ``TEXT_BYTES`` at most; each further one begins with the gutter ``later``."""
    while (room := TEXT_BYTES - len(gutter.encode())) < len(encoded := text.encode()):
        # What the cut leaves of a character is ignored: the whole character goes into the next piece.
        at = break_before(text, len(encoded[:room].decode("utf-8", "ignore")))
        yield gutter + text[:at]
        gutter, text = later, text[at:]
    yield gutter + text
