"""The list of all cases as they were last read, on disk, so that a start need not read them.

One small SQLite file; a change of one case writes one row. It may be deleted at any time.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from bot.cases.library import Listing
from bot.cases.local_text import LocalText
from bot.corpus.stamps import FileStamps

LOCK_TIMEOUT = 10.0
"""Seconds to wait while another process writes."""
VERSION = 6
"""Of the table: another one is made anew."""
TABLE = """
CREATE TABLE IF NOT EXISTS cases (
    content TEXT, code TEXT, id TEXT, title TEXT, as_of TEXT, version TEXT,
    lawsuits INTEGER, statements INTEGER, quotations INTEGER, sources INTEGER, withdrawn TEXT, earlier TEXT,
    paths TEXT, stamp TEXT, digests TEXT, PRIMARY KEY (content, code, id)
) WITHOUT ROWID
"""
READ = """
SELECT id, title, as_of, version, lawsuits, statements, quotations, sources, withdrawn, earlier, paths, stamp,
    digests FROM cases WHERE content = ? AND code = ?
"""


class Row(NamedTuple):
    """A case, and the files that it was read from."""

    listing: Listing
    files: FileStamps = FileStamps()


class Manifest:
    """The rows of one content folder, as one state of the code read them."""

    def __init__(self, path: Path, content: Path, code: str) -> None:
        self._path = path
        self._ours = (str(content.resolve()), code)

    def read(self) -> dict[str, Row]:
        """What was last written, by the cases' ids; nothing where the file is not there or spoilt."""
        if not self._path.exists():
            return {}
        try:
            with self._open() as database:
                return {one[0]: _row(one) for one in database.execute(READ, self._ours)}
        except (sqlite3.DatabaseError, ValueError, AttributeError):
            return {}

    def write(self, changed: Mapping[str, Row], gone: Iterable[str]) -> bool:
        """Write what changed, and say whether it could be; else it is read anew at the next start."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._write(changed, gone)
        except (OSError, sqlite3.DatabaseError) as error:
            spoilt = not isinstance(error, OSError | sqlite3.OperationalError)
            with suppress(OSError):
                # A full disk can take a new file, and nothing in it.
                if spoilt or self._path.stat().st_size == 0:
                    self._path.unlink()
            return False
        return True

    def in_any_folder(self) -> set[tuple[str, str]] | None:
        """The versions of the cases of all content folders that are there; None if that cannot be told."""
        if not self._path.exists():
            return None
        try:
            with self._open() as database:
                found = database.execute("SELECT content, id, version, earlier FROM cases").fetchall()
        except sqlite3.DatabaseError:
            return None
        there = {content for content in {row[0] for row in found} if Path(content).is_dir()}
        kept = (row for row in found if row[0] in there)
        return {(case, one) for _, case, version, earlier in kept for one in (version, *earlier.split())}

    def _write(self, changed: Mapping[str, Row], gone: Iterable[str]) -> None:
        with self._open() as database, database:
            database.execute("DELETE FROM cases WHERE code != ?", self._ours[1:])
            database.executemany(
                "DELETE FROM cases WHERE content = ? AND code = ? AND id = ?",
                ((*self._ours, case) for case in gone),
            )
            database.executemany(
                "INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((*self._ours, *_values(row.listing), *row.files) for row in changed.values()),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=LOCK_TIMEOUT)) as database:
            if database.execute("PRAGMA user_version").fetchone() != (VERSION,):
                with database:
                    database.execute("DROP TABLE IF EXISTS cases")
                    database.execute(f"PRAGMA user_version = {VERSION}")
            database.execute(TABLE)
            yield database


def _values(listing: Listing) -> tuple[Any, ...]:
    """The columns of a case's line; its title as JSON, a mapping where it is given in several languages."""
    title = listing.title.translations if isinstance(listing.title, LocalText) else listing.title
    return (*listing._replace(title=json.dumps(title))[:-1], " ".join(listing.earlier))


def _row(values: tuple[Any, ...]) -> Row:
    title = json.loads(values[1])
    kept = LocalText(title) if isinstance(title, dict) else title
    return Row(Listing(*(values[0], kept, *values[2:9], tuple(values[9].split()))), FileStamps(*values[10:]))
