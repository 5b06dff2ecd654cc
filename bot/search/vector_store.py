"""Where the vectors of texts are kept between processes: the interface that ``bot.corpus`` implements."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol


class VectorStore(Protocol):
    """Keeps vectors by their text and the encoder that made them; encoding a text takes milliseconds.

    A vector is the little-endian bytes of its float32 numbers, so that no store needs numpy. A store that
    cannot be read or written is no error: it has nothing and keeps nothing.
    """

    def load(self, encoder: str, texts: Sequence[str]) -> dict[str, bytes]:
        """The vectors of those texts that are in the store, by the text; ``encoder`` is its identity."""
        ...

    def save(self, encoder: str, vectors: Mapping[str, bytes]) -> None:
        """Add the vectors of texts, by the text, that the encoder of this identity has made."""
        ...

    def exclusive(self, texts: Sequence[str]) -> AbstractContextManager[None]:
        """Wait while another thread or process encodes exactly these texts, then hold the right to."""
        ...
