"""Keeps the archive current: the cases as they were last read, with the index of exactly these cases."""

from __future__ import annotations

from pathlib import Path

from bot.cases.library import Library, Progress, Shelf
from bot.search.archive import Archive
from bot.search.upkeep import IndexUpkeep, Told, unheard


class ArchiveKeeper:
    """Reads the cases and brings the index up to date; ``archive`` is always a whole, older or newer."""

    def __init__(self, shelf: Shelf, folder: Path | None = None, told: Told = unheard) -> None:
        self._shelf = shelf
        self._upkeep = IndexUpkeep(folder, told)
        self._archive = IndexUpkeep().open(shelf.library)

    @property
    def archive(self) -> Archive:
        """What can be answered from: a frozen value, so that an answer sees one state of the cases."""
        return self._archive

    def read(self, progress: Progress | None = None, only: frozenset[str] | None = None) -> Library:
        """Read the cases again, or only these of them, and index what changed."""
        library = self._shelf.read(progress, only=only) if progress else self._shelf.read(only=only)
        if only is None:
            self._archive = self._upkeep.open(library)
        else:
            self._archive = self._upkeep.refresh(self._archive, library, only)
        return library
