"""Other ways to search passages, each as good as its own manual makes it: SQLite's FTS5, and bm25s."""

from __future__ import annotations

import importlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

WORD = re.compile(r"\w+")
CORRECTED_FROM = 4
TWO_EDITS_FROM = 9


class Peer(Protocol):
    """An engine with an index of numbered passages; ``complete`` is asked only where it ``completes``."""

    name: ClassVar[str]
    completes: ClassVar[bool]

    def __init__(self, folder: Path) -> None:
        """An engine that keeps its files in this folder."""

    def build(self, passages: Sequence[str]) -> None:
        """Index the passages; each is known by its place."""

    def search(self, query: str, limit: int) -> list[int]:
        """The passages that have the query's words, best first."""

    def complete(self, prefix: str, limit: int) -> list[int]:
        """Passages that hold these words, of which the last is unfinished."""


class Fts5:
    """SQLite FTS5 with its Porter stemmer: passages with any of the words, in the order of bm25."""

    name: ClassVar[str] = "SQLite FTS5 (porter)"
    completes: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "passages.sqlite")

    def build(self, passages: Sequence[str]) -> None:
        """One full-text table with the passages in it, merged into one segment."""
        with self._database as database:
            options = "tokenize = 'porter unicode61', prefix = '1 2 3'"
            database.execute(f"CREATE VIRTUAL TABLE passages USING fts5(text, {options})")
            database.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", enumerate(passages))
            database.execute("INSERT INTO passages (passages) VALUES ('optimize')")

    def search(self, query: str, limit: int) -> list[int]:
        """Passages with any word of the query."""
        return self._matching(_joined(query, "OR"), "rank", limit)

    def complete(self, prefix: str, limit: int) -> list[int]:
        """Passages that begin so; nothing is scored."""
        return self._matching(f'^ "{" ".join(WORD.findall(prefix))}" *', "rowid", limit)

    def _matching(self, expression: str, order: str, limit: int) -> list[int]:
        rows = self._database.execute(
            f"SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY {order} LIMIT ?",  # noqa: S608  -- the order is ours
            (expression, limit),
        )
        return [number for (number,) in rows]


class CorrectingFts5(Fts5):
    """The same; a word that no passage has gives way to the nearest, most frequent one that some have."""

    name: ClassVar[str] = "SQLite FTS5 (porter), words corrected by rapidfuzz"

    def build(self, passages: Sequence[str]) -> None:
        """A second table knows the words unstemmed, and nothing of where they stand."""
        super().build(passages)
        with self._database as database:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(text, content = '', detail = 'none')")
            database.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(passages))
            database.execute("INSERT INTO words (words) VALUES ('optimize')")
            database.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)")
        self._frequency: dict[str, int] = dict(database.execute("SELECT term, doc FROM vocabulary"))
        self._of_length: dict[int, list[str]] = defaultdict(list)
        for word in self._frequency:
            self._of_length[len(word)].append(word)

    def search(self, query: str, limit: int) -> list[int]:
        """Passages with any word of the corrected query."""
        return super().search(self._correct(query), limit)

    def _correct(self, query: str) -> str:
        return " ".join(map(self._corrected, WORD.findall(query.lower())))

    def _corrected(self, word: str) -> str:
        if word in self._frequency or len(word) < CORRECTED_FROM:
            return word
        for edits in (1, 2) if len(word) >= TWO_EDITS_FROM else (1,):
            near = list(self._near(word, edits))
            if near:
                return max(near, key=self._frequency.__getitem__)
        return word

    def _near(self, word: str, edits: int) -> Iterator[str]:
        for length in range(len(word) - edits, len(word) + edits + 1):
            choices = self._of_length.get(length, ())
            for found, _, _ in extract(word, choices, scorer=OSA.distance, score_cutoff=edits, limit=None):
                yield found


class StrictFts5(CorrectingFts5):
    """The same, asked for all words, and for any only where no passage has all.

    That is quick, and finds little beside the passage itself: often one passage where three were asked for.
    """

    name: ClassVar[str] = "SQLite FTS5 (porter), words corrected, all words first"

    def search(self, query: str, limit: int) -> list[int]:
        """Passages with all words of the corrected query, else with any."""
        correct = self._correct(query)
        return self._matching(_joined(correct, "AND"), "rank", limit) or self._matching(
            _joined(correct, "OR"), "rank", limit
        )


class Bm25s:
    """bm25s, which scores with sparse matrices; it corrects nothing and completes nothing."""

    name: ClassVar[str] = "bm25s"
    completes: ClassVar[bool] = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._library: Any = importlib.import_module("bm25s")
        self._retriever = self._library.BM25()

    def build(self, passages: Sequence[str]) -> None:
        """The index is used in memory; it is saved for its size."""
        tokens = self._library.tokenize(passages, stopwords="en", show_progress=False)
        self._retriever.index(tokens, show_progress=False)
        self._retriever.save(self._folder)

    def search(self, query: str, limit: int) -> list[int]:
        """Passages with any word of the query."""
        words = self._library.tokenize([query], stopwords="en", return_ids=False, show_progress=False)
        found, scores = self._retriever.retrieve(words, k=limit, show_progress=False)
        return [int(number) for number, score in zip(found[0], scores[0], strict=True) if score > 0]

    def complete(self, prefix: str, limit: int) -> list[int]:
        """It has no way to."""
        raise NotImplementedError


def _joined(query: str, operator: str) -> str:
    """The query's words, quoted as FTS5 wants them."""
    return f" {operator} ".join(f'"{word}"' for word in WORD.findall(query))
