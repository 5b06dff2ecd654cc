"""What a question means, held against the questions by which slots are known to be asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from bot.qa.candidates import Candidate
from bot.qa.encoder import FloatArray, encoder, encoder_identity
from bot.search.vector_store import VectorStore

NEARNESS = 0.05
"""How much less near a question may be for what it says to fall to a third."""
LEAST_SHARE = 1e-4
STORED = np.dtype("<f4")
"""The numbers of a vector in a store: exactly those that the encoder gives, on any processor."""


@dataclass(frozen=True)
class SemanticSimilarity:
    """How far a slot is what a question means."""

    nearest: float
    """The cosine of the question's vector with the nearest one of the slot."""
    share: float
    """The slot's share of all that lies near, by powers of ten: a ten-thousandth is 0, all is 1."""


class SemanticIndex:
    """The vectors of all known questions, and of the passages themselves."""

    def __init__(self, slots: Sequence[Candidate], store: VectorStore | None = None) -> None:
        texts = [(at, text, typed) for at, slot in enumerate(slots) for text, typed in _texts(slot)]
        self._texts = np.array([text for _, text, _ in texts], dtype=object)
        self._begin = np.searchsorted([at for at, _, _ in texts], range(len(slots)))
        self._vectors = vectors([typed for _, _, typed in texts], store)

    def of(self, typed: str, but: str | None = None) -> list[SemanticSimilarity]:
        """For each slot how far a question means it; known ones that read ``but`` are passed over."""
        cosines = self._vectors @ vectors([typed])[0]
        if but is not None:
            cosines[self._texts == but] = -1.0
        nearest = np.maximum.reduceat(cosines, self._begin)
        powers = np.add.reduceat(np.exp((cosines - cosines.max()) / NEARNESS), self._begin)
        shares = 1 - np.log(np.maximum(powers / powers.sum(), LEAST_SHARE)) / math.log(LEAST_SHARE)
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
    """The vectors of what any case, and those in ``content/``, are known to be asked: reading takes long."""
    with as_file(files(__package__).joinpath("known.npz")) as path, np.load(path) as stored:
        texts = bytes(stored["texts"]).decode().split("\n")
        table: FloatArray = stored["vectors"].astype(np.float32)
    return {text: row for row, text in enumerate(texts)}, table / np.linalg.norm(table, axis=1, keepdims=True)


def _texts(slot: Candidate) -> Iterator[tuple[str, str]]:
    """Each known question, as it is compared and as it was typed; the passage itself is none."""
    yield from ((asked.question.text, asked.question.typed) for asked in slot.asked)
    if slot.selector:
        yield "", slot.selector.exact
