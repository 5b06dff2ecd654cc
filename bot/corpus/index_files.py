"""Keeps the search index on disk in step with the cases: only what changed is indexed again."""

import fcntl
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import tantivy

from bot.cases.library import Library
from bot.corpus.index_state import IndexState, IndexStateError
from bot.corpus.spelling_file import SPELLING_SUFFIX, spelling_beside
from bot.search.archive import Archive, index_entries
from bot.search.entries import IndexEntry, schema
from bot.search.index import CountCallback, PassageIndex
from bot.search.vector_store import VectorStore

LOCK_FILE = "lock"
INDEX_VERSION = "13"
"""The version of the index's contents, which names its folder: any other is deleted and built anew."""

WarningCallback = Callable[[str], None]
"""A function that is called with a sentence for the operator, such as a logger's ``warning``."""


def ignore_warning(_: str) -> None:
    """A warning callback that drops the sentence: for callers without a log."""


def open_archive(
    library: Library,
    folder: Path | None,
    warn: WarningCallback = ignore_warning,
    vectors: VectorStore | None = None,
) -> Archive:
    """Open the archive of a library; what changed since the index was written is indexed now.

    Without a folder, or where it cannot be written, the index is kept in memory. ``warn`` is called with
    a sentence where the folder cannot be read or written. The archive keeps vectors in ``vectors``.
    """
    return IndexRepository(folder, warn, vectors).open(library)


class IndexRepository:
    """Keeps one index current: on disk where that can be written, else in memory."""

    def __init__(
        self,
        folder: Path | None = None,
        warn: WarningCallback = ignore_warning,
        vectors: VectorStore | None = None,
    ) -> None:
        self._folder = folder
        self._warn = warn
        self._vectors = vectors
        self._generation = 0
        """The generation of the index on disk that was opened or written last."""

    def open(self, library: Library) -> Archive:
        """Open the archive of a library: the index on disk, with what changed indexed again."""
        return self._archive(library, lambda folder: self._current(library, folder))

    def refresh(self, archive: Archive, library: Library, only: Collection[str]) -> Archive:
        """The archive of a library that differs from that of ``archive`` in the cases of ``only`` alone."""
        return self._archive(library, lambda folder: self._refreshed(archive, library, folder, only))

    def _archive(self, library: Library, make: Callable[[Path], PassageIndex]) -> Archive:
        if self._folder is not None:
            try:
                with _exclusive_lock(self._folder):
                    return Archive(library, make(self._folder / INDEX_VERSION), self._vectors)
            except (OSError, ValueError, IndexStateError) as error:
                sentence = (
                    f"the search index in {self._folder} cannot be written ({error}); it is kept in memory"
                )
                self._warn(sentence)
        return Archive(library, PassageIndex.in_memory(index_entries(library, library.cases)), self._vectors)

    def _current(self, library: Library, folder: Path) -> PassageIndex:
        """The index on disk, brought up to date, or built anew where it is not what was last written."""
        state = IndexState(folder)
        try:
            index, held = _opened(folder, state)
            self._generation = state.generation
        except (BrokenIndex, IndexStateError) as error:
            if folder.exists():
                self._warn(f"the search index in {folder} cannot be read ({error}); it is built anew")
            index = build_index(folder, index_entries(library, library.cases))
            self._generation = state.end(_versions(library, library.cases), ())
            return index
        return self._updated(index, library, state, held, {*held, *library.cases})

    def _refreshed(
        self, archive: Archive, library: Library, folder: Path, only: Collection[str]
    ) -> PassageIndex:
        """The index with these cases indexed again, opened anew where another process has written it."""
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
        wanted = _versions(library, cases)
        changed = sorted(case for case in cases if held.get(case) != wanted.get(case))
        if not changed:
            return index
        state.begin(changed)
        new = [case for case in changed if case in wanted]
        index = index.updated(index_entries(library, new), changed)
        self._generation = state.end({case: wanted[case] for case in new}, set(changed) - set(new))
        return index


class BrokenIndex(Exception):
    """The files of an index cannot be read, and it has to be built anew."""


def build_index(
    folder: Path, entries: Iterable[IndexEntry], progress: CountCallback | None = None
) -> PassageIndex:
    """Build the index of a folder anew, whatever was there.

    ``progress`` is called with how many passages are indexed, every thousand.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index = PassageIndex(tantivy.Index(schema(), path=str(folder)), spelling_beside(folder))
    return index.updated(entries, (), progress)


def open_index(folder: Path) -> PassageIndex:
    """Open the index of a folder. Raises BrokenIndex where there is none that can be read."""
    try:
        return PassageIndex(tantivy.Index.open(str(folder)), spelling_beside(folder))
    except (ValueError, OSError) as error:
        raise BrokenIndex(str(error)) from None


def _opened(folder: Path, state: IndexState) -> tuple[PassageIndex, Mapping[str, str]]:
    """The index of a folder, and the versions of the cases in it. Raises BrokenIndex."""
    held = state.cases()
    if not state.files_intact(held):
        raise BrokenIndex("its files are not those that were written")
    return open_index(folder), held


@contextmanager
def _exclusive_lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and delete indexes of other versions. Raises OSError.

    A process that waited for the lock finds the index current, where both have the same cases. The system
    releases the lock when a process dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_FILE).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for other in folder.iterdir():
            if other.is_dir() and other.name != INDEX_VERSION:
                shutil.rmtree(other, ignore_errors=True)
            elif other.suffix == SPELLING_SUFFIX and other.stem != INDEX_VERSION:
                other.unlink(missing_ok=True)
        yield


def _versions(library: Library, cases: Iterable[str]) -> dict[str, str]:
    return {case: library.listings[case].version for case in cases if case in library.listings}
