"""Which words of a text stand in quotation marks, of all families, nested, unclosed and crossed ones too."""

import re
from collections.abc import Iterator
from typing import NamedTuple

CLOSED_BY = {
    '"': '"',
    "＂": "＂",
    "“": '”“"',
    "„": '“”"',
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "❝": "❞",
    "〝": "〞〟",
    "〈": "〉",
    "《": "》",
    "″": "″",
    "⹂": "”“",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "❛": "❜",
    "'": "'",
}
"""The marks that can open a quotation, each with the marks that can close it."""
CLOSING = frozenset("".join(CLOSED_BY.values()))
MARK = re.compile(rf"[{re.escape(''.join(CLOSED_BY))}{re.escape(''.join(sorted(CLOSING)))}]|\n[^\S\n]*\n\s*")
"""Matches a mark that may open or close a quotation, or the blank lines between two paragraphs."""
ONLY_OPENING = frozenset("„‟「『❝〝〈《⹂‚❛‘“")
SINGLE = frozenset("‘’'‚❛‹›")
STRAIGHT_OR_EITHER = frozenset('"＂“″')
"""Marks that open where a space stands before them."""
BEFORE_AN_OPENING = frozenset("([{—–-/:,;=>|*_~")
LEAST_SINGLE_WORDS = 3
"""Words between single marks, or after a mark that is not closed, at least: apostrophes look like marks."""


class MarkedWords(NamedTuple):
    """A quotation: the span with its marks, that of its words, and how many quotations it stands in.

    Offsets are code points, end exclusive. ``closed`` is false where no mark closes it: then it ends with
    its paragraph.
    """

    start: int
    end: int
    first: int
    last: int
    depth: int
    closed: bool = True


def marked_words(text: str) -> tuple[MarkedWords, ...]:
    """The quotations of a text in the order in which they begin; inner ones follow those around them."""
    found: list[MarkedWords] = []
    opened: list[tuple[str, int]] = []
    for match in MARK.finditer(text):
        if match.group().isspace():
            found += _unclosed(opened, match.start())
            opened = []
        else:
            _read(text, match.start(), opened, found)
    found += _unclosed(opened, len(text))
    return tuple(sorted(one for one in found if _holds_enough(text, one)))


MOST_NESTED = 8
"""How deep quotations are nested at most; a mark that would open another one below that is left alone."""


def _read(text: str, at: int, opened: list[tuple[str, int]], found: list[MarkedWords]) -> None:
    mark = text[at]
    if mark in CLOSING and _can_close(text, at):
        for depth in range(len(opened) - 1, -1, -1):
            opening, start = opened[depth]
            if mark in CLOSED_BY[opening]:
                del opened[depth:]  # Marks that cross this quotation's end open nothing.
                found.append(MarkedWords(start, at + 1, start + 1, at, depth))
                return
    if mark in CLOSED_BY and _can_open(text, at) and len(opened) < MOST_NESTED:
        opened.append((mark, at))


def _can_open(text: str, at: int) -> bool:
    mark, after = text[at], text[at + 1 : at + 2]
    if not after or after.isspace():
        return False
    before = text[at - 1 : at]
    if mark in ONLY_OPENING and mark not in SINGLE:
        return True
    return not before or before.isspace() or before in BEFORE_AN_OPENING or before in CLOSED_BY


def _can_close(text: str, at: int) -> bool:
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark in SINGLE:
        return bool(before) and not before.isspace() and not after.isalnum()
    if mark in STRAIGHT_OR_EITHER:
        return bool(before) and not before.isspace() and not (mark == "“" and after.isalnum())
    return bool(before)


def _unclosed(opened: list[tuple[str, int]], end: int) -> Iterator[MarkedWords]:
    """The outermost quotation of a paragraph that no mark closes, up to the paragraph's end."""
    for mark, start in opened[:1]:
        if mark not in {"'", "‘", "’", "″", "”", "»", "›"}:
            yield MarkedWords(start, end, start + 1, end, 0, closed=False)


def _holds_enough(text: str, one: MarkedWords) -> bool:
    words = [word for word in text[one.first : one.last].split() if any(map(str.isalnum, word))]
    single = text[one.start] in SINGLE and text[one.start] not in "‹›"
    return len(words) >= (LEAST_SINGLE_WORDS if single or not one.closed else 1)


def without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without pairs of marks that stand around all of it."""
    while end - start > len("“”") and text[end - 1] in CLOSED_BY.get(text[start], ""):
        inner = text[start + 1 : end - 1]
        if any(mark in inner for mark in (text[start], text[end - 1])):
            break
        start, end = start + 1, end - 1
    return start, end
