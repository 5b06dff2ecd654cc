"""The vectors of drafts: kept in memory, and in the store of the cases, which a saved draft then finds."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock

from bot.search.vector_store import VectorStore

MOST_VECTORS = 20_000
"""Vectors in memory, some 40 MB; above it, those that were used longest ago are dropped."""


class DraftVectors:
    """A ``VectorStore`` in memory before another one, if there is one; safe for threads."""

    def __init__(self, store: VectorStore | None) -> None:
        self._store = store
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def load(self, encoder: str, texts: Sequence[str]) -> dict[str, bytes]:
        """The vectors of those texts that are in memory or in the store, by the text."""
        with self._lock:
            found = {text: self._kept[encoder, text] for text in texts if (encoder, text) in self._kept}
        missing = [text for text in texts if text not in found]
        if missing and self._store:
            stored = self._store.load(encoder, missing)
            self._keep(encoder, stored)
            found |= stored
        return found

    def save(self, encoder: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors in memory, and add them to the store."""
        self._keep(encoder, vectors)
        if self._store:
            self._store.save(encoder, vectors)

    @contextmanager
    def exclusive(self, texts: Sequence[str]) -> Iterator[None]:
        """Hold the right to encode these texts, of all processes where there is a store."""
        if self._store:
            with self._store.exclusive(texts):
                yield
        else:
            yield

    def _keep(self, encoder: str, vectors: Mapping[str, bytes]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._kept[encoder, text] = vector
                self._kept.move_to_end((encoder, text))
            while len(self._kept) > MOST_VECTORS:
                self._kept.popitem(last=False)
