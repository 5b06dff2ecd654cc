"""A folded copy of a text for comparing, with the way back to the raw text.

Folding ignores case, straightens quotation marks and apostrophes, writes “…” as three dots, any space as
a plain one, and “é” as one character whether it was one or two (Unicode's form C). It never touches what is
stored or shown.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

REPLACEMENTS = {
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
    "\u00ad": "",
}
SPACES = [character for character in map(chr, range(0x3001)) if character.isspace() and character != " "]
ROWS = ["".join(map(chr, range(start, start + 0x100))) for start in range(0, 0x20000, 0x100)]
# Whole rows first: folding each of 131,072 characters alone takes a tenth of a short process.
LONGER = [one for row in ROWS if len(row.casefold()) > len(row) for one in row if len(one.casefold()) > 1]
SURROGATES = "\ud800-\udfff"
"""Surrogates, which no well-formed text has: they are folded to spaces."""
REPLACED = re.compile(f"[{''.join([*REPLACEMENTS, *SPACES])}{SURROGATES}]")
UNEVEN = re.compile(
    f"[{''.join([*LONGER, *(raw for raw, folded in REPLACEMENTS.items() if len(folded) != 1)])}]"
)
"""The characters whose folded form is longer, or empty."""
SPACES_IN_A_ROW = r"\s{2,}"
UNEVEN_OR_SPACES = re.compile(f"{SPACES_IN_A_ROW}|{UNEVEN.pattern}")
CAN_COMBINE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u1fff\u20d0-\u20f0\u2adc\u302a-\u302f\u3099\u309a\ua66f-\uabff"
    "\ufb1d-\ufb4e\ufe20-\ufe2f\U00010000-\U0001efff]"
)
"""Every character that combines with the one before it is among these; most texts have none."""
LAST_COMBINING = 0x1F000
MEDIAL_AND_FINAL_JAMO = "\u1161-\u1175\u11a8-\u11c2"


@dataclass(frozen=True)
class Folded:
    """A folded text; ``offsets[i]`` is where its character ``i`` comes from in the raw text."""

    text: str
    offsets: array[int]
    ends: Mapping[int, int]
    """For characters folded together: the raw offset of their end, by that of their start."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the raw text of a span of the folded text; code points, end exclusive."""
        if start == end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        return self.offsets[start], self.ends.get(last, last + 1)


def fold(text: str) -> str:
    """Fold a text for comparing, without the way back to the raw text."""
    return REPLACED.sub(_replacement, normalize("NFC", text)).casefold()


def fold_with_offsets(text: str) -> Folded:
    """Fold a text, with the raw offset of each folded character and the raw length as a last offset."""
    return _rewritten(text, _combined()[0] if CAN_COMBINE.search(text) else UNEVEN)


def fold_squeezed(text: str) -> Folded:
    """Fold a text with its raw offsets, spaces at its ends removed and several in a row made one."""
    folded = _rewritten(text, _combined()[1] if CAN_COMBINE.search(text) else UNEVEN_OR_SPACES)
    start = len(folded.text) - len(folded.text.lstrip(" "))
    end = len(folded.text.rstrip(" "))
    offsets = folded.offsets[start:end]
    offsets.append(len(text))
    return Folded(folded.text[start:end], offsets, folded.ends)


def _rewritten(text: str, uneven: re.Pattern[str]) -> Folded:
    """Fold stretch by stretch: only what changes its length needs offsets of its own."""
    pieces: list[str] = []
    offsets = array("q")
    ends: dict[int, int] = {}
    at = 0
    for found in uneven.finditer(text):
        start, end = found.span()
        piece = " " if found.group().isspace() else fold(found.group())
        pieces += (fold(text[at:start]), piece)
        offsets.extend(range(at, start))
        offsets.extend([start] * len(piece))
        if end > start + 1 and not piece.isspace():
            ends[start] = end
        at = end
    pieces.append(fold(text[at:]))
    offsets.extend(range(at, len(text) + 1))
    return Folded("".join(pieces), offsets, ends)


@cache
def _combined() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of uneven characters, without and with spaces, for texts in which characters combine."""
    every = [chr(code) for code in range(LAST_COMBINING)]
    marks = "".join(one for one in every if category(one).startswith("M"))
    longer = "".join(one for one in every if len(normalize("NFC", one)) > 1)
    cluster = f"(?s:.)[{marks}{MEDIAL_AND_FINAL_JAMO}]+|[{longer}]|{UNEVEN.pattern}"
    return re.compile(cluster), re.compile(f"{SPACES_IN_A_ROW}|{cluster}")


def _replacement(found: re.Match[str]) -> str:
    return REPLACEMENTS.get(found.group(), " ")
