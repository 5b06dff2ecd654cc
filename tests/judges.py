"""Judges from outside, which ``make judges`` installs: without them a test is skipped, and fails in CI."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import playwright
import pytest

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("JUDGES", ROOT / "var/judges")).absolute()
NODE = str(Path(playwright.__file__).parent / "driver/node")
"""Node.js of Playwright's package: the judges need a newer one than Debian has."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def judge(path: str) -> str:
    """The path of a judge's program below the folder of all of them, which JUDGES names, or var/judges."""
    found = FOLDER / path
    if found.exists():
        return str(found)
    reason = f"{found} is not there: “make judges” installs it, and JUDGES may name another folder"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


async def printed(*command: str, status: int | None = None, folder: Path = ROOT) -> str:
    """What a program prints in a folder, without colours; where a status is given, it must end with it."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    text = COLOURS.sub("", output.decode())
    assert status in {None, process.returncode}, text[-5000:]
    return text
