"""The vectors of the word pieces of a case's passages, with which a question is compared word by word.

Each piece of the question is held against all pieces of a passage, and the cosine with the nearest one counts
(late interaction: Khattab and Zaharia, 2020, “ColBERT”); one in the passage before counts as well, a little
less, since a sentence often leaves out whom it is about. A piece takes 128 bytes on disk, as eight-bit
integers, and 512 in memory: a sentence of 25 pieces 3 and 13 KB.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.qa.encoder import Encoding, FloatArray, encoder, encoder_identity
from bot.search.vector_store import VectorStore

WORD_SIZE = 128
"""Numbers of a word vector."""
LARGEST = 127
"""The eight-bit integer that stands for the largest number of a word vector."""
TELLING, EPSILON = 4, 1e-12
"""The power of a piece's share by which it counts as telling, and the least that a sum is divided by."""
CHUNK = 64
"""Texts that ``complete`` encodes at a time: about a quarter of a second's work."""


class WordScores(NamedTuple):
    """The mean cosine of a question's pieces with the nearest of each text's, weighed in three ways."""

    taught: FloatArray
    """By the shares that the encoder was taught to give."""
    telling: FloatArray
    """By their fourth power: next to nothing but the pieces that tell most."""
    even: FloatArray
    """All pieces alike."""


class WordVectors:
    """The word vectors of texts: from the table or the store, and else from the encoder.

    With ``lazily`` those that the store lacks are encoded by the methods, from any thread.
    """

    def __init__(
        self,
        texts: Sequence[str],
        before: Sequence[int],
        store: VectorStore | None = None,
        *,
        lazily: bool = False,
    ) -> None:
        """``before`` has the place of the text that stands before each one; -1 where none does."""
        self._texts = texts
        self._distinct = frozenset(texts)
        self._before = before
        self._store = store
        self._unsaved: dict[str, bytes] = {}
        """What was encoded while somebody waited, who does not wait for the store as well."""
        self._by_text = _stored_words(texts, store)
        self._stacked = _Stacked((), (), {})
        while not lazily and not self.complete():
            pass

    @property
    def is_complete(self) -> bool:
        """Whether every text has its word vectors."""
        return len(self._by_text) == len(self._distinct)

    def complete(self) -> bool:
        """Encode some of the texts that have no word vectors yet; gives whether there are none left."""
        self.encode(range(len(self._texts)), CHUNK)
        if self._store and (unsaved := dict(self._unsaved)):
            self._store.save(_identity(), unsaved)
            for text in unsaved:
                del self._unsaved[text]
        return self.is_complete

    def encode(self, rows: Iterable[int], most: int | None = None) -> None:
        """Encode the texts of some rows, ``most`` of them, as far as they have no word vectors yet."""
        every = (place for row in rows for place in (row, self._before[row]) if place >= 0)
        missing = dict.fromkeys(self._texts[at] for at in every if self._texts[at] not in self._by_text)
        wanted = list(missing)[:most]
        self._encode(wanted)

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """The vectors of texts, of these and of any others: the work that they share is done once."""
        return np.array([one.vector for one in self._encode(texts)]) if texts else encoder().vectors(())

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        encodings = encoder().encodings(texts)
        for text, encoding in zip(texts, encodings, strict=True):
            if text in self._distinct and text not in self._by_text:
                whole = rounded(encoding.words)
                self._unsaved[text] = whole.tobytes()
                self._by_text[text] = unrounded(whole)
        return encodings

    def scores(self, asked: Encoding) -> WordScores:
        """How near the question's words are to each text's; NaN where a text has no word vectors yet."""
        if len(self._stacked.starts) < len(self._by_text):
            self._stacked = _Stacked(self._texts, self._before, dict(self._by_text))
        return self._stacked.scores(asked)


class _Stacked:
    """The word vectors of all texts that have some, one below the other."""

    def __init__(
        self, texts: Sequence[str], before: Sequence[int], by_text: Mapping[str, FloatArray]
    ) -> None:
        place = {text: at for at, text in enumerate(by_text)}
        lengths = np.array([len(words) for words in by_text.values()], np.int64)
        self.starts = np.cumsum(lengths) - lengths
        self._rows = np.concatenate([*by_text.values(), np.zeros((1, WORD_SIZE), np.float32)])
        self._empty = np.flatnonzero(lengths == 0)
        self._own = np.array([place.get(text, -1) for text in texts], np.int64)
        self._before = np.array([self._own[at] if at >= 0 else -1 for at in before], np.int64)

    def scores(self, asked: Encoding) -> WordScores:
        nearest = np.full((len(asked.words), len(self.starts) + 1), np.nan, np.float32)
        if len(self.starts):
            # The row of zeros below the last text ends it, and lets an empty one begin there.
            bounds = [*self.starts, len(self._rows) - 1]
            cosines = asked.words @ self._rows.T
            nearest[:, :-1] = np.maximum.reduceat(cosines, bounds, axis=1)[:, :-1]
        nearest[:, self._empty] = 0.0
        best = np.fmax(nearest[:, self._own], nearest[:, self._before] - encoder().scales.before)
        telling = asked.shares**TELLING
        even = np.full_like(telling, 1 / max(len(telling), 1))
        shares = (asked.shares, telling / max(telling.sum(), EPSILON), even)
        scores = [one @ best for one in shares]
        for one in scores:
            one[self._own < 0] = np.nan
        return WordScores(*scores)


def rounded(words: FloatArray) -> NDArray[np.int8]:
    """Word vectors as eight-bit integers, each scaled to use their whole range."""
    largest = np.abs(words).max(axis=1, keepdims=True, initial=0.0)
    made: NDArray[np.int8] = np.rint(words / largest * LARGEST).astype(np.int8)
    return made


def unrounded(words: NDArray[np.int8]) -> FloatArray:
    """Word vectors of length 1 from eight-bit integers."""
    rows = words.astype(np.float32)
    made: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def _identity() -> str:
    """The identity of the encoder for word vectors, under which a store has them beside whole vectors."""
    return f"{encoder_identity()} words"


def _stored_words(texts: Sequence[str], store: VectorStore | None) -> dict[str, FloatArray]:
    table = table_of_words()
    found = {text: unrounded(table[text]) for text in texts if text in table}
    missing = tuple(dict.fromkeys(text for text in texts if text not in found))
    stored = store.load(_identity(), missing) if store and missing else {}
    for text, whole in stored.items():
        if len(whole) % WORD_SIZE == 0:
            found[text] = unrounded(np.frombuffer(whole, np.int8).reshape(-1, WORD_SIZE))
    return found


@cache
def table_of_words() -> dict[str, NDArray[np.int8]]:
    """The word vectors of ``known.npz`` by their text: those of the passages of ``content/``."""
    with as_file(files(__package__).joinpath("known.npz")) as path, np.load(path) as stored:
        texts = bytes(stored["passages"]).decode().split("\n")
        words = np.split(stored["words"], np.cumsum(stored["lengths"])[:-1])
    return dict(zip(texts, words, strict=True))
