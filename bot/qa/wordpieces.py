"""Words cut into the pieces that the encoder has vectors for, the longest first (WordPiece)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category, normalize

from bot.search.folding import fold

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
INSIDE = "##"
"""What the pieces begin with that go on with a word."""
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
MOST_PIECES = 128
"""Pieces of a text that are read, the frame included: of a longer one its end, where people ask."""
LONGEST_WORD = 40
"""Code points; what is longer is no word."""


class WordPieces:
    """A vocabulary of pieces, each known by its place."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._places = {piece: place for place, piece in enumerate(pieces)}
        self._unknown = self._places[UNKNOWN]
        self._frame = self._places[START], self._places[END]

    def places(self, text: str) -> tuple[int, ...]:
        """The places of a text's pieces, between those that frame it."""
        found = [place for word in TOKEN.findall(_plain(text)) for place in self._cut(word)]
        start, end = self._frame
        return start, *found[2 - MOST_PIECES :], end

    def _cut(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        places: list[int] = []
        at = 0
        while at < len(word):
            found = next(self._pieces(word, at), None)
            if found is None:
                return [self._unknown]
            place, at = found
            places.append(place)
        return places

    def _pieces(self, word: str, start: int) -> Iterator[tuple[int, int]]:
        """The known pieces that begin here, the longest first, each with where it ends."""
        prefix = INSIDE if start else ""
        for end in range(len(word), start, -1):
            place = self._places.get(prefix + word[start:end])
            if place is not None:
                yield place, end


def _plain(text: str) -> str:
    """Folded, and without accents: the pieces have none."""
    return "".join(one for one in normalize("NFD", fold(text)) if category(one) != "Mn")
