from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from bot.cases.library import Library
from bot.corpus.content import ContentRepository
from bot.corpus.watch import watch

AWARD = "events: [{label: Award, quote: a court awarded Stone $5 million}]\n"


class Watched:
    """A watched content folder; ``until`` waits for a reading that is as expected."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = ContentRepository(folder)
        self.repository.read()
        self.stop = asyncio.Event()
        self._was_read = asyncio.Event()

    def on_read(self, library: Library) -> None:
        assert library is self.repository.library
        self._was_read.set()

    async def until(self, expected: Callable[[Library], bool]) -> None:
        async with asyncio.timeout(20):
            while not expected(self.repository.library):
                await self._was_read.wait()
                self._was_read.clear()


@pytest.fixture
async def watched(case_folder: Callable[..., Path]) -> AsyncIterator[Watched]:
    one = Watched(case_folder(AWARD).parent)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch(one.repository, one.folder, one.on_read, one.stop))
        # A change before the watch stands would not be seen: make changes until one is.
        probe = one.folder / "probe"
        async with asyncio.timeout(20):
            while not one._was_read.is_set():
                probe.mkdir(exist_ok=True)
                with suppress(TimeoutError):
                    await asyncio.wait_for(one._was_read.wait(), 0.2)
                probe.rmdir()
        yield one
        one.stop.set()


async def test_a_case_is_read_again_as_soon_as_it_changes(
    watched: Watched, case_folder: Callable[..., Path]
) -> None:
    case_folder(AWARD.replace("Award", "The award"))
    await watched.until(lambda library: library.cases["stone"].events[0].label == "The award")


async def test_a_broken_file_keeps_the_last_good_case_until_it_is_mended(
    watched: Watched, case_folder: Callable[..., Path]
) -> None:
    good = watched.repository.library.cases["stone"]
    case_folder("events: [")
    await watched.until(lambda library: bool(library.problems))
    assert watched.repository.library.cases["stone"] is good
    case_folder(AWARD)
    await watched.until(lambda library: not library.problems)


async def test_a_changed_source_breaks_the_case_that_rests_on_it(
    watched: Watched, case_folder: Callable[..., Path]
) -> None:
    source = watched.folder / "stone" / "sources" / "a.txt"
    source.write_text("Other words.")
    await watched.until(lambda library: bool(library.problems))


async def test_cases_come_and_go(watched: Watched, case_folder: Callable[..., Path]) -> None:
    case_folder(AWARD, case_id="second")
    await watched.until(lambda library: set(library.cases) == {"stone", "second"})
    shutil.rmtree(watched.folder / "stone")
    await watched.until(lambda library: set(library.cases) == {"second"})
