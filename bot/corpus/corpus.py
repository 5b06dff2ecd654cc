"""Keeps the archive current: the cases as they were last read, with the index of exactly these cases."""

from pathlib import Path

from bot.cases.library import Library
from bot.corpus.content import ContentRepository, ProgressCallback
from bot.corpus.index_files import IndexRepository, WarningCallback, ignore_warning
from bot.search.archive import Archive
from bot.search.vector_store import VectorStore


class Corpus:
    """Reads the cases and brings the index up to date.

    The index is kept in ``index_folder``, or in memory without one; ``warn`` is called with a sentence for
    the operator where the folder cannot be read or written.
    """

    def __init__(
        self,
        repository: ContentRepository,
        index_folder: Path | None = None,
        warn: WarningCallback = ignore_warning,
        vectors: VectorStore | None = None,
    ) -> None:
        self._repository = repository
        self._indexes = IndexRepository(index_folder, warn, vectors)
        self._archive = IndexRepository(vectors=vectors).open(repository.library)

    @property
    def archive(self) -> Archive:
        """The archive as it was last read: a frozen value, so that an answer sees one state of the cases."""
        return self._archive

    def read(self, progress: ProgressCallback | None = None, only: frozenset[str] | None = None) -> Library:
        """Read the cases again, or only those with the ids in ``only``, and index what changed."""
        library = self._repository.read(progress, only=only) if progress else self._repository.read(only=only)
        if only is None:
            self._archive = self._indexes.open(library)
        else:
            self._archive = self._indexes.refresh(self._archive, library, only)
        return library
