"""For a quotation that is not verbatim: the passage that was probably meant, difference marked."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.cases.problems import place_in

LEAST_LIKENESS = 50.0
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def nearest_passage(text: str, exact: str) -> str:
    """A sentence with the nearest passage: ``[-yours-]`` is only in the quotation, ``{+theirs+}`` only in the source."""
    span = _nearest_span(text, exact)
    if span is None:
        return "nothing in the source resembles it"
    start, end = span
    line, column = place_in(text, start)
    return f"nearest passage at {line}:{column}: {mark_difference(exact, text[start:end])}"


def mark_difference(yours: str, theirs: str) -> str:
    """Both texts as one, words only in the first as ``[-…-]``, words only in the second as ``{+…+}``."""
    left, right = TOKEN.findall(yours), TOKEN.findall(theirs)
    parts: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append("".join(left[a:b]))
            continue
        parts += [f"[-{''.join(left[a:b])}-]"] if b > a else []
        parts += ["{+" + "".join(right[c:d]) + "+}"] if d > c else []
    return "".join(parts)


def _nearest_span(text: str, exact: str) -> tuple[int, int] | None:
    # Imported here: only a mistake needs it.
    from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415

    found = partial_ratio_alignment(exact, text, score_cutoff=LEAST_LIKENESS)
    if found is None or found.dest_end <= found.dest_start or len(exact) > len(text):
        return None
    return _whole_words(text, found.dest_start, found.dest_end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
