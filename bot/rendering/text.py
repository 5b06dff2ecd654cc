"""Renders plain text, which needs no picture, colour or markup.

Every line of a quotation begins with ``│``; one that begins a new line of the source with ``├``. A line that
is wrapped keeps the space it was broken after, so that no character is lost.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.answers.grammar import write
from bot.rendering.breaks import break_before
from bot.rendering.sections import DOT, Item, Line, Page, Quote, Section
from bot.rendering.wording import plain

INDENT = "  "
HANGING_INDENT = INDENT * 2
"""Begins each further line of a wrapped credit or indented line."""
BAR, BREAK = f"{INDENT}│ ", f"{INDENT}├ "
"""Begin a line of a quotation: a wrapped one, and one that is a new line of the source."""
BULLET = "• "
INDENTED = frozenset({"detail", "note", "bullet"})
"""The roles of lines that are indented."""
WORD = re.compile(r"\S+\s*|\s+")
MIN_WIDTH = 20
"""Columns: a narrower width is taken as this one."""
WIDE = frozenset("WF")
"""Unicode's East Asian widths that take two columns."""


def render_text(page: Page, width: int | None = None, prefix: str = "") -> str:
    """A page as plain text, without a line break at its end; wrapped where a width in columns is given."""
    blocks = [text_of(page.sections, width)]
    if page.actions:
        commands = DOT.join(write(action.query, prefix) for action in page.actions)
        follow_ups = plain(f"{page.controls.actions}: {commands}")
        blocks.append("\n".join(_wrapped(follow_ups, width, "", INDENT)))
    return "\n\n".join(blocks)


def text_of(sections: Iterable[Section], width: int | None = None) -> str:
    """Sections as plain text, separated by empty lines, without the actions."""
    return "\n\n".join("\n".join(_lines(section.items, width)) for section in sections)


def quote_lines(text: str, width: int | None = None) -> Iterator[str]:
    """The lines of a quotation, each after its bar, wrapped at ``width`` columns."""
    gutter = BAR
    for line in text.split("\n"):
        # Where a terminal may break a line besides, such as after a carriage return, a line of ours ends too.
        for part in line.splitlines(keepends=True) or [""]:
            for piece in _pieces(part, width, len(BAR)):
                yield gutter + piece
                gutter = BAR
        gutter = BREAK


def _lines(items: tuple[Item, ...], width: int | None) -> Iterator[str]:
    above: Item | None = None
    for item in items:
        if isinstance(item, Quote):
            yield from quote_lines(item.text, width)
            yield from _wrapped(item.credit_line, width, INDENT, HANGING_INDENT)
        else:
            if isinstance(above, Line) and (above.role, item.role) == ("heading", "subheading"):
                yield ""
            yield from _line(item, width)
        above = item


def _line(line: Line, width: int | None) -> Iterator[str]:
    bullet = BULLET if line.role == "bullet" else ""
    first, later = (INDENT, HANGING_INDENT) if line.role in INDENTED else ("", "")
    yield from _wrapped(bullet + line.text, width, first, later)


def _wrapped(text: str, width: int | None, first: str, later: str) -> Iterator[str]:
    indent = first
    for piece in _pieces(text, width, len(later)):
        yield indent + piece
        indent = later


def _pieces(line: str, width: int | None, indent: int) -> Iterator[str]:
    """A line in pieces that fit beside an indent: broken after a space or, in a long word, anywhere."""
    if width is None:
        yield line
        return
    room = max(width, MIN_WIDTH) - indent
    piece, used = "", 0
    for word in _words(line, room):
        needed = columns(word.rstrip())
        if piece and used + needed > room:
            yield piece
            piece, used = "", 0
        piece += word
        used += columns(word)
    yield piece


def _words(line: str, room: int) -> Iterator[str]:
    """The words with the space after each; one that is too long in parts that fit."""
    for word in WORD.findall(line):
        start, end = 0, len(word.rstrip())
        while (fitting := _fitting(word, start, room)) < end:
            at = start + break_before(word[start : fitting + 1], fitting - start)
            yield word[start:at]
            start = at
        yield word[start:]


def _fitting(word: str, start: int, room: int) -> int:
    """The offset up to which a word fits in ``room`` columns from ``start``; one code point at least."""
    for end in range(start, len(word)):
        room -= columns(word[end])
        if room < 0:
            return max(end, start + 1)
    return len(word)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes; wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.east_asian_width(character) in WIDE:
        return 2
    return 0 if unicodedata.combining(character) else 1
