"""A folded copy of a text for comparing, with the way back to the raw text.

Folding ignores case, straightens quotation marks and apostrophes, writes “…” as three dots and any
space as a plain one. It never touches what is stored or shown.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
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
SPACES = [character for character in map(chr, range(0x3001)) if character.isspace()]
SPACES_TO_SQUEEZE = re.compile(" {2,}")
TABLE = str.maketrans({**REPLACEMENTS, **dict.fromkeys(SPACES, " ")})
LONGER = [character for character in map(chr, range(0x20000)) if len(character.casefold()) > 1]
UNEVEN = re.compile(
    f"[{''.join([*LONGER, *(raw for raw, folded in REPLACEMENTS.items() if len(folded) != 1)])}]"
)
"""What folding makes longer or takes away."""


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
    return text.translate(TABLE).casefold()


def fold_with_offsets(text: str) -> Folded:
    """The folded text with its offsets, and the raw length as a last offset."""
    return _rewritten(text, UNEVEN, fold, fold)


def squeezed(folded: Folded) -> Folded:
    """The same without spaces at the ends and with one space for several, as people retype a text."""
    inner = _rewritten(folded.text, SPACES_TO_SQUEEZE, _one_space, str)
    start = 1 if inner.text.startswith(" ") else 0
    end = len(inner.text) - (1 if inner.text[start:].endswith(" ") else 0)
    offsets = array("q", (folded.offsets[at] for at in inner.offsets[start:end]))
    offsets.append(folded.offsets[-1])
    return Folded(inner.text[start:end], offsets)


def _one_space(_: str) -> str:
    return " "


def _rewritten(
    text: str, uneven: re.Pattern[str], rewrite: Callable[[str], str], even: Callable[[str], str]
) -> Folded:
    """Rewrite a text stretch by stretch: only what changes its length needs offsets of its own."""
    pieces: list[str] = []
    offsets = array("q")
    at = 0
    for found in uneven.finditer(text):
        start, end = found.span()
        pieces.append(even(text[at:start]))
        offsets.extend(range(at, start))
        piece = rewrite(found.group())
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        at = end
    pieces.append(even(text[at:]))
    offsets.extend(range(at, len(text) + 1))
    return Folded("".join(pieces), offsets)
