"""Searching 100,000 real passages: our index beside SQLite's FTS5 and bm25s.

Every engine lives in a process of its own and is asked each query right after the others were, in a changing
order, so that a slow moment of the machine meets all. A median moves by some tenths from run to run on a busy
machine, a p99 by more: compare within one table only.

Recall@3 is how often the passage that a query's words come from is among the first three found; hit@10 is how
often one whose beginning was typed is among the first ten offered. Memory is what a process grew by until all
is answered, building included. Give another number of passages as the argument; beyond the real ones they are
recombined, and then only time and space mean something.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from _corpus import many_passages
from _measure import p50, p99, python, table
from _peers import Bm25s, CorrectingFts5, Fts5, Peer, StrictFts5
from _queries import SHOWN, Query, keyword_queries, misspelt_queries, unfinished_queries

from bot.console import progress

PASSAGES = 100_000
QUERIES = 1_000
WARM_UP = 50
FIRST = 3
MEGABYTE = 2**20


class Ours:
    """Our index: written to disk, opened, and asked as the bot asks it."""

    name: ClassVar[str] = "ours"
    completes: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, passages: Sequence[str]) -> None:
        """One entry a passage, its number the key."""
        from bot.corpus.index_files import build_index, open_index  # noqa: PLC0415  -- the same
        from bot.search.entries import IndexEntry  # noqa: PLC0415  -- not to be in the memory of the others

        entries = (
            IndexEntry(str(number), f"{number:06x}", passage, "corpus")
            for number, passage in enumerate(passages)
        )
        build_index(self._folder, entries)
        self._index = open_index(self._folder)

    def search(self, query: str, limit: int) -> list[int]:
        """It corrects the spelling itself."""
        return [int(hit.key) for hit in self._index.search(query, limit=limit)]

    def complete(self, prefix: str, limit: int) -> list[int]:
        """What it offers while somebody types."""
        return [int(hit.key) for hit in self._index.complete(prefix, limit=limit)]


class Built(NamedTuple):
    """What an index took to make."""

    seconds: float
    disk: float


class Answered(NamedTuple):
    """One query's seconds, and whether its passage was found."""

    seconds: float
    found: bool


class Engine(NamedTuple):
    """A process with an index, and the wire to it."""

    peer: type[Peer]
    wire: Connection

    def ask(self, *question: object) -> Any:
        """Send a question, await the answer."""
        self.wire.send(question)
        return self.wire.recv()


def main() -> None:
    """Build all engines, then ask them all."""
    count = int(sys.argv[1]) if sys.argv[1:] else PASSAGES
    passages = many_passages(count)
    with tempfile.TemporaryDirectory() as folder, _engines(_peers(), Path(folder), passages) as engines:
        built: list[Built] = [engine.ask("build") for engine in engines]
        keywords = keyword_queries(passages, QUERIES)
        rounds = (
            ("search", FIRST, keywords),
            ("search", FIRST, misspelt_queries(keywords)),
            ("complete", SHOWN, unfinished_queries(passages, QUERIES)),
        )
        answers = [_ask_all(engines, *asked) for asked in rounds]
        memory: list[float] = [engine.ask("memory") for engine in engines]
    characters = sum(map(len, passages)) / count
    print(
        f"{count:,} passages of {characters:.0f} characters on average, {QUERIES:,} queries of each kind.\n"
    )
    head = (
        "engine",
        "index s",
        "memory / disk MB",
        "keyword p50/p99 ms",
        f"recall@{FIRST}",
        "misspelt p50/p99 ms",
        f"recall@{FIRST}",
        "completion p50/p99 ms",
        f"hit@{SHOWN}",
    )
    rows = zip(engines, built, memory, *answers, strict=True)
    table(head, (_row(engine.peer, *rest) for engine, *rest in rows))


def _peers() -> Iterator[type[Peer]]:
    """The engines that are there, and a sentence for each that is not."""
    if _imports("bot.search.index"):
        yield Ours
    else:
        print("Our own row is left out: bot.search.index cannot be imported.\n")
    yield Fts5
    yield CorrectingFts5
    yield StrictFts5
    if _imports("bm25s"):
        yield Bm25s
    else:
        print("The row of bm25s is left out, as it is not installed: `pip install bm25s`.\n")


def _imports(module: str) -> bool:
    """Whether it can be imported; tried elsewhere, so that this process does not grow by it."""
    tried = subprocess.run(python("-c", f"import {module}"), stderr=subprocess.DEVNULL, check=False)  # noqa: S603  -- ourselves
    return tried.returncode == 0


@contextmanager
def _engines(peers: Iterable[type[Peer]], folder: Path, passages: Sequence[str]) -> Iterator[list[Engine]]:
    """A process for each peer; forked, so that all share the passages."""
    fork = multiprocessing.get_context("fork")
    gc.collect()
    engines, processes = [], []
    for peer in peers:
        own = folder / peer.__name__
        own.mkdir()
        wire, other_end = fork.Pipe()
        process = fork.Process(target=_serve, args=(other_end, peer, own, passages), daemon=True)
        process.start()
        other_end.close()
        processes.append(process)
        engines.append(Engine(peer, wire))
    try:
        yield engines
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _serve(wire: Connection, peer_type: type[Peer], folder: Path, passages: Sequence[str]) -> None:
    """Answer the questions on the wire, without the garbage collector's pauses once the index is built."""
    before = _resident()
    peer = peer_type(folder)
    while True:
        match wire.recv():
            case ("build",):
                begin = time.perf_counter()
                peer.build(passages)
                wire.send(Built(time.perf_counter() - begin, _on_disk(folder)))
                gc.collect()
                gc.disable()
            case ("memory",):
                wire.send(_resident() - before)
            case ("search" | "complete" as how, int(limit), Query() as query):
                wire.send(_answered(peer.search if how == "search" else peer.complete, limit, query))
            case unknown:
                raise ValueError(f"There is no answer to {unknown!r}")


def _answered(work: Callable[[str, int], list[int]], limit: int, query: Query) -> Answered:
    begin = time.perf_counter()
    found = work(query.text, limit)
    return Answered(time.perf_counter() - begin, query.passage in found)


def _ask_all(
    engines: Sequence[Engine], how: str, limit: int, queries: Sequence[Query]
) -> list[list[Answered]]:
    """Every engine's answers; for each query all engines are asked, another one first each time."""
    able = [place for place, engine in enumerate(engines) if how == "search" or engine.peer.completes]
    answers: list[list[Answered]] = [[] for _ in engines]
    for query in queries[-WARM_UP:]:
        for place in able:
            engines[place].ask(how, limit, query)
    with progress(f"Asking {len(queries):,} queries") as show:
        for number, query in enumerate(queries):
            first = number % len(able)
            for place in able[first:] + able[:first]:
                answers[place].append(engines[place].ask(how, limit, query))
            show(number + 1, len(queries))
    return answers


def _row(peer: type[Peer], built: Built, memory: float, *answers: Sequence[Answered]) -> tuple[str, ...]:
    cells = [cell for answered in answers for cell in _cells(answered)]
    return (peer.name, f"{built.seconds:.1f}", f"{memory:.0f} / {built.disk:.0f}", *cells)


def _cells(answers: Sequence[Answered]) -> tuple[str, str]:
    """Both dashes where the engine cannot do this."""
    if not answers:
        return "–", "–"
    times = [answered.seconds * 1000 for answered in answers]
    share = sum(answered.found for answered in answers) / len(answers)
    return f"{p50(times):.2f} / {p99(times):.2f}", f"{share:.3f}"


def _resident() -> float:
    """The memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def _on_disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE


if __name__ == "__main__":
    main()
