"""Compares the vector of a question with those of a case's known questions and passages."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from bot.qa.candidates import Candidate
from bot.qa.encoder import FloatArray, encoder, encoder_identity
from bot.search.vector_store import VectorStore

TEMPERATURE = 0.05
"""Of the softmax over cosines: a cosine lower by this much counts e times less."""
MIN_SHARE = 1e-4
"""The least share that counts as more than none."""
STORED = np.dtype("<f4")
"""The type of a vector's numbers in a store: exactly those that the encoder gives, on any processor."""


@dataclass(frozen=True)
class SemanticSimilarity:
    """How near a question is to a candidate in meaning."""

    nearest: float
    """The greatest cosine of the question's vector with one of the candidate's."""
    share: float
    """The candidate's share of the softmax over all cosines, by its logarithm: 1e-4 is 0, all is 1."""


class SemanticIndex:
    """The vectors of a case's known questions and passages, candidate by candidate."""

    def __init__(self, candidates: Sequence[Candidate], store: VectorStore | None = None) -> None:
        texts = [
            (at, text, typed) for at, candidate in enumerate(candidates) for text, typed in _texts(candidate)
        ]
        self._texts = np.array([text for _, text, _ in texts], dtype=object)
        self._starts = np.searchsorted([at for at, _, _ in texts], range(len(candidates)))
        self._vectors = vectors([typed for _, _, typed in texts], store)

    def similarities(self, typed: str, exclude: str | None = None) -> list[SemanticSimilarity]:
        """How near a question is to each candidate; known questions that read ``exclude`` are left out."""
        cosines = self._vectors @ vectors([typed])[0]
        if exclude is not None:
            cosines[self._texts == exclude] = -1.0
        nearest = np.maximum.reduceat(cosines, self._starts)
        powers = np.add.reduceat(np.exp((cosines - cosines.max()) / TEMPERATURE), self._starts)
        shares = 1 - np.log(np.maximum(powers / powers.sum(), MIN_SHARE)) / math.log(MIN_SHARE)
        return [
            SemanticSimilarity(float(near), float(share)) for near, share in zip(nearest, shares, strict=True)
        ]


def vectors(texts: Sequence[str], store: VectorStore | None = None) -> FloatArray:
    """The vectors of texts, a row each: from the table or the store, and else from the encoder."""
    rows, table = _table()
    places = np.array([rows.get(text, -1) for text in texts], dtype=np.int64)
    found: FloatArray = table[places]
    unread = [at for at, place in enumerate(places) if place < 0]
    if unread:
        found[unread] = _encoded([texts[at] for at in unread], store)
    return found


def _encoded(texts: Sequence[str], store: VectorStore | None) -> FloatArray:
    """The vectors of texts that are not in the table; what the encoder has to make is put in the store."""
    if store is None:
        return encoder().vectors(texts)
    identity, distinct = encoder_identity(), tuple(dict.fromkeys(texts))
    known = store.load(identity, distinct)
    if len(known) < len(distinct):
        with store.exclusive(distinct):
            # Whoever was waited for has most likely encoded the same texts.
            known |= store.load(identity, [text for text in distinct if text not in known])
            missing = [text for text in distinct if text not in known]
            made = zip(missing, encoder().vectors(missing).astype(STORED), strict=True)
            new = {text: vector.tobytes() for text, vector in made}
            store.save(identity, new)
            known |= new
    return np.array([np.frombuffer(known[text], STORED) for text in texts], np.float32)


@cache
def _table() -> tuple[dict[str, int], FloatArray]:
    """The rows by text, and the vectors, of ``known.npz``: the known questions of ``content/``."""
    with as_file(files(__package__).joinpath("known.npz")) as path, np.load(path) as stored:
        texts = bytes(stored["texts"]).decode().split("\n")
        table: FloatArray = stored["vectors"].astype(np.float32)
    return {text: row for row, text in enumerate(texts)}, table / np.linalg.norm(table, axis=1, keepdims=True)


def _texts(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """A candidate's known questions, as (parsed text, text to encode), and its passage, which has no text."""
    yield from ((asked.question.text, asked.question.typed) for asked in candidate.asked)
    if candidate.selector:
        yield "", candidate.selector.exact
