"""The vectors of a case's texts, of which some may still have to be encoded: a question's come first.

Encoding all texts of a case takes seconds. A question that cannot wait for that is compared exactly with
the texts that are likeliest to matter, and by an estimate with the others. The estimate is the cosine of mean
word vectors, weighted by how rare a word is, without what all texts have in common (Arora and others, 2017,
“A simple but tough-to-beat baseline for sentence embeddings”).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from bot.qa.encoder import FloatArray, encoder, encoder_identity
from bot.search.vector_store import VectorStore

Encode = Callable[[Sequence[str]], FloatArray]
"""Makes the vectors of texts, a row each."""
STORED = np.dtype("<f4")
"""The type of a vector's numbers in a store: exactly those that the encoder gives, on any processor."""
CHUNK = 128
"""Texts that ``complete`` encodes at a time: about half a second's work."""
TINY = 1e-9
"""Added to a length, so that none is divided by zero."""


class TextVectors:
    """The vectors of texts, a row each: from the table or the store, and else from ``encode``.

    With ``lazily`` those that the store lacks are encoded by ``complete`` and ``likely``, from any thread.
    They are compared as ``turned`` makes them.
    """

    def __init__(
        self,
        texts: Sequence[str],
        encode: Encode,
        store: VectorStore | None = None,
        *,
        lazily: bool = False,
        turned: Callable[[FloatArray], FloatArray] = lambda rows: rows,
    ) -> None:
        self._texts = texts
        self._encode = encode
        self._store = store
        self._turned = turned
        self._unsaved: dict[str, bytes] = {}
        """What was encoded while somebody waited, who does not wait for the store as well."""
        rows, self._known = _stored_vectors(texts, store)
        self._rows = turned(rows)
        if not lazily and not self.is_complete:
            self._fill(self._missing(range(len(texts))), store)

    @property
    def is_complete(self) -> bool:
        """Whether every text has its vector."""
        return bool(self._known.all())

    def complete(self) -> bool:
        """Encode some of the texts that have no vector yet; gives whether there are none left."""
        if unsaved := dict(self._unsaved):
            if self._store:
                self._store.save(encoder_identity(), unsaved)
            for text in unsaved:
                del self._unsaved[text]
        self._fill(self._missing(range(len(self._texts)))[:CHUNK], self._store)
        return self.is_complete

    def cosines(self, vector: FloatArray) -> FloatArray:
        """The cosine of a question's vector with each text; meaningless where a text has none."""
        found: FloatArray = self._rows @ self._turned(vector)
        return found

    def encode(self, rows: Iterable[int]) -> None:
        """Encode the texts of some rows, as far as they have no vector yet, for somebody who waits."""
        wanted = self._missing(rows)
        for text, vector in zip(wanted, self._fill(wanted, None), strict=True):
            self._unsaved[text] = vector.astype(STORED).tobytes()

    def likely(self, typed: str, vector: FloatArray, most: int) -> FloatArray:
        """The cosine of a question with each text: exact where it has a vector, else estimated.

        Before, the ``most`` that seem nearest are encoded.
        """
        if self.is_complete:
            return self.cosines(vector)
        rough = self._rough.of(typed)
        self.encode(int(row) for row in np.argsort(-rough)[:most])
        known = self._known.copy()  # first: what is filled meanwhile stays estimated
        exact = self.cosines(vector)
        if known.all():
            return exact
        slope, offset = np.polyfit(rough[known], exact[known], 1)
        guessed = np.minimum(slope * rough + offset, np.median(exact[known]))
        made: FloatArray = np.where(known, exact, guessed).astype(np.float32)
        return made

    def _missing(self, rows: Iterable[int]) -> list[str]:
        """The texts of these rows that have no vector yet, each once."""
        return list(dict.fromkeys(self._texts[row] for row in rows if not self._known[row]))

    def _fill(self, texts: Sequence[str], store: VectorStore | None) -> Sequence[FloatArray]:
        """Encode texts; gives their vectors as they are stored."""
        if not texts:
            return ()
        vectors = encoded(texts, store, self._encode)
        for text, compared in zip(texts, self._turned(vectors), strict=True):
            rows = self._places[text]
            self._rows[rows] = compared
            self._known[rows] = True
        return list(vectors)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for row, text in enumerate(self._texts):
            places.setdefault(text, []).append(row)
        return places

    @cached_property
    def _rough(self) -> _RoughVectors:
        return _RoughVectors(self._texts)


