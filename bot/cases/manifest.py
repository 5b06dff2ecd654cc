"""The list of all cases as they were last read, on disk, so that a start need not read them.

One small SQLite file; a change of one case writes one row. It may be deleted at any time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from bot.cases.listing import Listing
from bot.cases.stamps import Seen

PATIENCE = 10.0
"""Seconds to wait while another process writes."""
TABLE = """
CREATE TABLE IF NOT EXISTS cases (
    content TEXT, code TEXT, id TEXT, listing TEXT, files TEXT, PRIMARY KEY (content, code, id)
) WITHOUT ROWID
"""
as_row = attrgetter(*(field.name for field in fields(Listing)))


@dataclass(frozen=True, slots=True)
class Row:
    """A case, and the files that it was read from; without files it is to be read again."""

    listing: Listing
    files: tuple[Seen, ...] = ()


class Manifest:
    """The rows of one content folder, as one state of the code read them."""

    def __init__(self, path: Path, content: Path, code: str) -> None:
        self._path = path
        self._content = str(content.resolve())
        self._code = code

    def read(self) -> dict[str, Row]:
        """What was last written, by the cases' ids; nothing where the file is not there or spoilt."""
        if not self._path.exists():
            return {}
        asked = "SELECT listing, files FROM cases WHERE content = ? AND code = ?"
        try:
            with self._open() as database:
                found = database.execute(asked, (self._content, self._code))
                rows = (_row(listing, files) for listing, files in found)
                return {row.listing.id: row for row in rows}
        except (sqlite3.DatabaseError, ValueError, TypeError):
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

    def in_any_folder(self) -> list[Listing] | None:
        """The cases of every content folder that is still there; None where that cannot be told."""
        if not self._path.exists():
            return None
        try:
            with self._open() as database:
                found = database.execute("SELECT content, listing FROM cases").fetchall()
        except sqlite3.DatabaseError:
            return None
        there = {content for content in {one for one, _ in found} if Path(content).is_dir()}
        return [_listing(text) for content, text in found if content in there]

    def _write(self, changed: Mapping[str, Row], gone: Iterable[str]) -> None:
        with self._open() as database, database:
            database.execute("DELETE FROM cases WHERE code != ?", (self._code,))
            database.executemany(
                "DELETE FROM cases WHERE content = ? AND code = ? AND id = ?",
                ((self._content, self._code, case) for case in gone),
            )
            database.executemany(
                "INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?)",
                (
                    (self._content, self._code, case, json.dumps(as_row(row.listing)), json.dumps(row.files))
                    for case, row in changed.items()
                ),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as database:
            database.execute(TABLE)
            yield database


def _row(listing: str, files: str) -> Row:
    return Row(_listing(listing), tuple(Seen(*one) for one in json.loads(files)))


def _listing(text: str) -> Listing:
    *values, earlier = json.loads(text)
    return Listing(*(*values, tuple(earlier)))
