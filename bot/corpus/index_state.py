"""What an index on disk holds: each case's version, and the checksums of the index's files.

The engine checks no file by itself when it opens an index, and panics at what it cannot read. A case that
is being written counts as not held until it is, so that a process that dies meanwhile leaves no case half
indexed.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

STATE_FILE = "cases.db"
LOCK_TIMEOUT = 60.0
"""Seconds to wait while another process writes; whoever does holds the folder's lock besides."""
CHUNK_SIZE = 1024 * 1024
"""Bytes of an index file that are read at once for its checksum."""
LOCK_SUFFIX = ".lock"
"""Of the files by which the engine locks an index, which hold nothing."""
BEING_WRITTEN = ""
"""Stands for the version of a case that is being written."""
TABLES = """
CREATE TABLE IF NOT EXISTS cases (id TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID;
"""


class IndexStateError(Exception):
    """The file with the index's state cannot be read or written, so what the index holds is not known."""


class IndexState:
    """The state of one index folder; every method raises IndexStateError where its file is unusable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def generation(self) -> int:
        """How many times the index was written; 0 where it never was."""
        with self._open() as database:
            return int(database.execute("PRAGMA user_version").fetchone()[0])

    def cases(self) -> dict[str, str]:
        """The version of each case that the index holds, or may hold."""
        with self._open() as database:
            return dict(database.execute("SELECT id, version FROM cases"))

    def some(self, cases: Iterable[str]) -> dict[str, str]:
        """The versions of those of the given cases that the index holds, or may hold."""
        asked = "SELECT id, version FROM cases WHERE id = ?"
        with self._open() as database:
            return dict(row for case in cases for row in database.execute(asked, (case,)))

    def begin(self, changed: Iterable[str]) -> None:
        """Record that these cases are being written, so that until ``end`` they count as not indexed."""
        with self._open() as database, database:
            rows = ((case, BEING_WRITTEN) for case in changed)
            database.executemany("INSERT OR REPLACE INTO cases VALUES (?, ?)", rows)

    def end(self, held: Mapping[str, str], gone: Iterable[str]) -> int:
        """Record the versions of the cases written and removed; returns the new generation."""
        sums = checksums(self._folder)
        with self._open() as database, database:
            database.executemany("INSERT OR REPLACE INTO cases VALUES (?, ?)", held.items())
            database.executemany("DELETE FROM cases WHERE id = ?", ((case,) for case in gone))
            database.execute("DELETE FROM files")
            database.executemany("INSERT INTO files VALUES (?, ?)", sums.items())
            generation = int(database.execute("PRAGMA user_version").fetchone()[0]) + 1
            database.execute(f"PRAGMA user_version = {generation}")
        return generation

    def files_intact(self, cases: Mapping[str, str]) -> bool:
        """Whether the index's files have the checksums that were recorded.

        True as well where a process died while it wrote: then the engine itself goes back to its last commit.
        """
        if BEING_WRITTEN in cases.values():
            return True
        with self._open() as database:
            return dict(database.execute("SELECT name, sum FROM files")) == checksums(self._folder)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._folder / STATE_FILE, timeout=LOCK_TIMEOUT)) as database:
                database.executescript(TABLES)
                yield database
        except sqlite3.DatabaseError as error:
            raise IndexStateError(str(error)) from None


def checksums(folder: Path) -> dict[str, int]:
    """The CRC-32 of each file that the search engine keeps in the folder, by name."""
    files = (
        path
        for path in folder.iterdir()
        if not path.name.startswith(STATE_FILE) and path.suffix != LOCK_SUFFIX
    )
    return {path.name: _sum(path) for path in files}


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK_SIZE):
            total = crc32(piece, total)
    return total
