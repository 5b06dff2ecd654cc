"""Brings the index in step with the cases: what changed since it was written is indexed again."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of
from bot.cases.voices import voice_of
from bot.search.archive import Archive, Location
from bot.search.entries import NAMED, PIECE, RECORDED, Entry, Kind
from bot.search.folding import fold
from bot.search.index import BrokenIndex, PassageIndex
from bot.search.passages import passages_of, pieces_of
from bot.search.state import IndexState, Unknown

LOCK = "lock"
VERSION = "10"
"""Of what is indexed: another one is built anew."""

Told = Callable[[str], None]


def unheard(_: str) -> None:
    """Where nobody needs to be told."""


def open_archive(library: Library, folder: Path | None, told: Told = unheard) -> Archive:
    """The archive of a library; what changed since the index was written is indexed now.

    Without a folder, or where it cannot be written, the index is kept in memory. ``told`` hears what
    an operator should know.
    """
    return IndexUpkeep(folder, told).open(library)


class IndexUpkeep:
    """Keeps one index current: on disk where that can be written, else in memory."""

    def __init__(self, folder: Path | None = None, told: Told = unheard) -> None:
        self._folder = folder
        self._told = told
        self._generation = 0
        """Of the index on disk that was opened or written last."""

    def open(self, library: Library) -> Archive:
        """The archive of a library, with the index on disk as it is now."""
        return self._archive(library, lambda folder: self._current(library, folder))

    def refresh(self, archive: Archive, library: Library, only: Collection[str]) -> Archive:
        """The archive of a library that differs from an older one's in some cases alone."""
        return self._archive(library, lambda folder: self._refreshed(archive, library, folder, only))

    def _archive(self, library: Library, make: Callable[[Path], PassageIndex]) -> Archive:
        if self._folder is not None:
            try:
                with _alone_in(self._folder):
                    return Archive(library, make(self._folder / VERSION))
            except (OSError, ValueError, Unknown) as error:
                sentence = (
                    f"the search index in {self._folder} cannot be written ({error}); it is kept in memory"
                )
                self._told(sentence)
        return Archive(library, PassageIndex.in_memory(_entries(library, library.cases)))

    def _current(self, library: Library, folder: Path) -> PassageIndex:
        """The index on disk, brought up to date, or built anew where it is not what was last written."""
        state = IndexState(folder)
        try:
            index, held = _opened(folder, state)
            self._generation = state.generation
        except (BrokenIndex, Unknown) as error:
            if folder.exists():
                self._told(f"the search index in {folder} cannot be read ({error}); it is built anew")
            index = PassageIndex.build(folder, _entries(library, library.cases))
            self._generation = state.end(_fingerprints(library, library.cases), ())
            return index
        return self._updated(index, library, state, held, {*held, *library.cases})

    def _refreshed(
        self, archive: Archive, library: Library, folder: Path, only: Collection[str]
    ) -> PassageIndex:
        """The index with what changed; opened anew where another process wrote it meanwhile."""
        state = IndexState(folder)
        if not folder.exists() or state.generation != self._generation:
            return self._current(library, folder)
        return self._updated(archive.index, library, state, state.some(only), only)

    def _updated(
        self,
        index: PassageIndex,
        library: Library,
        state: IndexState,
        held: Mapping[str, str],
        cases: Collection[str],
    ) -> PassageIndex:
        wanted = _fingerprints(library, cases)
        changed = sorted(case for case in cases if held.get(case) != wanted.get(case))
        if not changed:
            return index
        state.begin(changed)
        new = [case for case in changed if case in wanted]
        index = index.updated(_entries(library, new), changed)
        self._generation = state.end({case: wanted[case] for case in new}, set(changed) - set(new))
        return index


def _opened(folder: Path, state: IndexState) -> tuple[PassageIndex, Mapping[str, str]]:
    """The index, and the fingerprints of the cases in it."""
    held = state.cases()
    if not state.is_whole(held):
        raise BrokenIndex("its files are not those that were written")
    return PassageIndex.open(folder), held


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process writes the index; older versions of it go. Raises OSError.

    A process that waited finds the index current, where both have the same cases. The system lets the lock
    go when a process dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for other in folder.iterdir():
            if other.is_dir() and other.name != VERSION:
                shutil.rmtree(other, ignore_errors=True)
        yield


def _fingerprints(library: Library, cases: Iterable[str]) -> dict[str, str]:
    return {case: library.listings[case].fingerprint for case in cases if case in library.listings}


def _entries(library: Library, cases: Iterable[str]) -> Iterator[Entry]:
    for name in cases:
        case = library.cases[name]
        told: set[str] = set()
        for passage in passages_of(case):
            told.add(passage.selector.id)
            speaker = _speaker(case, passage.selector)
            yield _entry(case, passage.selector, RECORDED if passage.recorded else "", speaker)
        for piece in pieces_of(case):
            yield _entry(case, piece, PIECE)
        for selector in selectors_of(case):
            if selector.id not in told:
                told.add(selector.id)
                yield _entry(case, selector, NAMED)


def _entry(case: Case, selector: Selector, kind: Kind, speaker: str = "") -> Entry:
    key = Location(case.id, *selector.span, kind).key
    return Entry(key, selector.id, selector.exact, case.id, speaker, kind)


def _speaker(case: Case, selector: Selector) -> str:
    """The names by which a quotation's speaker can be asked for; none for the publisher's words."""
    voice = voice_of(case, selector)
    if voice.statement is None or voice.asserted_by != "speaker":
        return ""
    party = case.party_by_id[voice.statement.speaker]
    return fold(" ".join((party.id, party.name, *party.aliases)))
