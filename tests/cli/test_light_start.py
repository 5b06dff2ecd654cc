"""A command of the terminal loads only what it needs: an answer is there before the reader looks up."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"aiohttp", "alembic", "asyncio", "discord", "logging", "numpy", "pydantic", "sqlalchemy", "ssl"}
"""Modules that take long to import, and that parsing a command line needs none of."""


def test_the_command_line_loads_nothing_that_takes_long() -> None:
    program = "import sys, bot.cli.main; print(*sys.modules)"
    loaded = subprocess.run(  # noqa: S603  -- this Python and the line above
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert HEAVY & set(loaded.stdout.split()) == set()
