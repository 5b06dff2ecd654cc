"""Starts the command line when the package is run: ``python -m bot``."""

import os
import sys

from bot.cli.main import main

if __name__ == "__main__":
    # A second thread for a matrix product saves a fifth of the time and costs half as much processor time
    # again, under load several times as much.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main())
