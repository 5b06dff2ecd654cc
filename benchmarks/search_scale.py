"""The index of passages as it grows: 1, 1,000 and 100,000 sources of twenty passages each.

Above what real passages there are, sentences are made of the halves of real ones (see _corpus.py). The
baseline is the smallest size: cost per query should grow no faster than the logarithm of the size.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from _corpus import many_passages
from _measure import p50, p99, table
from _queries import Query, keyword_queries, misspelt_queries, unfinished_queries

from bot.corpus.index_files import build_index, open_index
from bot.search.entries import IndexEntry
from bot.search.index import PassageIndex

SIZES = (1, 1_000, 100_000)
PER_SOURCE, QUERIES = 20, 500


def main() -> None:
    """Measure each size; give numbers of sources as arguments to measure others."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    head = (
        "sources (passages)",
        "index s",
        "open s",
        "words for spelling s",
        "memory MB",
        "disk MB",
        "keyword p50/p99 ms",
        "misspelt p50/p99 ms",
        "completion p50/p99 ms",
        "keyword p50 to the smallest",
        "logarithm to the smallest",
    )
    rows, first = [], None
    for size in sizes:
        cells, median = _measured(size)
        first = first or (median, math.log(size * PER_SOURCE))
        ratio = math.log(size * PER_SOURCE) / first[1]
        rows.append((*cells, f"{median / first[0]:.1f}×", f"{ratio:.1f}×"))
    table(head, rows)


def _measured(sources: int) -> tuple[tuple[str, ...], float]:
    passages = many_passages(sources * PER_SOURCE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index")
        entries = (
            IndexEntry(str(number), f"{number:06x}", text, f"case-{number // PER_SOURCE}")
            for number, text in enumerate(passages)
        )
        indexing = _seconds(lambda: build_index(path, entries))
        before = _resident()
        begin = time.perf_counter()
        index = open_index(path)
        opening = time.perf_counter() - begin
        spelling = _seconds(lambda: index.terms.spelling)
        keywords = keyword_queries(passages, QUERIES)
        times = [
            _times(index, "search", keywords),
            _times(index, "search", misspelt_queries(keywords)),
            _times(index, "complete", unfinished_queries(passages, QUERIES)),
        ]
        disk = sum(file.stat().st_size for file in path.iterdir()) / 1e6
        memory = _resident() - before
    cells = (
        f"{sources:,} ({len(passages):,})",
        f"{indexing:.1f}",
        f"{opening:.3f}",
        f"{spelling:.2f}",
        f"{memory:.0f}",
        f"{disk:.0f}",
        *(f"{p50(one) * 1000:.2f} / {p99(one) * 1000:.2f}" for one in times),
    )
    return cells, p50(times[0])


def _times(index: PassageIndex, ask: str, queries: list[Query]) -> list[float]:
    asked = index.search if ask == "search" else index.complete
    for query in queries[:20]:
        asked(query.text, 10)
    return [_seconds(partial(asked, query.text, 10)) for query in queries]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _resident() -> float:
    """The memory of this process, in MB."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * 4096 / 1e6


if __name__ == "__main__":
    main()
