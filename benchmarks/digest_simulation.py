"""Delivery in simulated worlds where everything goes wrong that can, one for each seed.

Without arguments a thousand; ``digest_simulation.py 10000`` runs ten thousand, and with two numbers
those from the one to before the other. A seed that breaks a promise is named, and repeats its world.
"""

from __future__ import annotations

import gc
import logging
import sys
import time
from collections import Counter

import structlog
from _measure import table
from rich.progress import track

from tests.digests.simulation.world import LATEST, Report, Violation, World

SEEDS = 1_000
KINDS = ("lost", "doubled", "late", "anything else")
WORDS = {"lost": "lost", "doubled": "doubled", "not settled": "late"}


def main() -> None:
    """Print what was posted in all worlds, and how many of them broke which promise."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    # Looking for garbage among all that was imported took a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000)
    numbers = [int(argument) for argument in sys.argv[1:]] or [SEEDS]
    seeds = range(*numbers)
    began = time.perf_counter()
    reports, broken = [], Counter[str]()
    for seed in track(seeds, "worlds"):
        try:
            reports.append(World(seed).run())
        except Violation as violation:
            broken[kind_of(violation)] += 1
            print(violation, flush=True)
    print_table(seeds, reports, broken, time.perf_counter() - began)
    sys.exit(1 if broken else 0)


def kind_of(violation: Violation) -> str:
    """Which promise was broken first."""
    said = str(violation).partition(": ")[2]
    return next((kind for words, kind in WORDS.items() if said.startswith(words)), KINDS[-1])


def print_table(seeds: range, reports: list[Report], broken: Counter[str], seconds: float) -> None:
    """The table of docs/performance.md."""
    heads = ["seeds", "messages", "attempts", *KINDS, "s after the last fault, at most", "bound", "s a seed"]
    row = [
        f"{seeds.start:,} to {seeds.stop - 1:,}",
        f"{sum(report.posted for report in reports):,}",
        f"{sum(report.attempts for report in reports):,}",
        *(str(broken[kind]) for kind in KINDS),
        f"{max((report.recovered for report in reports), default=0):.0f}",
        f"{LATEST:.0f}",
        f"{seconds / len(seeds):.2f}",
    ]
    table(heads, [row])


if __name__ == "__main__":
    main()
