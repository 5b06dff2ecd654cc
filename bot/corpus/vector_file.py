"""Keeps the vectors of texts in one SQLite file, so that no process encodes a text that another has encoded.

A row is found by the SHA-256 of the text together with the identity of the encoder, and has a check sum. The
file may be deleted at any time.
"""

import fcntl
import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from zlib import crc32

from bot.corpus.index_files import WarningCallback, ignore_warning

FILE = "vectors.db"
"""The name of the SQLite file in the store's folder."""
SETUP = "setup"
"""The name of the lock that a process holds while it makes the table."""
VERSION = 1
"""Of the table: a file with another one is emptied."""
LOCK_TIMEOUT = 10.0
"""Seconds to wait while another process writes the file."""
MAX_VECTORS = 250_000
"""About 530 MB; above it, the vectors that were used longest ago are removed."""
KEPT_SHARE = 0.9
"""The share of ``max_vectors`` that is left after a removal, so that not every save removes some."""
DAY = 86_400
"""Seconds of a day, in which the last use of a vector is counted."""
KEYS_PER_QUERY = 500
"""SQLite takes at least 999 parameters in one statement."""
TABLE = """
CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, sum INTEGER NOT NULL, used INTEGER NOT NULL)
"""
"""``sum`` is the CRC-32 of key and vector; ``used`` the day of the last use, counted from 1970."""


class VectorFile:
    """A ``VectorStore`` in a folder; any number of threads and processes may use it at once.

    A file that is spoilt or of another version is made anew, one that cannot be written is done without, and
    ``warn`` hears of each once.
    """

    def __init__(
        self,
        folder: Path,
        warn: WarningCallback = ignore_warning,
        max_vectors: int = MAX_VECTORS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._warn = warn
        self._warned: set[str] = set()
        self._max_vectors = max_vectors
        self._now = now

    def load(self, encoder: str, texts: Sequence[str]) -> dict[str, bytes]:
        """The vectors of those texts that are in the file, by the text."""
        by_key = {_key(encoder, text): text for text in texts}
        try:
            with self._open() as database:
                found = {by_key[key]: vector for key, vector in self._rows(database, list(by_key))}
        except (OSError, sqlite3.DatabaseError) as error:
            self._give_up(error)
            return {}
        return found

    def save(self, encoder: str, vectors: Mapping[str, bytes]) -> None:
        """Add the vectors of texts, and remove those used longest ago where there are too many."""
        keyed = [(_key(encoder, text), vector) for text, vector in vectors.items()]
        rows = [(key, vector, crc32(key + vector), self._today) for key, vector in keyed]
        try:
            with self._open() as database, database:
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)
                self._prune(database)
        except (OSError, sqlite3.DatabaseError) as error:
            self._give_up(error)

    @contextmanager
    def exclusive(self, texts: Sequence[str]) -> Iterator[None]:
        """Wait while another thread or process encodes exactly these texts, then hold the right to.

        The system lets the lock go when a process dies.
        """
        digest = hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass"))
        with self._locked(digest.hexdigest()[:2]):
            yield

    def _rows(self, database: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Each key that is in the file with its vector; all are marked as used today."""
        stale: list[tuple[int, bytes]] = []
        for start in range(0, len(keys), KEYS_PER_QUERY):
            some = keys[start : start + KEYS_PER_QUERY]
            holes = ",".join("?" * len(some))
            query = f"SELECT key, vector, sum, used FROM vectors WHERE key IN ({holes})"  # noqa: S608  -- of “?” alone
            for key, vector, check_sum, used in database.execute(query, some):
                if crc32(key + vector) == check_sum:
                    yield key, vector
                    stale += [(self._today, key)] if used != self._today else []
        if stale:
            # Where another process writes all the time, they only seem to have been used longer ago.
            with suppress(sqlite3.OperationalError), database:
                database.executemany("UPDATE vectors SET used = ? WHERE key = ?", stale)

    def _prune(self, database: sqlite3.Connection) -> None:
        (count,) = database.execute("SELECT count(*) FROM vectors").fetchone()
        if count > self._max_vectors:
            surplus = count - int(KEPT_SHARE * self._max_vectors)
            oldest = "SELECT key FROM vectors ORDER BY used, rowid LIMIT ?"
            database.execute(f"DELETE FROM vectors WHERE key IN ({oldest})", (surplus,))  # noqa: S608  -- our own words

    @property
    def _today(self) -> int:
        """Days since 1970: a day is exact enough, and a load need not write more than once in it."""
        return int(self._now() // DAY)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=LOCK_TIMEOUT)) as database:
            if _version(database) != VERSION:
                with self._locked(SETUP):
                    _set_up(database)
            yield database

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        with ExitStack() as held:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                lock = held.enter_context((self._folder / f"{name}.lock").open("a"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            except OSError as error:
                self._give_up(error)
            yield

    def _give_up(self, error: OSError | sqlite3.DatabaseError) -> None:
        if isinstance(error, OSError | sqlite3.OperationalError):
            self._warn_once(f"the vectors in {self._folder} cannot be kept", error, "cases are encoded again")
            return
        self._warn_once(f"the vectors in {self._path} cannot be read", error, "they are made anew")
        with suppress(OSError):
            # The journal first: SQLite would play it back into the next file of this name.
            self._path.with_name(f"{FILE}-journal").unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)

    def _warn_once(self, what: str, error: Exception, effect: str) -> None:
        if what not in self._warned:
            self._warned.add(what)
            self._warn(f"{what} ({error}); {effect}")


def _key(encoder: str, text: str) -> bytes:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return hashlib.sha256(encoder.encode() + digest).digest()


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _set_up(database: sqlite3.Connection) -> None:
    """Make the table; another process may have done so since the version was read."""
    if _version(database) != VERSION:
        with database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("DROP TABLE IF EXISTS vectors")
            database.execute(TABLE)
            database.execute(f"PRAGMA user_version = {VERSION}")