class _RoughVectors:
    """Mean word vectors of texts, a thousandth of the work of encoding them."""

    def __init__(self, texts: Sequence[str]) -> None:
        pieces = [encoder().pieces(text) for text in texts]
        self._frequencies = Counter(piece for one in pieces for piece in set(one))
        self._count = len(texts)
        rows = np.array([self._mean(one) for one in pieces])
        self._common = np.linalg.eigh(rows.T @ rows)[1][:, -1]
        self._rows = self._without_common(rows)

    def of(self, typed: str) -> FloatArray:
        """The cosine of a question with each text, roughly."""
        mean = self._mean(encoder().pieces(typed))[None]
        found: FloatArray = self._rows @ self._without_common(mean)[0]
        return found

    def _mean(self, pieces: Sequence[int]) -> FloatArray:
        weights = np.array(
            [max(math.log(self._count / (1 + self._frequencies[one])), 0.05) for one in pieces], np.float32
        )
        return _unit(weights @ encoder().piece_vectors(pieces))

    def _without_common(self, rows: FloatArray) -> FloatArray:
        return _unit(rows - np.outer(rows @ self._common, self._common))


def _unit(rows: FloatArray) -> FloatArray:
    made: FloatArray = rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + TINY)
    return made


def encoded(texts: Sequence[str], store: VectorStore | None, encode: Encode) -> FloatArray:
    """The vectors of texts that are not in the table; what ``encode`` has to make is put in the store."""
    if store is None:
        return encode(texts)
    identity, distinct = encoder_identity(), tuple(dict.fromkeys(texts))
    known = store.load(identity, distinct)
    if len(known) < len(distinct):
        with store.exclusive(distinct):
            # Whoever was waited for has most likely encoded the same texts.
            known |= store.load(identity, [text for text in distinct if text not in known])
            missing = [text for text in distinct if text not in known]
            made = zip(missing, encode(missing).astype(STORED), strict=True)
            new = {text: vector.tobytes() for text, vector in made}
            store.save(identity, new)
            known |= new
    return np.array([np.frombuffer(known[text], STORED) for text in texts], np.float32)


def _stored_vectors(texts: Sequence[str], store: VectorStore | None) -> tuple[FloatArray, NDArray[np.bool_]]:
    """A row for each text, and which of them are filled: from the table, or from the store."""
    rows, table = table_of_questions()
    places = np.array([rows.get(text, -1) for text in texts], dtype=np.int64)
    found: FloatArray = table[places]
    known = places >= 0
    missing = [row for row, place in enumerate(places) if place < 0]
    if missing and store:
        stored = store.load(encoder_identity(), tuple(dict.fromkeys(texts[row] for row in missing)))
        for row in missing:
            if vector := stored.get(texts[row]):
                found[row], known[row] = np.frombuffer(vector, STORED), True
    return found, known


@cache
def table_of_questions() -> tuple[dict[str, int], FloatArray]:
    """The rows by text, and the vectors, of ``known.npz``: the known questions of ``content/``."""
    with as_file(files(__package__).joinpath("known.npz")) as path, np.load(path) as stored:
        texts = bytes(stored["texts"]).decode().split("\n")
        table: FloatArray = stored["vectors"].astype(np.float32)
    return {text: row for row, text in enumerate(texts)}, table / np.linalg.norm(table, axis=1, keepdims=True)
