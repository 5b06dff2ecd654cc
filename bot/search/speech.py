"""Finds the quoted speech in a text by its quotation marks."""

import re
from collections.abc import Iterator

from bot.search.sentences import Span

CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "'": "'"}
"""The marks that may close a quotation, by the mark that opens it."""
MARKS = re.compile(f"[{''.join({*CLOSING, *''.join(CLOSING.values())})}]")
"""Matches each mark that opens or closes a quotation."""
ALSO_APOSTROPHES = "'’"


def speeches(text: str, paragraph: Span) -> Iterator[Span]:
    """The quoted spans of a paragraph, marks included; one that is not closed runs to the paragraph's end."""
    opened: int | None = None
    for at in (mark.start() for mark in MARKS.finditer(text, paragraph.start, paragraph.end)):
        if opened is None:
            opened = at if _opens(text, at) else None
        elif _closes(text, at, text[opened]):
            yield Span(opened, at + 1)
            opened = None
    if opened is not None:
        yield Span(opened, paragraph.end)


def _opens(text: str, at: int) -> bool:
    """Whether a mark opens a quotation: no letter stands before it, so 6" and an apostrophe do not."""
    return (
        text[at] in CLOSING
        and not _is_word(text, at - 1)
        and not (text[at] == "'" and not _is_word(text, at + 1))
    )


def _closes(text: str, at: int, opening: str) -> bool:
    return text[at] in CLOSING[opening] and not (text[at] in ALSO_APOSTROPHES and _is_word(text, at + 1))


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()
