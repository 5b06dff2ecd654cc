"""What an index on disk holds: each case's version, and the check sums of the index's files.

The engine checks no file by itself when it opens an index, and panics at what it cannot read. A case that
is being written counts as not held until it is, so that a process that dies meanwhile leaves no case half
indexed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

FILE = "cases.db"
PATIENCE = 60.0
"""Seconds to wait while another process writes; whoever does holds the folder's lock besides."""
AT_ONCE = 1024 * 1024
"""Bytes of an index file that are read at once."""
OTHERS = {".lock", ".kept"}
UNSURE = ""
"""Stands for the version of a case that is being written."""
TABLES = """
CREATE TABLE IF NOT EXISTS cases (id TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, sum INTEGER NOT NULL) WITHOUT ROWID;
"""


class IndexStateError(Exception):
    """What the index holds is not known."""


class IndexState:
    """The state of one index folder; every method raises Unknown where its file cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def generation(self) -> int:
        """How often the index was written; 0 where it never was."""
        with self._open() as database:
            return int(database.execute("PRAGMA user_version").fetchone()[0])

    def cases(self) -> dict[str, str]:
        """The version of each case that the index holds, or may hold."""
        with self._open() as database:
            return dict(database.execute("SELECT id, version FROM cases"))

    def some(self, cases: Iterable[str]) -> dict[str, str]:
        """The same of these cases alone."""
        asked = "SELECT id, version FROM cases WHERE id = ?"
        with self._open() as database:
            return dict(row for case in cases for row in database.execute(asked, (case,)))

    def begin(self, changed: Iterable[str]) -> None:
        """Note that these cases are being written."""
        with self._open() as database, database:
            rows = ((case, UNSURE) for case in changed)
            database.executemany("INSERT OR REPLACE INTO cases VALUES (?, ?)", rows)

    def end(self, held: Mapping[str, str], gone: Iterable[str]) -> int:
        """Note what was written, and give the new generation."""
        sums = check_sums(self._folder)
        with self._open() as database, database:
            database.executemany("INSERT OR REPLACE INTO cases VALUES (?, ?)", held.items())
            database.executemany("DELETE FROM cases WHERE id = ?", ((case,) for case in gone))
            database.execute("DELETE FROM files")
            database.executemany("INSERT INTO files VALUES (?, ?)", sums.items())
            generation = int(database.execute("PRAGMA user_version").fetchone()[0]) + 1
            database.execute(f"PRAGMA user_version = {generation}")
        return generation

    def is_whole(self, cases: Mapping[str, str]) -> bool:
        """Whether the files are those that were written; where a process died over it, the engine knows."""
        if UNSURE in cases.values():
            return True
        with self._open() as database:
            return dict(database.execute("SELECT name, sum FROM files")) == check_sums(self._folder)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._folder / FILE, timeout=PATIENCE)) as database:
                database.executescript(TABLES)
                yield database
        except sqlite3.DatabaseError as error:
            raise IndexStateError(str(error)) from None


def check_sums(folder: Path) -> dict[str, int]:
    """The sums of the engine's files."""
    files = (
        path for path in folder.iterdir() if not path.name.startswith(FILE) and path.suffix not in OTHERS
    )
    return {path.name: _sum(path) for path in files}


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while piece := file.read(AT_ONCE):
            total = crc32(piece, total)
    return total
