"""The first question about a case that no process has read before: how long it takes, and what it is worth.

Invented cases, whose vectors are in no table; each question is asked of the case as it was just read, and of
the same case with all vectors. “The same” is: both answer or both do not, and the first passage is the same.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from _measure import ROOT, p50, p99, table

from bot.cases.model import Case
from bot.corpus.loader import load_case
from bot.corpus.vector_file import VectorFile
from bot.qa.answering import PreparedCase
from bot.qa.encoder import encoder
from bot.qa.result import QaResult

CASES = ROOT / "tests/cases_invented"
QUESTIONS = ROOT / "tests/questions"
EVERY = int(sys.argv[1]) if len(sys.argv) > 1 else 8
"""One question of so many is asked: each costs the preparation of a case."""


class Cold(NamedTuple):
    """A first question, with the seconds that its answer took: of the clock, and of the processor."""

    seconds: float
    worked: float
    same_kind: bool
    same_passage: bool


def main() -> None:
    """Ask every case, and print a row for each."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    encoder()  # loading it is measured by start_up.py
    rows, every = [], list[Cold]()
    with tempfile.TemporaryDirectory() as folder:
        store = VectorFile(Path(folder))
        for path in sorted(one for one in CASES.iterdir() if one.is_dir()):
            case, questions = load_case(path), questions_of(path.name)
            warm = PreparedCase.of(case, store)
            asked = [_asked(case, warm, question) for question in questions]
            every += asked
            rows.append(_row(path.name, asked))
    rows.append(_row("all", every))
    head = (
        "case",
        "questions",
        "same",
        "both answer or both do not",
        "ms p50 / p99",
        "processor ms p50 / p99",
    )
    table(head, rows)


def questions_of(case: str) -> Sequence[str]:
    """Every so many of the questions that there are about a case."""
    lines = (
        line for path in sorted(QUESTIONS.glob(f"{case}.*.jsonl")) for line in path.open(encoding="utf-8")
    )
    return [json.loads(line)["question"] for line in lines][::EVERY]


def _asked(case: Case, warm: PreparedCase, question: str) -> Cold:
    wanted = warm.find(question)
    began, worked = time.perf_counter(), time.thread_time()
    found = PreparedCase.of(case, lazily=True).find(question)
    return Cold(time.perf_counter() - began, time.thread_time() - worked, *same(found, wanted))


def same(found: QaResult, wanted: QaResult) -> tuple[bool, bool]:
    """Whether both answer or both do not, and whether the first passage is the same as well."""
    kind = found.is_answer == wanted.is_answer
    return kind, kind and found.passages[:1] == wanted.passages[:1]


def _row(name: str, asked: Sequence[Cold]) -> tuple[str, ...]:
    seconds, worked = [one.seconds for one in asked], [one.worked for one in asked]
    return (
        name,
        str(len(asked)),
        f"{sum(one.same_passage for one in asked) / len(asked):.3f}",
        f"{sum(one.same_kind for one in asked) / len(asked):.3f}",
        f"{p50(seconds) * 1000:.0f} / {p99(seconds) * 1000:.0f}",
        f"{p50(worked) * 1000:.0f} / {p99(worked) * 1000:.0f}",
    )


if __name__ == "__main__":
    main()
