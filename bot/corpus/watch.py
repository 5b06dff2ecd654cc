"""Hot reload: reads a case again as soon as a file of it changes."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bot.cases.library import Library
from bot.corpus.content import ProgressCallback


class SupportsRead(Protocol):
    """A reader of the content folder that can read the changed cases alone, such as a ``Corpus``."""

    def read(self, progress: ProgressCallback = ..., only: frozenset[str] | None = None) -> Library:
        """Read the cases with the ids in ``only``, or all cases where it is None."""


async def watch(
    reader: SupportsRead, root: Path, on_read: Callable[[Library], None], stop: asyncio.Event
) -> None:
    """Read each case again when its files change, until ``stop`` is set; ``on_read`` gets every new library.

    ``root`` is the content folder, resolved. Changes count from the first time that this yields.
    """
    # Imported here: only a bot that keeps running watches.
    from watchfiles import awatch  # noqa: PLC0415

    async for changed in awatch(root, stop_event=stop):
        names = frozenset(Path(path).relative_to(root).parts[0] for _, path in changed if Path(path) != root)
        on_read(await asyncio.to_thread(reader.read, only=names))
