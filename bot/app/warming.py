"""Prepares cases for questions in the background, so that nobody who asks waits for that."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import structlog

from bot.cases.model import Case
from bot.search.archive import Archive

log = structlog.get_logger()


DELAY = 1.0
"""Seconds after which a start has connected and announced itself, which preparing would slow."""
LOOK_INTERVAL = 0.5
"""Seconds between two looks at whether there are cases to prepare."""
NICENESS = 10
"""By how much the thread stands back for others that want the processor."""
MOST_ENCODED = 64
"""Cases, the newest ones, whose vectors are made before anybody asks about them."""


class Warming:
    """Prepares the newest case, and completes those that were asked about before they were prepared.

    With ``waits`` it does so once ``begin`` is called: what it takes is half of the memory of a process that
    nobody asks anything. Without, it also makes the vectors of other new cases, and keeps them on disk alone.
    """

    def __init__(self, archive: Callable[[], Archive], *, waits: bool = False, delay: float = DELAY) -> None:
        self._archive, self._delay, self._is_eager = archive, delay, not waits
        self._begun = asyncio.Event()
        self._seen: Archive | None = None
        self._to_encode: Iterator[Case] = iter(())
        self._failed: list[object] = []
        """The prepared cases that could not be completed: they are left until the cases change."""
        if not waits:
            self._begun.set()

    def begin(self) -> None:
        """Prepare cases from now on: somebody is there to ask."""
        self._begun.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Prepare cases until ``stop`` is set; what fails is logged, and tried again after a change."""
        threads = ThreadPoolExecutor(1, thread_name_prefix="warming", initializer=_stand_back)
        working = asyncio.create_task(self._work(threads))
        await stop.wait()
        working.cancel()
        threads.shutdown(wait=False, cancel_futures=True)

    async def _work(self, threads: ThreadPoolExecutor) -> None:
        await self._begun.wait()
        await asyncio.sleep(self._delay)
        loop = asyncio.get_running_loop()
        while True:
            more = True
            try:
                more = await loop.run_in_executor(threads, self.step)
            except Exception:  # whatever it is, questions are answered without
                log.exception("case not prepared")
            await asyncio.sleep(0 if more else LOOK_INTERVAL)

    def step(self) -> bool:
        """Do one piece of the work, which takes a second or so; gives whether there is more.

        Raises what went wrong with one case; the next piece is another's.
        """
        # Imported here: numpy takes long to import, which belongs to what is done beside.
        from bot.qa.answering import PreparedCase
        from bot.qa.prepared_cases import PREPARED

        archive = self._archive()
        if archive is not self._seen:
            self._seen, self._failed = archive, []
            self._to_encode = _newest(archive) if self._is_eager else iter(())
            _prepare_anew(archive)
            return True
        for known in reversed(PREPARED.kept()):
            if not known.is_complete and not any(known is one for one in self._failed):
                try:
                    known.complete()
                except Exception:
                    self._failed.append(known)
                    raise
                return True
        if (case := next(self._to_encode, None)) is None:
            return False
        if case not in {one.case for one in PREPARED.kept()}:
            encoding = PreparedCase.of(case, archive.vectors, lazily=True)
            while not encoding.is_complete and self._archive() is archive:
                encoding.complete()
        return True


def warm(archive: Archive) -> None:
    """Do all that the first ``/ask`` about the newest case that was not withdrawn would have to do."""
    from bot.qa.prepared_cases import prepared

    if newest := next(_newest(archive), None):
        known = prepared(newest, archive.vectors)
        while not known.is_complete:
            known.complete()
        known.find(newest.title)
        log.info("ready for questions", case=newest.id)


def _prepare_anew(archive: Archive) -> None:
    """Prepare the newest case, and those that were prepared as they were before, which are dropped."""
    from bot.qa.prepared_cases import PREPARED, prepared

    library, names = archive.library, [known.case.id for known in PREPARED.kept()]
    PREPARED.keep(library.listings)
    warm(archive)
    for name in names:
        if name in library.cases:
            prepared(library.cases[name], archive.vectors)


def _newest(archive: Archive) -> Iterator[Case]:
    """The newest cases that were not withdrawn."""
    library = archive.library
    listed = [one.id for one in library.newest_first if not one.withdrawn]
    return (library.cases[name] for name in listed[:MOST_ENCODED] if name in library.cases)


def _stand_back() -> None:
    # Linux counts niceness by thread.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
