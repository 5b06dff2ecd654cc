"""Whole processes: one answer in the terminal, beside the bare interpreter and the import of pydantic."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from _measure import ROOT, Process, in_turn, p50, python, run_process, table

RUNS = 15
PYDANTIC = "from pydantic import BaseModel\nclass A(BaseModel):\n    x: int\nA(x=1)"


def main() -> None:
    """Measure on a copy of the content, so that the cache of the checkout stays as it is."""
    say = python("-m", "bot", "say", "--json", "/case damages")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for name in ("bot", "content"):
            shutil.copytree(ROOT / name, here / name)
        bare, pydantic, warm = in_turn([python("-c", "pass"), python("-c", PYDANTIC), say], RUNS, here)
        cold = []
        for _ in range(RUNS):
            shutil.rmtree(here / "var")
            cold.append(run_process(say, here))
    rows = [
        ("bare interpreter (`python -c pass`)", bare),
        ("baseline: pydantic with one model of one field", pydantic),
        ('`say --json "/case damages"`, case proven before', warm),
        ('`say --json "/case damages"`, nothing cached', cold),
    ]
    table(
        ("whole process", "wall s (median)", "memory MB", "to the baseline"),
        (_row(*row, pydantic) for row in rows),
    )


def _row(name: str, runs: list[Process], baseline: list[Process]) -> tuple[str, str, str, str]:
    seconds = p50(run.seconds for run in runs)
    memory = p50(run.megabytes for run in runs)
    ratio = seconds / p50(run.seconds for run in baseline)
    return name, f"{seconds:.2f}", f"{memory:.0f}", f"{ratio:.2f}×"


if __name__ == "__main__":
    main()
