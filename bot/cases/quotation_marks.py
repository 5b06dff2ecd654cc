"""Which words of an article stand in quotation marks, as far as its marks tell beyond doubt."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』"}
"""The marks that begin a quotation, each with those that end it."""
CLOSING_MARKS = "\"'”’»“‘«"
"""What may follow a full stop directly: German closes with “, ‘ and «, before which English has a space."""
OPENING_MARKS = "\"'“‘„‚«»"
"""What may stand before the first word of a sentence: German opens with „, ‚ and »."""
ENDINGS = frozenset("”")
BREAK = re.compile(r"\n[^\S\n]*\n\s*")
BEFORE_AN_OPENING = frozenset(" \t\n\u00a0([{—–-/‘'“«")
AFTER_A_CLOSING = frozenset(" \t\n\u00a0)]}—–-/’'”».,;:!?…")
SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)")


class MarkedSpan(NamedTuple):
    """Words between two quotation marks, from ``start`` to ``end`` (code points, end exclusive, no marks).

    Where ``clear`` is false, the marks do not tell whether the words are quoted.
    """

    start: int
    end: int
    clear: bool = True


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text's paragraphs, which blank lines part; single lines where no line is blank."""
    breaks = list(BREAK.finditer(text)) or list(re.finditer(r"\n", text))
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(text)]
    yield from zip(starts, ends, strict=True)


@lru_cache(maxsize=16)
def passages(text: str) -> tuple[MarkedSpan, ...]:
    """The passages of a text that stand in quotation marks, and those of which the marks do not tell it.

    A quotation that is not closed at its paragraph's end goes on in the next one, which begins with an
    opening mark; one that does not is unclear as a whole, and so is a paragraph whose marks do not pair.
    Marks inside marks are not told apart.
    """
    found: list[MarkedSpan] = []
    goes_on = False
    for start, end in paragraphs(text):
        inside, open_at_end = _of_paragraph(text, start, end)
        if goes_on and text[start : start + 1] not in CLOSING:
            inside, open_at_end = [MarkedSpan(start, end, clear=False)], False
        found += inside
        goes_on = open_at_end
    return tuple(found)


def _of_paragraph(text: str, start: int, end: int) -> tuple[list[MarkedSpan], bool]:
    """The passages of one paragraph, and whether the last one is still open at its end."""
    found: list[MarkedSpan] = []
    at = start
    while at < end:
        if text[at] in CLOSING:
            close = _closing(text, at, start, end)
            if close is None:
                return [MarkedSpan(start, end, clear=False)], False
            found.append(MarkedSpan(at + 1, close))
            at = close
        elif text[at] in ENDINGS:
            return [MarkedSpan(start, end, clear=False)], False
        elif SINGLE.match(text, at) and (last := _last_single(text, at, end)) > at:
            found.append(MarkedSpan(at + 1, last, clear=False))
            at = last
        at += 1
    return found, at > end


def _closing(text: str, at: int, start: int, end: int) -> int | None:
    """Where the quotation ends that a mark begins: ``end`` where it stays open, None where marks mislead."""
    mark = text[at]
    if mark == '"' and not _can_open(text, at, start, end):
        return None
    for close in range(at + 1, end):
        if text[close] in CLOSING[mark]:
            return close if mark != '"' or _can_close(text, close, end) else None
        if text[close] == mark:
            return None
    return end


def _can_open(text: str, at: int, start: int, end: int) -> bool:
    before = at == start or text[at - 1] in BEFORE_AN_OPENING
    return before and at + 1 < end and not text[at + 1].isspace()


def _can_close(text: str, at: int, end: int) -> bool:
    return not text[at - 1].isspace() and (at + 1 == end or text[at + 1] in AFTER_A_CLOSING)


def _last_single(text: str, at: int, end: int) -> int:
    """The last mark of the paragraph that can end a quotation in single marks: all up to it is unclear."""
    closing = "’" if text[at] == "‘" else "'"
    places = re.finditer(rf"(?<=\S){closing}(?!\w)", text[at + 1 : end])
    return max((at + 1 + place.start() for place in places), default=end if text[at] == "‘" else -1)
