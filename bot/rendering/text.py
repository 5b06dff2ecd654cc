"""Plain text: the form that needs no picture, colour or markup.

Every line of a quotation begins with ``│``; one that begins a new line of the source with ``├``.
A line that is wrapped keeps the space it was broken after, so that no character is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from bot.answers.grammar import write
from bot.rendering.sections import DOT, Item, Line, Page, Quote

INDENT = "  "
BAR, BREAK = f"{INDENT}│ ", f"{INDENT}├ "
INDENTED = frozenset({"detail", "note", "bullet"})
PIECE = re.compile(r"\S*\s*")
NARROWEST = 20


def render_text(page: Page, width: int | None = None, prefix: str = "") -> str:
    """A page as plain text, without a line break at its end; wrapped where a width in columns is given."""
    blocks = ["\n".join(_lines(section.items, width)) for section in page.sections]
    if page.actions:
        blocks.append("\n".join(_wrapped(_next(page, prefix), width, "")))
    return "\n\n".join(blocks)


def quote_lines(text: str, width: int | None = None) -> Iterator[str]:
    """A quotation's lines."""
    for index, line in enumerate(text.split("\n")):
        for number, piece in enumerate(_pieces(line, width)):
            yield (BREAK if index and not number else BAR) + piece


def _lines(items: tuple[Item, ...], width: int | None) -> Iterator[str]:
    for item in items:
        if isinstance(item, Quote):
            yield from quote_lines(item.text, width)
            yield from _wrapped(item.credit_line, width, INDENT)
        else:
            yield from _line(item, width)


def _line(line: Line, width: int | None) -> Iterator[str]:
    indent = INDENT if line.role in INDENTED else ""
    bullet = "• " if line.role == "bullet" else ""
    yield from _wrapped(bullet + line.text, width, indent, indent + INDENT if bullet else indent)


def _wrapped(text: str, width: int | None, indent: str, later: str | None = None) -> Iterator[str]:
    """Our own words, which may break anywhere; none of their lines looks like a quotation's."""
    lines = wrap(text, max(width, NARROWEST), initial_indent=indent, subsequent_indent=later or indent) if width else [indent + text]
    for line in lines:
        yield line.replace("│", "|").replace("├", "|") if line.lstrip().startswith(("│", "├")) else line


def _pieces(line: str, width: int | None) -> Iterator[str]:
    """A line of a quotation in pieces that fit, each broken after a space."""
    if width is None:
        yield line
        return
    room = max(width, NARROWEST) - len(BAR)
    piece = ""
    for word in PIECE.findall(line):
        if piece and len(piece) + len(word.rstrip()) > room:
            yield piece
            piece = ""
        piece += word
    yield piece


def _next(page: Page, prefix: str) -> str:
    return "Next: " + DOT.join(write(action.query, prefix) for action in page.actions)
