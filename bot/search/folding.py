"""A folded copy of a text for comparing, with the way back to the raw text.

Folding ignores case, straightens quotation marks and apostrophes, writes “…” as three dots and any
space as a plain one. It never touches what is stored or shown.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

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
LONGER = [character for character in map(chr, range(0x20000)) if len(character.casefold()) > 1]
REPLACED = re.compile(f"[{''.join([*REPLACEMENTS, *SPACES])}]")
UNEVEN = re.compile(
    f"[{''.join([*LONGER, *(raw for raw, folded in REPLACEMENTS.items() if len(folded) != 1)])}]"
)
"""What folding makes longer or takes away."""
UNEVEN_OR_SPACES = re.compile(rf"\s{{2,}}|{UNEVEN.pattern}")


@dataclass(frozen=True)
class Folded:
    """A folded text; ``offsets[i]`` is where its character ``i`` comes from in the raw text."""

    text: str
    offsets: array[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a folded one, code points, end exclusive."""
        if start == end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> str:
    """The folded text alone."""
    return REPLACED.sub(_replacement, text).casefold()


def fold_with_offsets(text: str) -> Folded:
    """The folded text with its offsets, and the raw length as a last offset."""
    return _rewritten(text, UNEVEN)


def fold_squeezed(text: str) -> Folded:
    """The same without spaces at the ends and with one space for several, as people retype a text."""
    folded = _rewritten(text, UNEVEN_OR_SPACES)
    start = len(folded.text) - len(folded.text.lstrip(" "))
    end = len(folded.text.rstrip(" "))
    offsets = folded.offsets[start:end]
    offsets.append(len(text))
    return Folded(folded.text[start:end], offsets)


def _rewritten(text: str, uneven: re.Pattern[str]) -> Folded:
    """Fold stretch by stretch: only what changes its length needs offsets of its own."""
    pieces: list[str] = []
    offsets = array("q")
    at = 0
    for found in uneven.finditer(text):
        start, end = found.span()
        piece = " " if found.group().isspace() else fold(found.group())
        pieces += (fold(text[at:start]), piece)
        offsets.extend(range(at, start))
        offsets.extend([start] * len(piece))
        at = end
    pieces.append(fold(text[at:]))
    offsets.extend(range(at, len(text) + 1))
    return Folded("".join(pieces), offsets)


def _replacement(found: re.Match[str]) -> str:
    return REPLACEMENTS.get(found.group(), " ")
