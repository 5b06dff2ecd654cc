"""A folded copy of a text for comparing, with the way back to the raw text.

Folding ignores case, straightens quotation marks and apostrophes, writes “…” as three dots and any
space as a plain one. It never touches what is stored or shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
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
TABLE = str.maketrans({**REPLACEMENTS, **dict.fromkeys(SPACES, " ")})


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


def squeezed(folded: Folded) -> Folded:
    """The same without spaces at the ends and with one space for several, as people retype a text."""
    keep = [
        at
        for at, character in enumerate(folded.text)
        if character != " " or (at + 1 < len(folded.text) and folded.text[at + 1] != " ")
    ]
    if keep and folded.text[keep[0]] == " ":
        keep = keep[1:]
    offsets = array("q", (folded.offsets[at] for at in keep))
    offsets.append(folded.offsets[-1])
    return Folded("".join(folded.text[at] for at in keep), offsets)


def fold_with_offsets(text: str) -> Folded:
    """The folded text with its offsets, and the raw length as a last offset."""
    pieces = [_fold_character(character) for character in text]
    offsets = array("q", _origins(pieces))
    offsets.append(len(text))
    return Folded("".join(pieces), offsets)


def _origins(pieces: Iterable[str]) -> Iterable[int]:
    for origin, piece in enumerate(pieces):
        for _ in piece:
            yield origin


def _fold_character(character: str) -> str:
    if character in REPLACEMENTS:
        return REPLACEMENTS[character]
    return " " if character.isspace() else character.casefold()
