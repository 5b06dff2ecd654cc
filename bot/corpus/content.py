"""Reads the content folder and keeps the last good version of each case."""

import gc
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.cases.library import Library, Listing, case_id_of
from bot.cases.problems import START, Problem
from bot.cases.rules import SLUG
from bot.corpus.cache import CaseCache, code_digest
from bot.corpus.manifest import Manifest, Row
from bot.corpus.reader import CaseFileReader
from bot.corpus.stored_cases import CaseFiles, CurrentCases, EarlierCases

MANIFEST = "manifest.db"
GONE = "the content folder is gone; the cases as last read are served"

ProgressCallback = Callable[[int, int], None]
"""A function that is called with how many cases are read so far, and how many there are."""


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Suspend garbage collection: many values are made, all stay, and collecting took a fifth of a start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _identity(folder: Path) -> tuple[int, int]:
    """What tells a folder from another one in its place, its device and inode. Raises OSError."""
    found = folder.stat()
    return found.st_dev, found.st_ino


class ContentRepository:
    """Reads the content folder; a broken case file never takes away the last good version.

    With a cache, cases whose files have not changed are read only when they are asked for. ``now`` gives the
    time in nanoseconds since 1970.
    """

    def __init__(
        self, folder: Path, cache: CaseCache | None = None, now: Callable[[], int] = time.time_ns
    ) -> None:
        self._folder = folder
        self._reader = CaseFileReader(folder, cache, now)
        self._manifest = Manifest(cache.folder / MANIFEST, folder, code_digest()) if cache else None
        self._library = Library(folder=str(folder))
        self._read_from: tuple[int, int] | None = None
        """The device and inode of the content folder as it was last read whole."""

    @property
    def library(self) -> Library:
        """The library as it was last read: a frozen value, so that an answer sees one state of the cases."""
        return self._library

    def read(
        self, progress: ProgressCallback = lambda _done, _of: None, only: frozenset[str] | None = None
    ) -> Library:
        """Read the folder again, or only the cases with the ids in ``only``.

        A case that is broken now stays as it was when last good; one whose folder is gone is gone. Where the
        content folder itself is gone, or an empty one is in its place, all cases stay as they were.
        """
        if self._library.listings and self._is_gone():
            self._library = replace(self._library, problems=(Problem(str(self._folder), START, GONE),))
            return self._library
        if only is None or not self._folder.is_dir():
            return self._read_all(progress)
        return self._read_some(only)

    def _is_gone(self) -> bool:
        """Whether there is no content folder to read, such as when its disk is not mounted.

        Nobody removes all cases so: a mount point without its disk is another folder, and empty.
        """
        try:
            with os.scandir(self._folder) as found:
                is_empty = next(found, None) is None
            return is_empty and _identity(self._folder) != self._read_from
        except OSError:
            return True

    def _read_all(self, progress: ProgressCallback) -> Library:
        problems: list[Problem] = []
        with _no_garbage():
            written = self._manifest.read() if self._manifest else {}
            rows = {name: self._reader.unchanged(name, written.get(name)) for name in self._names(problems)}
        changed = {name: row for name, row in rows.items() if row is not None and row is not written[name]}
        unread = [name for name, row in rows.items() if row is None]
        with self._reader.proving(unread) as wait_for:
            for done, (name, row) in enumerate(rows.items(), start=1):
                if row is None:
                    wait_for(name)
                    known = self._library.listings.get(name) or (
                        written[name].listing if name in written else None
                    )
                    read, found = self._reader.read(name, known)
                    problems += found
                    if read:
                        changed[name] = read
                progress(done, len(rows))
        listings = {name: row.listing for name, row in (rows | changed).items() if row}
        gone = written.keys() - listings.keys()
        library = self._now_is(listings, problems, changed, gone)
        if self._manifest and (changed or gone) and (kept := self._manifest.in_any_folder()) is not None:
            self._reader.prune(kept.union(*(one.keys for one in listings.values())))
        return library

    def _read_some(self, only: frozenset[str]) -> Library:
        before = self._library
        listings = dict(before.listings)
        problems = [one for one in before.problems if self._stands(case_id_of(one, str(self._folder)), only)]
        changed: dict[str, Row] = {}
        for name in sorted(only):
            known = listings.pop(name, None)
            if (self._folder / name).is_dir() and self._can_be_a_case(name, problems):
                row, found = self._reader.read(name, known)
                problems += found
                if row:
                    listings[name], changed[name] = row.listing, row
        return self._now_is(listings, sorted(problems), changed, only - changed.keys())

    def _stands(self, name: str, only: frozenset[str]) -> bool:
        """Whether a case keeps its mistakes: it is not read again, and its folder is still there."""
        return bool(name) and name not in only and (self._folder / name).is_dir()

    def _now_is(
        self,
        listings: dict[str, Listing],
        problems: list[Problem],
        changed: Mapping[str, Row],
        gone: Collection[str],
    ) -> Library:
        if self._manifest and (changed or gone):
            self._manifest.write(changed, gone)
        versions = self._reader.versions(listings)
        self._library = Library(
            CurrentCases(listings, versions),
            EarlierCases(listings, versions),
            tuple(problems),
            str(self._folder),
            listings,
            CaseFiles(listings, versions),
        )
        return self._library

    def _names(self, problems: list[Problem]) -> list[str]:
        try:
            self._read_from = _identity(self._folder)
            with os.scandir(self._folder) as found:
                names = sorted(one.name for one in found if one.is_dir())
        except OSError as error:
            sentence = f"the content folder cannot be read: {error.strerror}; set CONTENT_DIR"
            problems.append(Problem(str(self._folder), START, sentence))
            return []
        return [name for name in names if self._can_be_a_case(name, problems)]

    def _can_be_a_case(self, name: str, problems: list[Problem]) -> bool:
        if name.startswith("."):
            return False
        if not SLUG.fullmatch(name):
            sentence = f"“{name}” cannot be a case's id: small letters, digits and hyphens"
            problems.append(Problem(str(self._folder / name), START, sentence))
            return False
        return True
