"""Answers questions about a case under review, prepared apart from the cases that are served."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.cases.model import Case
from bot.qa.prepared_cases import PreparedCases, prepared_among
from bot.search.vector_store import VectorStore

MOST_REHEARSED = 4
"""Versions of cases under review that are kept prepared: each takes some 10 MB."""
_REHEARSED = PreparedCases(MOST_REHEARSED)


@contextmanager
def rehearsing() -> Iterator[None]:
    """Keep what is prepared in the block apart: each decision makes another version of a case."""
    with prepared_among(_REHEARSED):
        yield


def prepare(case: Case, vectors: VectorStore) -> None:
    """Prepare a case under review, with all vectors, so that its next answer is exact and takes no time."""
    _REHEARSED.get(case, vectors)
