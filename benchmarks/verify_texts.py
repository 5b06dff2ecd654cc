"""The check of a text of 3,000 words with 50 quotations, and of one claim, as the number of passages grows.

Each source has twenty passages and is a case of its own, read only when it is needed. The baseline is the
smallest size: where the machine has other things to do, the ratio to it says what the size costs. In a text
half of the quotations are true, and half have another word in the place of one of theirs.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from _cases import PER_SOURCE, write_cases
from _corpus import many_passages
from _measure import p50, p99, table

from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

SIZES = (50, 5_000)
WORDS, QUOTATIONS, RUNS, CLAIMS = 3_000, 50, 20, 1_000
LEAST, MOST = 6, 24
"""Words of a quotation."""
FILLER = "the people of the valley met on a wet evening and spoke of roads and bridges that nobody had built"
OTHER = ("umbrella", "committee", "harvest", "railway", "gentle", "yesterday")
T = TypeVar("T")
Times = tuple[list[float], list[float]]
"""Seconds by the clock, and of them those of computing."""


def main() -> None:
    """Measure each size; give numbers of sources as arguments to measure others."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    head = (
        "sources (passages)",
        "text p50/p99 ms",
        "of it computing p50/p99 ms",
        "true claim p50/p99 ms",
        "computing p50/p99 ms",
        "altered claim p50/p99 ms",
        "computing p50/p99 ms",
        "found, judged rightly",
        "text, computing, to the smallest",
    )
    rows: list[tuple[str, ...]] = []
    first = 0.0
    for size in sizes:
        cells, median = _measured(size)
        first = first or median
        rows.append((*cells, f"{median / first:.1f}×"))
    table(head, rows)


def _measured(size: int) -> tuple[tuple[str, ...], float]:
    passages = many_passages(size * PER_SOURCE)
    generator = random.Random(5)  # noqa: S311  -- the same texts in every run
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write_cases(here / "content", here / "cache", passages)
        library = ContentRepository(here / "content", CaseCache(here / "cache")).read()
        archive = open_archive(library, here / "search")
        check(archive, (TextPart("nothing that anybody has ever said in here"),))
        gc.collect()
        gc.freeze()  # As the bot does once it has loaded its cases.
        texts, right, found = _texts(archive, passages, generator)
        true = _each(archive, (_stretch(passages, generator) for _ in range(CLAIMS)))
        altered = _each(archive, (_altered(passages, generator) for _ in range(CLAIMS)))
    cells = (
        f"{size:,} ({len(passages):,})",
        *(_cell(times) for kind in (texts, true, altered) for times in kind),
        f"{found / RUNS:.1f}, {right / RUNS:.1f}",
    )
    return cells, p50(texts[1])


def _texts(archive: Archive, passages: Sequence[str], generator: random.Random) -> tuple[Times, int, int]:
    """The times of all texts, how many of their quotations were judged rightly, and how many found."""
    times: Times = ([], [])
    right = found = 0
    for _ in range(RUNS):
        kinds = [generator.choice((_stretch, _altered)) for _ in range(QUOTATIONS)]
        quotations = [make(passages, generator) for make in kinds]
        left = WORDS - sum(len(one.split()) for one in quotations)
        between = generator.choices(FILLER.split(), k=left)
        size = left // QUOTATIONS
        text = " ".join(
            f"{' '.join(between[at * size : (at + 1) * size])} “{one}”" for at, one in enumerate(quotations)
        )
        report = _timed(times, lambda text=text: check(archive, (TextPart(text),)))  # type: ignore[misc]  # mypy infers no type for a default
        found += report.found
        for one, make in zip(report.claims, kinds, strict=False):
            right += (one.verdict in {"verbatim", "typography"}) == (make is _stretch)
    return times, right, found


def _each(archive: Archive, claims: Iterable[str]) -> Times:
    times: Times = ([], [])
    for claim in claims:
        _timed(times, lambda claim=claim: check(archive, (TextPart(f"“{claim}”"),)))  # type: ignore[misc]  # as above
    return times


def _timed(times: Times, work: Callable[[], T]) -> T:
    begin, begun = time.perf_counter(), time.process_time()
    done = work()
    times[0].append(time.perf_counter() - begin)
    times[1].append(time.process_time() - begun)
    return done


def _stretch(passages: Sequence[str], generator: random.Random) -> str:
    """Some words of a passage, in whole words and without marks that would end the quotation."""
    while True:
        words = generator.choice(passages).split()
        if len(words) < LEAST or any(mark in " ".join(words) for mark in "\"“”„«»[]<>`*_~|'‘’"):
            continue
        length = generator.randint(LEAST, min(len(words), MOST))
        start = generator.randint(0, len(words) - length)
        return " ".join(words[start : start + length])


def _altered(passages: Sequence[str], generator: random.Random) -> str:
    words = _stretch(passages, generator).split()
    words[generator.randrange(1, len(words) - 1)] = generator.choice(OTHER)
    return " ".join(words)


def _cell(seconds: list[float]) -> str:
    return f"{p50(seconds) * 1000:.1f} / {p99(seconds) * 1000:.1f}"


if __name__ == "__main__":
    main()
