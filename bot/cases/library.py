"""All cases at once: a frozen library, and a shelf that keeps the last good version of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.cases.cache import CaseCache
from bot.cases.listing import Listing, listing_of
from bot.cases.model import Case
from bot.cases.problems import START, CaseFileError, Problem
from bot.cases.reading import CASE_FILE, file_bytes
from bot.cases.rules import SLUG

VERSIONS = "versions"

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

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """What is known of each case without reading it."""
        return {name: listing_of(case) for name, case in self.cases.items()}

    @cached_property
    def in_order(self) -> tuple[Listing, ...]:
        """The cases, the most recently reported first; to read one, take it from ``cases``."""
        return tuple(sorted(self.listings.values(), key=lambda case: (case.as_of, case.id), reverse=True))

    def problems_of(self, case_id: str) -> tuple[Problem, ...]:
        """What is wrong with the files of one case."""
        return tuple(
            problem for problem in self.problems if Path(problem.file).is_relative_to(self.path(case_id))
        )

    def still_answers(self, problem: Problem) -> bool:
        """Whether the case that a mistake is in is answered from all the same, as it was when last good."""
        return any(Path(problem.file).is_relative_to(self.path(case)) for case in self.cases)

    def path(self, case_id: str) -> Path:
        """The folder of a case."""
        return Path(self.folder) / case_id

    def versions(self, case_id: str) -> tuple[Case, ...]:
        """Every version of a case, oldest first, the current one last."""
        return (*self.earlier.get(case_id, ()), self.cases[case_id])


class Shelf:
    """Reads the content folder; a broken case file never takes away the last good version."""

    def __init__(self, folder: Path, cache: CaseCache | None = None) -> None:
        self._folder = folder
        self._cache = cache
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
        before = self._library
        cases: dict[str, Case] = {}
        earlier: dict[str, tuple[Case, ...]] = {}
        problems: list[Problem] = []
        folders = list(self._case_folders(problems))
        for done, folder in enumerate(folders, start=1):
            name = folder.name
            if only is None or name in only:
                current, good, found = self._versions(folder)
            else:
                current, good, found = None, (), before.problems_of(name)
            problems += found
            if current and not found:
                cases[name], earlier[name] = current, good
            elif known := current or before.cases.get(name):
                cases[name], earlier[name] = known, before.earlier.get(name, good)
            progress(done, len(folders))
        if self._cache and only is None:
            self._cache.prune()
        self._library = Library(cases, earlier, tuple(problems), str(self._folder))
        return self._library

    def _case_folders(self, problems: list[Problem]) -> Iterator[Path]:
        try:
            folders = sorted(path for path in self._folder.iterdir() if path.is_dir())
        except OSError as error:
            sentence = f"the content folder cannot be read: {error.strerror}; set CONTENT_DIR"
            problems.append(Problem(str(self._folder), START, sentence))
            return
        for folder in folders:
            if folder.name.startswith("."):
                continue
            if SLUG.fullmatch(folder.name):
                yield folder
            else:
                sentence = f"“{folder.name}” cannot be a case's id: small letters, digits and hyphens"
                problems.append(Problem(str(folder), START, sentence))

    def _versions(self, folder: Path) -> tuple[Case | None, tuple[Case, ...], tuple[Problem, ...]]:
        """The case, its earlier versions, kept as ``versions/<anything>.yaml``, and what is wrong."""
        kept = sorted(str(path.relative_to(folder)) for path in (folder / VERSIONS).glob("*.yaml"))
        good: dict[str, Case] = {}
        problems: list[Problem] = []
        for file in (CASE_FILE, *kept):
            try:
                good[file] = self._load(folder, file)
            except CaseFileError as error:
                problems += error.problems
        current = good.pop(CASE_FILE, None)
        return current, tuple(sorted(good.values(), key=lambda case: case.revised)), tuple(problems)

    def _load(self, folder: Path, file: str) -> Case:
        raw = _bytes_of(folder / file)
        cached = self._cache.get(folder, raw) if self._cache and raw is not None else None
        if cached:
            return cached
        # Imported here: a library whose cases are all cached needs neither pydantic nor YAML.
        from bot.cases.load import load_case  # noqa: PLC0415

        case = load_case(folder, file, raw)
        if self._cache and raw is not None:
            self._cache.put(folder, raw, case)
        return case


def _bytes_of(path: Path) -> bytes | None:
    try:
        return file_bytes(path)
    except OSError:
        return None
