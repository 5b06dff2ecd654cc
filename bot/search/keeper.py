"""Keeps the archive current: the cases as they were last read, with the index of exactly these cases."""

from __future__ import annotations

from pathlib import Path

from bot.cases.library import Library, Progress, Shelf
from bot.search.archive import Archive
from bot.search.upkeep import Told, open_archive, unheard


class ArchiveKeeper:
    """Reads the cases and brings the index up to date; ``archive`` is always a whole, older or newer."""

    def __init__(self, shelf: Shelf, folder: Path | None = None, told: Told = unheard) -> None:
        self._shelf = shelf
        self._folder = folder
        self._told = told
        self._archive = open_archive(shelf.library, None)

    @property
    def archive(self) -> Archive:
        """What can be answered from: a frozen value, so that an answer sees one state of the cases."""
        return self._archive

    def read(self, progress: Progress | None = None, only: frozenset[str] | None = None) -> Library:
        """Read the cases again, or only these of them, and index what changed."""
        library = self._shelf.read(progress, only=only) if progress else self._shelf.read(only=only)
        self._archive = open_archive(library, self._folder, self._told)
        return library
