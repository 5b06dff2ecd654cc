"""The cases that a process has prepared for questions, and keeps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock

from bot.cases.library import Listing
from bot.cases.model import Case
from bot.qa.answering import PreparedCase
from bot.search.vector_store import VectorStore

MAX_PREPARED = 16
"""How many prepared cases are kept in memory."""


class PreparedCases:
    """The cases that were asked about last, prepared; safe for threads.

    Threads that ask about one case wait while one of them prepares it; those that ask about another do not.
    """

    def __init__(self, most: int) -> None:
        self.lazily = False
        """Whether questions need not wait for vectors, since somebody completes those that are ``kept``."""
        self._most = most
        self._lock = Lock()
        self._entries: OrderedDict[Case, _Entry] = OrderedDict()
        """By the case's content, so that a case that is read again unchanged is not prepared again."""

    def get(self, case: Case, store: VectorStore | None = None) -> PreparedCase:
        """The prepared case; it is prepared now, with the vectors of ``store``, if it is not kept."""
        with self._lock:
            entry = self._entries.setdefault(case, _Entry())
            self._entries.move_to_end(case)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)
        with entry.lock:
            if entry.prepared is None:
                entry.prepared = PreparedCase.of(case, store, lazily=self.lazily)
            return entry.prepared

    def kept(self) -> tuple[PreparedCase, ...]:
        """The cases that are prepared and kept, those that were asked about last at the end."""
        with self._lock:
            return tuple(entry.prepared for entry in self._entries.values() if entry.prepared)

    def keep(self, listings: Mapping[str, Listing]) -> None:
        """Drop every case in a version that these listings do not have, by id: each takes some 10 MB."""
        with self._lock:
            for case in tuple(self._entries):
                listing = listings.get(case.id)
                if listing is None or case.version not in listing.versions:
                    del self._entries[case]


@dataclass
class _Entry:
    lock: Lock = field(default_factory=Lock)
    prepared: PreparedCase | None = None


PREPARED = PreparedCases(MAX_PREPARED)
"""The prepared cases of this process, for ``prepared``."""
_APART: ContextVar[PreparedCases | None] = ContextVar("prepared_apart", default=None)


def prepared(case: Case, store: VectorStore | None = None) -> PreparedCase:
    """The case from the prepared cases in use, prepared now if it is not among them."""
    return (_APART.get() or PREPARED).get(case, store)


@contextmanager
def prepared_among(cases: PreparedCases) -> Iterator[None]:
    """Use other prepared cases than this process's in the block: drafts do not displace what is asked about.

    What the block starts in threads and tasks uses them as well.
    """
    token = _APART.set(cases)
    try:
        yield
    finally:
        _APART.reset(token)
