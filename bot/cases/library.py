"""All cases at once: a frozen library, and a shelf that keeps the last good version of each."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.cases.cache import CaseCache, code_digest
from bot.cases.listing import Listing, listing_of
from bot.cases.manifest import Manifest, Row
from bot.cases.model import Case
from bot.cases.problems import START, Problem
from bot.cases.proven import CurrentCases, EarlierCases
from bot.cases.reader import CaseReader
from bot.cases.rules import SLUG

MANIFEST = "manifest.db"

Progress = Callable[[int, int], None]
"""Called with how many case files are read, of how many."""


@dataclass(frozen=True)
class Library:
    """The cases that can be answered from, and what is wrong with the files that cannot."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    """The kept earlier versions of each case, oldest first."""
    problems: tuple[Problem, ...] = ()
    folder: str = "content"
    """The content folder as the settings name it: the start of every ``source_file``."""
    known: Mapping[str, Listing] | None = None
    """The listings of the cases, where they need not be read for it."""

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """What is known of each case without reading it."""
        if self.known is not None:
            return self.known
        return {name: listing_of(case) for name, case in self.cases.items()}

    @cached_property
    def in_order(self) -> tuple[Listing, ...]:
        """The cases, the most recently reported first; to read one, take it from ``cases``."""
        return tuple(sorted(self.listings.values(), key=lambda case: (case.as_of, case.id), reverse=True))

    def problems_of(self, case_id: str) -> tuple[Problem, ...]:
        """What is wrong with the files of one case."""
        return tuple(problem for problem in self.problems if self._case_of(problem) == case_id)

    def still_answers(self, problem: Problem) -> bool:
        """Whether the case that a mistake is in is answered from all the same, as it was when last good."""
        return self._case_of(problem) in self.cases

    def _case_of(self, problem: Problem) -> str:
        return case_of(problem, Path(self.folder))

    def path(self, case_id: str) -> Path:
        """The folder of a case."""
        return Path(self.folder) / case_id

    def versions(self, case_id: str) -> tuple[Case, ...]:
        """Every version of a case, oldest first, the current one last."""
        return (*self.earlier.get(case_id, ()), self.cases[case_id])


def case_of(problem: Problem, folder: Path) -> str:
    """The id of the case whose files a mistake is in; none for the content folder itself."""
    path = Path(problem.file)
    below = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    return below[0] if below else ""


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Many values are made at once, and all stay: looking for garbage among them took a fifth of a start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Shelf:
    """Reads the content folder; a broken case file never takes away the last good version.

    With a cache, cases whose files are what they were are not read before they are asked for.
    """

    def __init__(
        self, folder: Path, cache: CaseCache | None = None, now: Callable[[], int] = time.time_ns
    ) -> None:
        self._folder = folder
        self._reader = CaseReader(folder, cache, now)
        self._manifest = Manifest(cache.folder / MANIFEST, folder, code_digest()) if cache else None
        self._library = Library(folder=str(folder))

    @property
    def library(self) -> Library:
        """What was last read: a frozen value, so that an answer sees one state of the cases."""
        return self._library

    def read(
        self, progress: Progress = lambda _done, _of: None, only: frozenset[str] | None = None
    ) -> Library:
        """Read the folder again, or only these cases of it.

        A case that is broken now stays as it was when last good; one whose folder is gone is gone.
        """
        if only is None or not self._folder.is_dir():
            return self._read_all(progress)
        return self._read_some(only)

    def _read_all(self, progress: Progress) -> Library:
        problems: list[Problem] = []
        with _no_garbage():
            written = self._manifest.read() if self._manifest else {}
            rows = {name: self._reader.unchanged(name, written.get(name)) for name in self._names(problems)}
        changed = {name: row for name, row in rows.items() if row is not None and row is not written[name]}
        for done, (name, row) in enumerate(rows.items(), start=1):
            if row is None:
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
        problems = [one for one in before.problems if self._stands(case_of(one, self._folder), only)]
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
        """Whether a case is as it was: not to be read again, and not gone."""
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
        versions = self._reader.versions(listings.values())
        self._library = Library(
            CurrentCases(listings, versions),
            EarlierCases(listings, versions),
            tuple(problems),
            str(self._folder),
            listings,
        )
        return self._library

    def _names(self, problems: list[Problem]) -> list[str]:
        try:
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
