"""The documents as the tests read them: fenced blocks, tables, and commands with what they print."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
GUIDES = ROOT / "docs/guides"
EDITORS = GUIDES / "editors.md"
REFERENCE = GUIDES / "case-file-reference.md"
OPERATORS = GUIDES / "operators.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CELL = re.compile(r"(?<!\\)\|")
AGE = re.compile(r"(?P<year>\d{4}), \d+ years ago")
SHOWN_IN = 2026
"""The year of the documents: what they show says how many years ago something was by then."""
COLUMNS = 101
"""The width of the terminal whose output the documents show."""


class Block(NamedTuple):
    """A fenced block: what its opening line says, and its text."""

    info: str
    body: str


class Shown(NamedTuple):
    """A command that a document shows, and what it says that the terminal prints."""

    command: str
    output: str


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, info: str) -> list[str]:
    """The bodies of the blocks of a document that are opened with exactly this."""
    return [found["body"] for found in FENCE.finditer(text_of(path)) if found["info"] == info]


def shown_commands(path: Path, info: str = "console") -> Iterator[Shown]:
    for body in blocks(path, info):
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(command, output.rstrip("\n"))


def table_rows(text: str, first_head: str) -> list[list[str]]:
    """The cells of every table whose first column has this head."""
    rows: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in CELL.split(line)[1:-1]]
        if not cells:
            inside = False
        elif cells[0] == first_head:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            rows.append(cells)
    return rows


def code(cell: str) -> str:
    """The words of a cell that is one code span."""
    return cell.removeprefix("`").removesuffix("`")


def printed(command: str, cwd: Path) -> str:
    """What a terminal shows of a command, both streams, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    # What the shown "python" stands for.
    script = re.sub(r"(?<!\S)python\b", shlex.quote(sys.executable), command)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "dumb"}
    process = subprocess.Popen(  # noqa: S602  -- the commands of our own documents
        script, shell=True, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    with open(ours, "rb", buffering=0) as terminal:  # noqa: PTH123  -- a descriptor, no path
        output = b"".join(_all_of(terminal.fileno()))
    process.wait(timeout=60)
    text = output.decode("utf-8").replace("\r\n", "\n").rstrip("\n")
    return AGE.sub(lambda found: f"{found['year']}, {SHOWN_IN - int(found['year'])} years ago", text)


def _all_of(descriptor: int) -> Iterator[bytes]:
    """Read until the last writer is gone, which Linux tells as an error."""
    while True:
        try:
            data = os.read(descriptor, 65_536)
        except OSError:
            return
        if not data:
            return
        yield data
