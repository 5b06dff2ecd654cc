"""Brings the index on disk in step with the cases: what changed since it was written is indexed again."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.cases.spans import selectors_of
from bot.cases.voices import voice_of
from bot.search.archive import Archive, Location
from bot.search.folding import fold
from bot.search.index import NAMED, PIECE, RECORDED, BrokenIndex, Entry, Kind, PassageIndex
from bot.search.passages import passages_of, pieces_of

STATE = "cases.json"
LOCK = "lock"
AT_ONCE = 1024 * 1024
"""Bytes of an index file that are read at once."""
VERSION = "6"
"""Of what is indexed: another one is built anew."""

Told = Callable[[str], None]


def unheard(_: str) -> None:
    """Where nobody needs to be told."""


def open_archive(library: Library, folder: Path | None, told: Told = unheard) -> Archive:
    """The archive of a library; what changed since the index was written is indexed now.

    Without a folder, or where it cannot be written, the index is kept in memory. ``told`` hears what
    an operator should know.
    """
    wanted = {case.id: case.fingerprint for case in library.listings.values()}
    if folder is not None:
        try:
            with _alone_in(folder):
                return Archive(library, _current(library, folder / VERSION, wanted, told))
        except (OSError, ValueError) as error:
            told(f"the search index in {folder} cannot be written ({error}); it is kept in memory")
    return Archive(library, PassageIndex.in_memory(_entries(library.cases.values())))


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


def _current(library: Library, folder: Path, wanted: Mapping[str, str], told: Told) -> PassageIndex:
    """The index on disk, brought up to date, or built anew where it is not what was last written."""
    written = _State.read(folder)
    index = None
    if written is not None:
        try:
            index = _opened(folder, written)
        except BrokenIndex as error:
            told(f"the search index in {folder} cannot be read ({error}); it is built anew")
    if index is None or written is None:
        index = PassageIndex.build(folder, _entries(library.cases.values()))
    elif written.cases == wanted:
        return index
    else:
        changed = {case for case in {*written.cases, *wanted} if written.cases.get(case) != wanted.get(case)}
        new = [library.cases[case] for case in sorted(changed & set(wanted))]
        index = index.updated(_entries(new), sorted(changed))
    _State(dict(wanted), _sums(folder)).write(folder)
    return index


def _opened(folder: Path, written: _State) -> PassageIndex:
    if _sums(folder) != written.files:
        raise BrokenIndex("its files are not those that were written")
    return PassageIndex.open(folder)


@dataclass(frozen=True)
class _State:
    """What was last written: each case's fingerprint, and the files' check sums, to notice a spoilt one.

    The engine checks none by itself when it opens them, and panics at what it cannot read.
    """

    cases: dict[str, str]
    files: dict[str, int]

    @classmethod
    def read(cls, folder: Path) -> _State | None:
        try:
            state = json.loads((folder / STATE).read_text("utf-8"))
            return cls(dict(state["cases"]), dict(state["files"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        (folder / STATE).write_text(json.dumps(vars(self)), encoding="utf-8")


def _sums(folder: Path) -> dict[str, int]:
    files = (path for path in folder.iterdir() if path.name != STATE and path.suffix != ".lock")
    return {path.name: _sum(path) for path in files}


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while piece := file.read(AT_ONCE):
            total = crc32(piece, total)
    return total


def _entries(cases: Iterable[Case]) -> Iterator[Entry]:
    for case in cases:
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
