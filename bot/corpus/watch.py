"""Hot reload: reads a case again as soon as a file of it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bot.cases.library import Library
from bot.corpus.content import ProgressCallback


class Readable(Protocol):
    """What reads the cases again when told which changed."""

    def read(self, progress: ProgressCallback = ..., only: frozenset[str] | None = None) -> Library:
        """Read all, or only these."""


async def watch(shelf: Readable, root: Path, told: Callable[[Library], None], stop: asyncio.Event) -> None:
    """Keep the shelf current until ``stop`` is set; ``told`` hears of each new reading.

    ``root`` is the content folder, resolved. Changes count from the first time that this yields.
    """
    # Imported here: only a bot that keeps running watches.
    from watchfiles import awatch  # noqa: PLC0415

    async for changed in awatch(root, stop_event=stop):
        names = frozenset(Path(path).relative_to(root).parts[0] for _, path in changed if Path(path) != root)
        told(await asyncio.to_thread(shelf.read, only=names))
