"""Proven cases, read when they are asked for: an LRU cache in memory over the cache on disk."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

from bot.cases.library import Listing
from bot.cases.model import Case
from bot.cases.problems import CaseFileError
from bot.cases.spans import selectors_of
from bot.cases.standing import standing
from bot.corpus.cache import CaseCache
from bot.corpus.files import bytes_or_none
from bot.corpus.stamps import case_files

MEMORY_LIMIT = 64_000_000
"""Code points of source text that the cases in memory may have together, quotations included."""
SELECTOR_WEIGHT = 1_000
"""The memory that a quotation takes, in code points of source text."""

VersionKey = tuple[str, str]
"""A version of a case: its id, and the SHA-256 of the file that it was read from."""


class StoredCases:
    """The cases of a content folder that are cached on disk; those used last stay in memory."""

    def __init__(self, folder: Path, cache: CaseCache, memory_limit: int = MEMORY_LIMIT) -> None:
        self._folder = folder
        self._cache = cache
        self._recent: OrderedDict[VersionKey, Case] = OrderedDict()
        self._weight = 0
        self._memory_limit = memory_limit
        self._lock = Lock()

    def __getitem__(self, version: VersionKey) -> Case:
        """The case, proven on its sources. Raises KeyError where it is no longer on disk."""
        with self._lock:
            if found := self._recent.get(version):
                self._recent.move_to_end(version)
                return found
        case = self._read(*version)
        if case is None:
            raise KeyError(version)
        self.remember(version, case)
        return case

    def remember(self, version: VersionKey, case: Case) -> None:
        """Keep a case in memory, and evict those that were used longest ago."""
        with self._lock:
            if version in self._recent:
                return
            self._recent[version] = case
            self._weight += _weight(case)
            while self._weight > self._memory_limit and len(self._recent) > 1:
                _, oldest = self._recent.popitem(last=False)
                self._weight -= _weight(oldest)

    def keep(self, *listings: Mapping[str, Listing]) -> None:
        """Drop from memory every version that is in none of these listings, each by its case's id."""
        with self._lock:
            for name, version in tuple(self._recent):
                if not any(name in those and version in those[name].versions for those in listings):
                    self._weight -= _weight(self._recent.pop((name, version)))

    def _read(self, name: str, version: str) -> Case | None:
        folder = self._folder / name
        kept = self._cache.get(folder, version) or self._cache.last_good(folder, version)
        return kept or self._read_anew(folder, version)

    def _read_anew(self, folder: Path, version: str) -> Case | None:
        """The case from its file, where that is unchanged: somebody may have emptied the cache."""
        # Imported here: a library whose cases are all cached needs neither pydantic nor YAML.
        from bot.corpus.loader import load_case  # noqa: PLC0415

        for file in case_files(folder):
            raw = bytes_or_none(folder / file)
            if raw is not None and hashlib.sha256(raw).hexdigest() == version:
                try:
                    case = load_case(folder, file, raw)
                except CaseFileError:
                    return None
                self._cache.put(folder, case, raw)
                return case
        return None


@dataclass(frozen=True)
class CaseVersions:
    """Any version of any case of a library: from memory where it could not be cached on disk."""

    held: Mapping[VersionKey, Case]
    on_disk: StoredCases | None

    def __getitem__(self, version: VersionKey) -> Case:
        if version in self.held or self.on_disk is None:
            return self.held[version]
        return self.on_disk[version]


ReadT = TypeVar("ReadT")


@dataclass(frozen=True, eq=False)
class _ByCaseId(Mapping[str, ReadT]):
    """What is read of each case when it is asked for; the ids are known without reading."""

    listings: Mapping[str, Listing]
    versions: CaseVersions

    def __iter__(self) -> Iterator[str]:
        return iter(self.listings)

    def __len__(self) -> int:
        return len(self.listings)

    def __contains__(self, name: object) -> bool:
        return name in self.listings


class CaseFiles(_ByCaseId[Case]):
    """The current version of each case by its id, as its file has it, read when it is asked for."""

    def __getitem__(self, name: str) -> Case:
        return self.versions[name, self.listings[name].version]


class CurrentCases(CaseFiles):
    """The current version of each case of a library by its id, without what was withdrawn."""

    def __getitem__(self, name: str) -> Case:
        return standing(super().__getitem__(name))


class EarlierCases(_ByCaseId[tuple[Case, ...]]):
    """The earlier versions of each case by its id, oldest first, each without what it says was withdrawn."""

    def __getitem__(self, name: str) -> tuple[Case, ...]:
        return tuple(standing(self.versions[name, version]) for version in self.listings[name].earlier)


def _weight(case: Case) -> int:
    text = sum(len(source.text) for source in case.sources)
    return text + SELECTOR_WEIGHT * sum(1 for _ in selectors_of(case))
