"""Reads the cases in a thread, while the process already listens, and says how far it is."""

import asyncio
import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.cases.library import Library
from bot.console import progress
from bot.corpus.content import ProgressCallback
from bot.corpus.corpus import Corpus
from bot.rendering.wording import prepare
from bot.service.bounded_pool import call_in_loop


class LoadingStopped(Exception):
    """The process ends before all cases have been read."""


class Loading:
    """The first reading of the cases; ``on_read`` is called with the library, in the event loop."""

    def __init__(self, corpus: Corpus, on_read: Callable[[Library], None]) -> None:
        self._corpus, self._on_read = corpus, on_read
        self._stopped = threading.Event()
        self._done = asyncio.Event()
        self.read, self.of = 0, 0

    @property
    def is_done(self) -> bool:
        """Whether all cases have been read once."""
        return self._done.is_set()

    async def run(self, stop: asyncio.Event) -> None:
        """Read the cases; where ``stop`` is set before, return at once, and have the thread end soon."""
        loop = asyncio.get_running_loop()
        reading: asyncio.Future[Library] = loop.create_future()
        # A thread that nobody waits for: reading one file can take for ever where the disk does.
        threading.Thread(target=self._read, args=(loop, reading), name="loading", daemon=True).start()
        stopping = asyncio.create_task(stop.wait())
        waited: set[asyncio.Future[Any]] = {reading, stopping}
        try:
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stopped.set()
            stopping.cancel()
        if reading.done():
            self._on_read(reading.result())
            self._done.set()
        else:
            reading.cancel()

    async def until_done(self, stop: asyncio.Event) -> bool:
        """Wait until the cases have been read, or ``stop`` is set; gives whether they have been."""
        waiting = [asyncio.ensure_future(one.wait()) for one in (self._done, stop)]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        return self.is_done and not stop.is_set()

    def _read(self, loop: asyncio.AbstractEventLoop, reading: asyncio.Future[Library]) -> None:
        try:
            with progress("Reading the cases") as show:
                library = self._corpus.read(self._shown_by(show))
            prepare()
            # What was made at the start lives as long as the process: no garbage collection need look at it.
            gc.freeze()
        except LoadingStopped:
            return
        except BaseException as error:  # noqa: BLE001  -- raised where the reading is waited for
            call_in_loop(loop, partial(_end, reading, error))
        else:
            call_in_loop(loop, partial(_end, reading, library))

    def _shown_by(self, show: ProgressCallback) -> ProgressCallback:
        def note(done: int, of: int) -> None:
            if self._stopped.is_set():
                raise LoadingStopped
            self.read, self.of = done, of
            show(done, of)

        return note


def _end(reading: asyncio.Future[Library], result: Library | BaseException) -> None:
    """End what is waited for, unless nobody does any more."""
    if reading.done():
        return
    if isinstance(result, BaseException):
        reading.set_exception(result)
    else:
        reading.set_result(result)


@dataclass(frozen=True)
class Uncounted:
    """The progress of a loading without its numbers, which tell how many cases there are."""

    loading: Loading
    read: int = 0
    of: int = 0

    @property
    def is_done(self) -> bool:
        """Whether all cases have been read once."""
        return self.loading.is_done
