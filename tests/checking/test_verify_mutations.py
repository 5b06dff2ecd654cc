"""A small run of the benchmark of misquotations keeps all of its limits."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_no_misquotation_is_called_true_and_no_true_quotation_altered() -> None:
    program = [sys.executable, "benchmarks/verify_mutations.py", "--quick"]
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"}
    done = subprocess.run(program, cwd=ROOT, env=path, capture_output=True, text=True, check=False)  # noqa: S603  -- our own program
    assert done.returncode == 0, done.stdout + done.stderr
