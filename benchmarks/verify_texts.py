"""Measures the check of a text of 3,000 words with 50 quotations, at as many cases as the argument says."""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from pathlib import Path

from _claims import article_of, stretch
from _invented import open_half
from _measure import p50, p99, table

from bot.cases.library import Library
from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.corpus.index_files import open_archive

CASES, WORDS, QUOTATIONS, RUNS = 5_000, 3_000, 50, 20
FILLER = [
    "the",
    "people",
    "of",
    "the",
    "valley",
    "met",
    "on",
    "a",
    "wet",
    "evening",
    "and",
    "spoke",
    "of",
    "roads",
    "and",
    "bridges",
    "that",
    "nobody",
    "had",
    "built",
]


def main() -> None:
    """Measure at 5,000 cases, or at as many as the argument says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    cases = open_half(count)
    generator = random.Random(5)  # noqa: S311  -- the same texts in every run
    articles = [article for case in generator.sample(cases, 100) for article in article_of(case)]
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(Library({case.id: case for case in cases}, folder="content"), Path(folder))
        gc.collect()
        gc.freeze()  # As the bot does once it has loaded its cases.
        seconds, busy, found = [], [], 0
        for _ in range(RUNS):
            quotations = [f"“{stretch(generator.choice(articles), generator)}”" for _ in range(QUOTATIONS)]
            between = [generator.choices(FILLER, k=(WORDS // QUOTATIONS) - 14) for _ in quotations]
            text = " ".join(
                f"{' '.join(words)} {one}" for words, one in zip(between, quotations, strict=True)
            )
            begin, begun = time.perf_counter(), time.process_time()
            report = check(archive, (TextPart(text),))
            seconds.append(time.perf_counter() - begin)
            busy.append(time.process_time() - begun)
            found += report.found
    head = (
        f"texts of 3,000 words, 50 quotations ({count:,} cases)",
        "p50 ms",
        "p99 ms",
        "of it computing, p50 ms",
    )
    figures = (f"{p50(seconds) * 1000:.0f}", f"{p99(seconds) * 1000:.0f}", f"{p50(busy) * 1000:.0f}")
    table(head, [(f"{found // RUNS} claims found", *figures)])


if __name__ == "__main__":
    main()
