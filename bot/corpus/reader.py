"""Reads one case of a content folder with its earlier versions, by way of the cache where there is one."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bot.cases.library import Listing, listing_of
from bot.cases.model import Case
from bot.cases.problems import START, CaseFileError, Problem
from bot.cases.standing import standing
from bot.corpus.cache import CaseCache
from bot.corpus.files import CASE_FILE, bytes_or_none
from bot.corpus.guard import ends_early, lacks_the_end, too_much_lost
from bot.corpus.manifest import Row
from bot.corpus.provers import WaitCallback, proving
from bot.corpus.stamps import case_files, refresh_stamps, stamp_files
from bot.corpus.stored_cases import CaseVersions, StoredCases, VersionKey

RELOADS_KEPT = 8
"""Reloads after which a version of a case that is no longer listed is dropped from memory at the latest."""
KEPT_FOR = 30 * 10**9
"""Nanoseconds after which the next reload drops it, too: no answer takes as long."""


class CaseFileReader:
    """Reads the cases of a content folder; those that cannot be cached on disk are held in memory."""

    def __init__(self, folder: Path, cache: CaseCache | None, now: Callable[[], int]) -> None:
        self._folder = folder
        self._cache = cache
        self._now = now
        self._on_disk = StoredCases(folder, cache) if cache else None
        self._held: dict[VersionKey, Case] = {}
        self._held_files: dict[VersionKey, bytes] = {}
        """The bytes of the case file of each case that is held in memory."""
        self._listed: Mapping[str, Listing] = {}
        """The listings whose versions were given last, by id."""
        self._earlier = deque[tuple[int, Mapping[str, Listing]]](maxlen=RELOADS_KEPT)
        """Those before them, each with when it was replaced."""

    def unchanged(self, name: str, row: Row | None) -> Row | None:
        """The row of a case whose files have not changed, with their present stamps; None where one has."""
        if row is None:
            return None
        files = refresh_stamps(f"{self._folder}/{name}", row.files, self._now())
        if files is None:
            return None
        return row if files is row.files else row._replace(files=files)

    def read(self, name: str, before: Listing | None) -> tuple[Row | None, tuple[Problem, ...]]:
        """Read a case: its row, or that of its last good version where a file is broken, and the mistakes.

        ``before`` lists the version that is served: one that has lost much of it counts as broken. The row is
        None where no version of the case is good.
        """
        folder = self._folder / name
        good: dict[str, Case] = {}
        problems: list[Problem] = []
        for file in case_files(folder):
            try:
                good[file] = self._load(folder, file, before if file == CASE_FILE else None)
            except CaseFileError as error:
                problems += error.problems
        if problems:
            listing = self._last_good(good, before)
            return (Row(listing) if listing else None), tuple(problems)
        digests = {file: case.version for file, case in good.items()}
        sources = {source.file: source.sha256 for case in good.values() for source in case.sources}
        return Row(_listing(good), stamp_files(folder, digests | sources, self._now())), ()

    def proving(self, names: Sequence[str]) -> AbstractContextManager[WaitCallback]:
        """Have other processes prove the cases with these ids, where they are many, until the block is left.

        Each may be read as soon as the function that this gives has returned for it.
        """
        return proving(self._folder, self._cache, names)

    def versions(self, listings: Mapping[str, Listing]) -> CaseVersions:
        """The versions of the listed cases; versions of other cases are dropped from memory.

        Those of the last ``RELOADS_KEPT`` listings stay for ``KEPT_FOR``: answers may still be made of them.
        """
        now = self._now()
        self._earlier.append((now, self._listed))
        while self._earlier and self._earlier[0][0] < now - KEPT_FOR:
            self._earlier.popleft()
        self._listed = listings
        if self._on_disk:
            self._on_disk.keep(listings, *(earlier for _, earlier in self._earlier))
        if self._held:
            wanted = {version for one in listings.values() for version in one.keys}
            self._held = {version: case for version, case in self._held.items() if version in wanted}
            self._held_files = {
                version: file for version, file in self._held_files.items() if version in wanted
            }
        return CaseVersions(self._held, self._on_disk)

    def prune(self, wanted: Iterable[VersionKey]) -> None:
        """Delete from the cache every case that is not among these versions."""
        if self._cache:
            self._cache.prune(wanted)

    def _last_good(self, good: dict[str, Case], before: Listing | None) -> Listing | None:
        if CASE_FILE in good:
            listing = _listing(good)
            return listing._replace(earlier=before.earlier) if before else listing
        return before if before and self._is_there(before) else None

    def _is_there(self, listing: Listing) -> bool:
        """Whether every version of a listed case can still be read."""
        versions = CaseVersions(self._held, self._on_disk)
        try:
            return all(versions[version] for version in listing.keys)
        except KeyError:
            return False

    def _load(self, folder: Path, file: str, before: Listing | None) -> Case:
        """The case of a case file. Raises CaseFileError, also where much of the version before is lost."""
        raw = bytes_or_none(folder / file)
        digest = hashlib.sha256(raw or b"").hexdigest()
        served = before and digest != before.version and self._served(before)
        if not served or raw is None:
            return self._loaded(folder, file, raw, digest)
        served_file = self._file_of(served) or b""
        sentence = ends_early(raw, served_file)
        if sentence is None:
            case = self._loaded(folder, file, raw, digest)
            sentence = too_much_lost(case, served) or lacks_the_end(case, raw, served, served_file)
            if sentence is None:
                return case
        raise CaseFileError((Problem(str(folder / file), START, sentence),))

    def _served(self, before: Listing) -> Case | None:
        try:
            return CaseVersions(self._held, self._on_disk)[before.keys[0]]
        except KeyError:
            return None

    def _file_of(self, case: Case) -> bytes | None:
        held = self._held_files.get((case.id, case.version))
        return held or (self._cache.file_of(self._folder / case.id, case.version) if self._cache else None)

    def _loaded(self, folder: Path, file: str, raw: bytes | None, digest: str) -> Case:
        cached = self._cache.get(folder, digest) if self._cache and raw is not None else None
        if cached:
            return cached
        # Imported here: a library whose cases are all cached needs neither pydantic nor YAML.
        from bot.corpus.loader import load_case  # noqa: PLC0415

        case = load_case(folder, file, raw)
        if not (self._cache and self._cache.put(folder, case, raw or b"")):
            self._held[folder.name, case.version] = case
            self._held_files[folder.name, case.version] = raw or b""
        return case


def _listing(good: dict[str, Case]) -> Listing:
    earlier = sorted(
        (case for file, case in good.items() if file != CASE_FILE), key=lambda case: case.revised
    )
    return listing_of(standing(good[CASE_FILE]), tuple(case.version for case in earlier))
