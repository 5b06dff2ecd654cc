"""Keeps the archive current: the cases as they were last read, with the index of exactly these cases."""

from pathlib import Path

from bot.cases.library import Library
from bot.corpus.audience import AudienceArchives, CaseAudiences, Hidden
from bot.corpus.content import ContentRepository, ProgressCallback
from bot.corpus.index_files import IndexRepository, WarningCallback, ignore_warning
from bot.search.archive import Archive
from bot.search.vector_store import VectorStore

EVERYBODY = CaseAudiences()
"""Every case is for everybody."""


class Corpus:
    """Reads the cases and brings the index up to date, for each audience of its own.

    What is given without naming an audience holds what everybody may see. The index is kept in
    ``index_folder``, or in memory without one; ``warn`` is called with a sentence for the operator where the
    folder cannot be read or written.
    """

    def __init__(
        self,
        repository: ContentRepository,
        index_folder: Path | None = None,
        warn: WarningCallback = ignore_warning,
        vectors: VectorStore | None = None,
        audiences: CaseAudiences = EVERYBODY,
    ) -> None:
        self._repository = repository
        self._indexes = IndexRepository(index_folder, warn, vectors)
        self._archive = IndexRepository(vectors=vectors).open(repository.library)
        self._audiences = AudienceArchives(audiences, self._archive, index_folder, warn)

    @property
    def archive(self) -> Archive:
        """The archive of the public: a frozen value, so that an answer sees one state of the cases."""
        return self._audiences.public

    @property
    def whole(self) -> Archive:
        """The archive of all cases, for whoever runs the bot: never for an answer."""
        return self._archive

    @property
    def restricted(self) -> Hidden:
        """The ids of the cases that only some workspaces may see."""
        return self._audiences.audiences.restricted

    def audience_of(self, platform: str, workspace: str) -> Hidden:
        """The audience that a workspace belongs to, by what it may not see."""
        return self._audiences.audiences.hidden_from(platform, workspace)

    def archive_for(self, audience: Hidden) -> Archive:
        """The archive of an audience, as it was last read."""
        return self._audiences.of(audience)

    def read(self, progress: ProgressCallback | None = None, only: frozenset[str] | None = None) -> Library:
        """Read the cases again, or only those with the ids in ``only``, and index what changed."""
        library = self._repository.read(progress, only=only) if progress else self._repository.read(only=only)
        if only is None:
            self._archive = self._indexes.open(library)
        else:
            self._archive = self._indexes.refresh(self._archive, library, only)
        self._audiences.update(self._archive, only)
        return library
