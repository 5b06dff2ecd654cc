"""Case folders of any number, each with one source of twenty passages and three quotations of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

PER_SOURCE = 20
QUOTED = (1, 7, 13)


def write_cases(content: Path, passages: Sequence[str]) -> None:
    """Write a case folder for every twenty passages."""
    for number, start in enumerate(range(0, len(passages), PER_SOURCE)):
        _write(content / f"case-{number}", passages[start : start + PER_SOURCE])


def _write(folder: Path, passages: Sequence[str]) -> None:
    raw = "\n\n".join(passages).encode()
    (folder / "sources").mkdir(parents=True)
    (folder / "sources/a.txt").write_bytes(raw)
    quoted = [passages[at] for at in QUOTED if at < len(passages) and passages.count(passages[at]) == 1]
    lines = [
        f"title: Case {folder.name}",
        "revised: 2024-01-01",
        "sources:",
        "  - id: a",
        "    file: sources/a.txt",
        f"    sha256: {hashlib.sha256(raw).hexdigest()}",
        "    date_published: 2024-01-01",
        *(["events:"] if quoted else []),
        *(line for text in quoted for line in ("  - label: Event", f"    quote: {_literal(text)}")),
    ]
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
