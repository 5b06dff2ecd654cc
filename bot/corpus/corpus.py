"""Keeps the archive current: the cases as they were last read, with the index of exactly these cases."""

from __future__ import annotations

from pathlib import Path

from bot.cases.library import Library
from bot.corpus.content import ContentRepository, ProgressCallback
from bot.corpus.index_files import IndexRepository, Warn, no_warning
from bot.search.archive import Archive
from bot.search.vector_store import VectorStore


class Corpus:
    """Reads the cases and brings the index up to date; ``archive`` is always a whole, older or newer."""

    def __init__(
        self,
        content: ContentRepository,
        folder: Path | None = None,
        told: Warn = no_warning,
        vectors: VectorStore | None = None,
    ) -> None:
        self._content = content
        self._upkeep = IndexRepository(folder, told, vectors)
        self._archive = IndexRepository(vectors=vectors).open(content.library)

    @property
    def archive(self) -> Archive:
        """What can be answered from: a frozen value, so that an answer sees one state of the cases."""
        return self._archive

    def read(self, progress: ProgressCallback | None = None, only: frozenset[str] | None = None) -> Library:
        """Read the cases again, or only these of them, and index what changed."""
        library = self._content.read(progress, only=only) if progress else self._content.read(only=only)
        if only is None:
            self._archive = self._upkeep.open(library)
        else:
            self._archive = self._upkeep.refresh(self._archive, library, only)
        return library
