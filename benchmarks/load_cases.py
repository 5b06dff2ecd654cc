"""Loading 1, 1,000 and 10,000 case files, nothing cached and proven before, beside reading the same bytes.

The files are copies of the first case under other names: real YAML, a real article, 72 quotations each.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from _measure import ROOT, p50, table

from bot.console import progress
from bot.corpus.cache import CaseCache
from bot.corpus.content import ContentRepository

SIZES = (1, 1_000, 10_000)
CASE = ROOT / "content/carroll-v-trump"


def main() -> None:
    """Measure each size; give sizes as arguments to measure others."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    head = (
        "case files",
        "bytes read and hashed (baseline) s",
        "nothing cached s",
        "proven before s",
        "a case, proven before ms",
        "to the baseline",
    )
    table(head, (_row(size) for size in sizes))


def _row(size: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        content, cache = Path(folder, "content"), CaseCache(Path(folder, "cache"))
        _write(content, size)
        runs = 5 if size < 10_000 else 3  # noqa: PLR2004  -- the largest takes minutes
        _read_bytes(content)
        with progress(f"Loading {size:,} case files") as show:
            cold = _once(lambda: ContentRepository(content, cache).read(show))
        bare = p50(_once(lambda: _read_bytes(content)) for _ in range(runs))
        warm = p50(_once(lambda: ContentRepository(content, cache).read()) for _ in range(runs))
    cells = (f"{bare:.3f}", f"{cold:.2f}", f"{warm:.3f}", f"{warm / size * 1000:.2f}", f"{warm / bare:.1f}×")
    return (f"{size:,}", *cells)


def _write(content: Path, size: int) -> None:
    for number in range(size):
        shutil.copytree(CASE, content / f"case-{number}")


def _read_bytes(content: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(content.glob("*/case.yaml")) + sorted(content.glob("*/sources/*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _once(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
