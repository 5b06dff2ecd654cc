"""For a quotation that is not verbatim: the passage that was probably meant, difference marked."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from bot.cases.problems import position_in
from bot.cases.words import without_spaces

LEAST_LIKENESS = 50.0
LONGEST_PROBE = 500
MOST_TOKENS = 1_000
TOKEN = re.compile(r"\s*(?:\d+(?:[.,:]\d+)*\w*|\w+|[^\w\s])|\s+")
"""A word, a number with its separators or a mark, with the space before it."""


def nearest_passage(text: str, exact: str) -> str:
    """Describe the passage of a source's text that is most like a quotation, for the editor who mistyped it.

    ``[-yours-]`` is only in the quotation, ``{+theirs+}`` only in the source.
    """
    span = _nearest_span(text, exact)
    if span is None:
        return "nothing in the source resembles it"
    start, end = span
    line, column = position_in(text, start)
    return f"nearest passage at {line}:{column}: {mark_difference(exact, text[start:end])}"


def mark_difference(yours: str, theirs: str) -> str:
    """Merge two texts: words only in the first as ``[-…-]``, words only in the second as ``{+…+}``."""
    left, right = TOKEN.findall(yours), TOKEN.findall(theirs)
    parts: list[str] = []
    for kind, a, b, c, d in _steps(left, right):
        removed, added = "".join(left[a:b]), "".join(right[c:d])
        if kind == "equal":
            parts.append(removed)
            continue
        # The space before a changed word is no part of the change.
        shared = " " if removed.startswith(" ") and added.startswith(" ") else ""
        parts.append(shared)
        parts += [f"[-{removed.removeprefix(shared)}-]"] if removed else []
        parts += ["{+" + added.removeprefix(shared) + "+}"] if added else []
    return "".join(parts)


def _steps(left: list[str], right: list[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """The way from one to the other, easiest to read; for long texts the one that is found at once."""
    if len(left) + len(right) <= MOST_TOKENS:
        return SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes()
    # Imported here: only a long mistake needs it.
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    steps = Levenshtein.opcodes(left, right)
    return [(one.tag, one.src_start, one.src_end, one.dest_start, one.dest_end) for one in steps]


def _nearest_span(text: str, exact: str) -> tuple[int, int] | None:
    # Imported here: only a mistake needs it.
    from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415

    # The beginning of a long quotation finds its place as well as the whole of it, and at once.
    found = partial_ratio_alignment(exact[:LONGEST_PROBE], text, score_cutoff=LEAST_LIKENESS)
    if found is None:
        return None
    if len(exact) >= len(text):
        return 0, len(text)
    start, end = _whole_words(text, found.dest_start, found.dest_end + max(0, len(exact) - LONGEST_PROBE))
    # A mark after the last word is no part of the passage where the quotation has none.
    while exact[-1].isalnum() and end > start + 1 and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    end = min(end, len(text))
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return without_spaces(text, start, end)
