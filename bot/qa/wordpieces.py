"""Splits a text into the tokens of the encoder: the longest known pieces of each word (WordPiece)."""

import re
from collections.abc import Iterator, Sequence
from unicodedata import category, normalize

from bot.search.folding import fold

START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
"""The tokens that begin and end each text, and the one for an unknown word."""
CONTINUATION = "##"
"""The prefix of pieces that continue a word."""
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
"""Matches a word or one mark of punctuation."""
MAX_TOKENS = 128
"""Tokens of a text that are encoded, the first and last included; of a longer text those at its end.

People ask at the end of a message.
"""
MAX_WORD_LENGTH = 40
"""Code points; a longer word becomes the unknown token."""


class WordPieces:
    """The vocabulary of pieces, each with its token id."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._ids = {piece: token_id for token_id, piece in enumerate(pieces)}
        self._unknown = self._ids[UNKNOWN]
        self._frame = self._ids[START], self._ids[END]

    def token_ids(self, text: str) -> tuple[int, ...]:
        """The token ids of a text's pieces, with the start and end tokens around them."""
        found = [token_id for word in TOKEN.findall(_plain(text)) for token_id in self._cut(word)]
        start, end = self._frame
        return start, *found[2 - MAX_TOKENS :], end

    def _cut(self, word: str) -> list[int]:
        if len(word) > MAX_WORD_LENGTH:
            return [self._unknown]
        ids: list[int] = []
        at = 0
        while at < len(word):
            found = next(self._pieces(word, at), None)
            if found is None:
                return [self._unknown]
            token_id, at = found
            ids.append(token_id)
        return ids

    def _pieces(self, word: str, start: int) -> Iterator[tuple[int, int]]:
        """The ids of the known pieces that begin at ``start``, the longest first, each with its end."""
        prefix = CONTINUATION if start else ""
        for end in range(len(word), start, -1):
            token_id = self._ids.get(prefix + word[start:end])
            if token_id is not None:
                yield token_id, end


def _plain(text: str) -> str:
    """The text folded and without accents, as the vocabulary has it."""
    return "".join(one for one in normalize("NFD", fold(text)) if category(one) != "Mn")
