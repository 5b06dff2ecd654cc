"""Whole processes: one answer in the terminal, beside the bare interpreter and the import of pydantic.

Then the first /ask of a process alone, beside the import of numpy and the reading of the numbers it needs;
and the first one that a served bot is posted, beside a command that needs none of that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from _first_asked import DAMAGES, QUESTION, first_answer
from _measure import ROOT, Process, in_turn, p50, python, run_process, table

RUNS = 15
STARTS = 7
"""Starts of a served bot for each row; the first of each is not counted."""
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
"""As ``bot/__main__.py`` sets it."""
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""The variable by which Python compiles every module anew at each start, as no installed program does."""
PYDANTIC = "from pydantic import BaseModel\nclass A(BaseModel):\n    x: int\nA(x=1)"

NUMBERS = """
import time
began = time.process_time()
import numpy
for name in ("encoder", "known"):
    with numpy.load(f"bot/qa/{name}.npz") as stored:
        read = [stored[one] for one in stored.files]
print(time.process_time() - began)
"""
FIRST_ASK = """
import time
from pathlib import Path
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.corpus.vector_file import VectorFile
library = ContentRepository(Path("content")).read()
archive = open_archive(library, None, vectors=VectorFile(Path("var/vectors")))
asked = parse("/ask how much was she awarded")
began = time.process_time()
respond(archive, asked)
print(time.process_time() - began)
"""
"""Prints the seconds of the processor that the first answer takes, once the case is read."""


def main() -> None:
    """Measure on a copy of the content, so that the cache of the checkout stays as it is."""
    os.environ.pop(NO_BYTECODE, None)
    ENVIRONMENT.pop(NO_BYTECODE, None)
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
        asking = _printed_in_turn([NUMBERS, FIRST_ASK], here)
        posted = _posted_in_turn(here)
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
    table(
        ("first `/ask` in a process, the case's vectors on disk", "processor ms (median)", "to the baseline"),
        (
            (name, f"{seconds * 1000:.0f}", f"{seconds / asking[0]:.1f}×")
            for name, seconds in zip(
                ("baseline: importing numpy, reading weights and vectors", "the first case"),
                asking,
                strict=True,
            )
        ),
    )
    table(
        ("first command on the playground of a served bot", "wall ms (median)", "to the baseline"),
        ((name, f"{seconds * 1000:.0f}", f"{seconds / posted[0][1]:.1f}×") for name, seconds in posted),
    )


def _posted_in_turn(here: Path) -> list[tuple[str, float]]:
    """The median of the seconds that the first command takes at each moment; each bot is started anew."""
    moments = (
        ("baseline: `/case damages`, once the case is prepared", DAMAGES, True),
        ("`/ask`, at once when `/readyz` says so", QUESTION, False),
        ("`/ask`, once the case is prepared", QUESTION, True),
    )
    seconds: list[list[float]] = [[] for _ in moments]
    for _ in range(STARTS + 1):
        for (_, command, prepared), one in zip(moments, seconds, strict=True):
            one.append(first_answer(here, command, prepared=prepared))
    return [(name, median(one[1:])) for (name, *_), one in zip(moments, seconds, strict=True)]


def _printed_in_turn(programs: list[str], here: Path) -> list[float]:
    """The median of the seconds that each program prints; its first run is not counted."""
    printed: list[list[float]] = [[] for _ in programs]
    for _ in range(RUNS + 1):
        for program, seconds in zip(programs, printed, strict=True):
            done = subprocess.run(  # noqa: S603  -- our own programs
                python("-c", program), check=True, capture_output=True, cwd=here, env=ENVIRONMENT
            )
            seconds.append(float(done.stdout))
    return [median(seconds[1:]) for seconds in printed]


def _row(name: str, runs: list[Process], baseline: list[Process]) -> tuple[str, str, str, str]:
    seconds = p50(run.seconds for run in runs)
    memory = p50(run.megabytes for run in runs)
    ratio = seconds / p50(run.seconds for run in baseline)
    return name, f"{seconds:.2f}", f"{memory:.0f}", f"{ratio:.2f}×"


if __name__ == "__main__":
    main()
