"""The archives that answers are made from: one for each audience, where not everybody may see every case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from bot.answers.asker import Asker
    from bot.search.archive import Archive

PUBLIC = frozenset[str]()
"""The audience of a corpus whose cases are for everybody: nothing is hidden from it."""


class HasArchive(Protocol):
    """Holds the cases as they were last read, with their index."""

    @property
    def archive(self) -> Archive:
        """The cases with their index; a reload replaces this value by another one."""
        ...


@runtime_checkable
class HasAudiences(HasArchive, Protocol):
    """Holds an archive for each audience of cases that not everybody may see; ``archive`` is the public's."""

    @property
    def restricted(self) -> frozenset[str]:
        """The ids of the cases that only some workspaces may see."""
        ...

    def audience_of(self, platform: str, workspace: str) -> frozenset[str]:
        """The audience that a workspace belongs to, by the cases that it may not see."""
        ...

    def archive_for(self, audience: frozenset[str]) -> Archive:
        """The archive of an audience; a reload replaces this value by another one."""
        ...


@dataclass(frozen=True)
class ArchiveViews:
    """Gives whoever asks the archive of the cases that they may see."""

    corpus: HasArchive
    many: HasAudiences | None
    """The corpus, where it has cases that not everybody may see."""

    @classmethod
    def of(cls, corpus: HasArchive) -> ArchiveViews:
        """The views of a corpus, of which there is one where everybody may see all of it."""
        return cls(corpus, corpus if isinstance(corpus, HasAudiences) and corpus.restricted else None)

    @property
    def public(self) -> Archive:
        """The archive of the cases that everybody may see."""
        return self.corpus.archive

    @property
    def restricted(self) -> frozenset[str]:
        """The ids of the cases that only some may see."""
        return self.many.restricted if self.many else PUBLIC

    def audience_of(self, asker: Asker) -> frozenset[str]:
        """The audience that somebody belongs to where they ask, by the cases that it may not see.

        Whoever is of another workspace sees in a shared channel no case that is hidden from their own.
        """
        if not self.many:
            return PUBLIC
        here = self.many.audience_of(asker.platform, asker.workspace)
        is_theirs = not asker.home or self.many.audience_of(asker.platform, asker.home) <= here
        return here if is_theirs else self.many.restricted

    def archive_for(self, audience: frozenset[str]) -> Archive:
        """The archive of an audience, as its cases were last read."""
        return self.many.archive_for(audience) if self.many else self.corpus.archive


def archive_of(corpus: HasArchive, platform: str, workspace: str) -> Archive:
    """The archive of the cases that a workspace may see."""
    if isinstance(corpus, HasAudiences):
        return corpus.archive_for(corpus.audience_of(platform, workspace))
    return corpus.archive
