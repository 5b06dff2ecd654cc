"""What the benchmarks share: timing, whole processes, and Markdown tables for docs/performance.md."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
CALM, INTERVAL, IDLE_SECONDS = 3, 2.0, 0.1
"""A process rests that takes less of a processor in so many intervals of so many seconds in a row."""


class Process(NamedTuple):
    """A finished process: wall-clock seconds, and the most memory it held, in MB."""

    seconds: float
    megabytes: float


def run_process(arguments: Sequence[str], cwd: Path = ROOT) -> Process:
    """Run a program to its end, its output thrown away; raises where it fails."""
    begin = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.chdir(cwd)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.execvp(arguments[0], list(arguments))  # noqa: S606  -- our own programs
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{' '.join(arguments)} failed")
    return Process(time.perf_counter() - begin, usage.ru_maxrss / 1024)


def in_turn(programs: Sequence[Sequence[str]], runs: int, cwd: Path = ROOT) -> list[list[Process]]:
    """Run several programs A B A B …, so that a slow moment of the machine meets all; one warm-up each."""
    for program in programs:
        run_process(program, cwd)
    results: list[list[Process]] = [[] for _ in programs]
    for _ in range(runs):
        for program, result in zip(programs, results, strict=True):
            result.append(run_process(program, cwd))
    return results


def timed(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of each run, without the garbage collector's pauses; one warm-up."""
    work()
    gc.collect()
    gc.disable()
    try:
        return [_once(work) for _ in range(runs)]
    finally:
        gc.enable()


def _once(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def processor_seconds(pid: int) -> float:
    """What all threads of a running process took of a processor."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text("utf-8").split()[0]) for one in threads) / 1e9


async def settled(pid: int) -> None:
    """Wait until a process rests, such as the bot once it has prepared a case for questions."""
    used, calm = processor_seconds(pid), 0
    while calm < CALM:
        await asyncio.sleep(INTERVAL)
        before, used = used, processor_seconds(pid)
        calm = calm + 1 if used - before < IDLE_SECONDS else 0


def p50(seconds: Iterable[float]) -> float:
    """The median."""
    return statistics.median(seconds)


def p99(seconds: Iterable[float]) -> float:
    """The value that 99 of 100 do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table."""
    print(f"| {' | '.join(head)} |")
    print(f"| {' | '.join('---' for _ in head)} |")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def python(*arguments: str) -> list[str]:
    """The command line of a Python program."""
    return [sys.executable, *arguments]
