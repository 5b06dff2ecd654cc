"""The library and its index as they grow: a warm start in a fresh process, and what the first questions take.

Each source has twenty passages and is a case of its own. The baseline of a start is asking the operating
system for the state of every file, three for each case, and nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from _cases import PER_SOURCE, SOURCE, write_cases
from _corpus import many_passages
from _measure import p50, p99, table
from _queries import keyword_queries, unfinished_queries

from bot.checking.verdicts import match_claim
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.files import CASE_FILE
from bot.corpus.index_files import open_archive

SIZES = (1, 1_000, 10_000)
QUERIES, RUNS = 200, 3


def main() -> None:
    """Measure each size; give numbers of sources as arguments to measure others."""
    if sys.argv[1:2] == ["--start"]:
        print(json.dumps(_started(Path(sys.argv[2]))))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    head = (
        "sources (passages)",
        "files' state (baseline) s",
        "library, warm s",
        "index, warm s",
        "first answer s",
        "memory MB",
        "indexing s",
        "`/quote` p50/p99 ms",
        "completion p50/p99 ms",
        "`/verify` p50/p99 ms",
    )
    table(head, map(_row, sizes))


def _row(size: int) -> tuple[str, ...]:
    passages = many_passages(size * PER_SOURCE)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write_cases(here / "content", here / "cache", passages)
        indexing = _seconds(lambda: open_archive(_library(here), here / "search"))
        starts = [_start(here) for _ in range(RUNS)]
        archive = open_archive(_library(here), here / "search")
        archive.find("anything", 5)
        keywords = [query.text for query in keyword_queries(passages, QUERIES)]
        begun = [query.text for query in unfinished_queries(passages, QUERIES)]
        times = (
            _each(lambda typed: archive.find(typed, 5), keywords),
            _each(lambda typed: archive.complete(typed, 25), begun),
            _each(lambda claim: match_claim(archive, claim), passages[:QUERIES]),
        )
    return (
        f"{size:,} ({len(passages):,})",
        *(f"{p50(one[name] for one in starts):.2f}" for name in ("files", "library", "index", "answer")),
        f"{p50(one['memory'] for one in starts):.0f}",
        f"{indexing:.1f}",
        *(f"{p50(one) * 1000:.2f} / {p99(one) * 1000:.2f}" for one in times),
    )


def _start(here: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--start", str(here)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  -- ourselves
    read: dict[str, float] = json.loads(done.stdout)
    return read


def _started(here: Path) -> dict[str, float]:
    """In a process of its own: seconds for each step of a start, and the memory after it."""
    files = _seconds(lambda: _states(here / "content"))
    made: list[Any] = []
    library = _seconds(lambda: made.append(_library(here)))
    index = _seconds(lambda: made.append(open_archive(made[0], here / "search")))
    answer = _seconds(lambda: made[1].find("anything that can be said", 5))
    memory = int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * 4096 / 1e6
    return {"files": files, "library": library, "index": index, "answer": answer, "memory": memory}


def _library(here: Path) -> Any:
    return ContentRepository(here / "content", CaseCache(here / "cache")).read()


def _states(content: Path) -> None:
    for name in os.listdir(content):  # noqa: PTH208  -- as quick as it can be
        for path in ("", f"/{CASE_FILE}", f"/{SOURCE}"):
            os.stat(f"{content}/{name}{path}")  # noqa: PTH116  -- see above


def _each(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    return [_seconds(lambda text=text: work(text)) for text in texts]  # type: ignore[misc]  # mypy infers no type for a default


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
