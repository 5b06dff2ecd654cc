"""Starts the command line when the package is run: ``python -m bot``."""

import os
import sys

from bot.cli.main import main


def run() -> int:
    """Run the command line and return the exit status; the command of an installed bot begins here."""
    # A second thread for a matrix product saves a fifth of the time and costs half as much processor time
    # again, under load several times as much.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return main()


if __name__ == "__main__":
    sys.exit(run())
