from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from bot.cases.library import Library
from bot.corpus.content import ContentRepository
from bot.corpus.settling import QuietPeriod
from bot.corpus.watch import watch

FIRST = "carroll-v-trump"
QUIET = QuietPeriod(quiet=0.2, longest=2.0)
AWARD = "events: [{label: Award, quote: a court awarded Stone $5 million}]\n"


class Watched:
    """A watched content folder; ``until`` waits for a reading that is as expected."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = ContentRepository(folder)
        self.repository.read()
        self.stop = asyncio.Event()
        self.read: list[Library] = []
        self._was_read = asyncio.Event()

    def on_read(self, library: Library) -> None:
        assert library is self.repository.library
        self.read.append(library)
        self._was_read.set()

    async def until(self, expected: Callable[[Library], bool]) -> None:
        async with asyncio.timeout(60):
            while not expected(self.repository.library):
                await self._was_read.wait()
                self._was_read.clear()


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Watched]:
    """A content folder, read once and watched from then on."""
    one = Watched(folder)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch(one.repository, one.folder, one.on_read, one.stop, QUIET))
        # A change before the watch stands would not be seen: make changes until one is.
        probe = one.folder / "probe"
        async with asyncio.timeout(60):
            while not one._was_read.is_set():
                probe.mkdir(exist_ok=True)
                with suppress(TimeoutError):
                    await asyncio.wait_for(one._was_read.wait(), 0.2)
                probe.rmdir()
        yield one
        one.stop.set()


@pytest.fixture
async def watched(case_folder: Callable[..., Path]) -> AsyncIterator[Watched]:
    async with watching(case_folder(AWARD).parent) as one:
        yield one


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


@pytest.fixture
async def first(content: Path, tmp_path: Path) -> AsyncIterator[Watched]:
    """The first case, watched in a folder of its own."""
    shutil.copytree(content / FIRST, tmp_path / "first" / FIRST)
    async with watching(tmp_path / "first") as one:
        yield one


async def test_the_first_case_cut_at_a_line_is_told_of_and_not_served(first: Watched) -> None:
    file = first.folder / FIRST / "case.yaml"
    whole, served = file.read_bytes(), first.repository.library.cases[FIRST].version
    lines = whole.splitlines(keepends=True)
    for kept in (0, 20, 217, 372, len(lines) - 1):
        file.write_bytes(b"".join(lines[:kept]))
        await first.until(lambda library: bool(library.problems))
        assert first.repository.library.cases[FIRST].version == served
        file.write_bytes(whole)
        await first.until(lambda library: not library.problems)


async def test_a_file_that_is_written_in_pieces_is_read_when_it_is_whole(first: Watched) -> None:
    file = first.folder / FIRST / "case.yaml"
    # Another day: what is read of it too early would be served.
    edited = file.read_bytes().replace(b"revised: 2026-11-24", b"revised: 2026-12-01")
    was = len(first.repository.library.cases[FIRST].questions)
    first.read.clear()
    with file.open("wb") as opened:
        for start in range(0, len(edited), 20_000):
            opened.write(edited[start : start + 20_000])
            opened.flush()
            await asyncio.sleep(QUIET.quiet / 4)
    await first.until(lambda library: library.cases[FIRST].revised == "2026-12-01")
    assert {len(library.cases[FIRST].questions) for library in first.read} == {was}
    assert not any(library.problems for library in first.read)


async def test_a_file_that_is_touched_for_ever_is_read_all_the_same(
    watched: Watched, case_folder: Callable[..., Path]
) -> None:
    async def touch() -> None:
        for number in count():
            case_folder(AWARD.replace("Award", f"Award {number}"))
            await asyncio.sleep(QUIET.quiet / 8)

    touching = asyncio.create_task(touch())
    await watched.until(lambda library: library.cases["stone"].events[0].label != "Award")
    touching.cancel()


async def test_a_file_that_takes_the_place_of_the_old_one_is_read(
    watched: Watched, case_folder: Callable[..., Path]
) -> None:
    other = case_folder(AWARD.replace("Award", "The award"), content="elsewhere") / "case.yaml"
    other.replace(watched.folder / "stone" / "case.yaml")
    await watched.until(lambda library: library.cases["stone"].events[0].label == "The award")


async def test_a_case_that_git_checks_out_is_read(watched: Watched, case_folder: Callable[..., Path]) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
        subprocess.run(command, cwd=watched.folder, check=True, capture_output=True)  # noqa: S603

    async def committed(label: str) -> None:
        case_folder(AWARD.replace("Award", label))
        await asyncio.to_thread(git, "add", "-A")
        await asyncio.to_thread(git, "commit", "-q", "-m", label)
        await watched.until(lambda library: library.cases["stone"].events[0].label == label)

    git("init", "-q", "-b", "main")
    await committed("First")
    await committed("Second")
    await asyncio.to_thread(git, "checkout", "-q", "HEAD~")
    await watched.until(lambda library: library.cases["stone"].events[0].label == "First")


@pytest.mark.parametrize("linked", ["the case's folder", "the content folder", "a folder between"])
async def test_a_link_to_another_folder_is_followed_and_what_it_leads_to_is_watched(
    case_folder: Callable[..., Path], tmp_path: Path, linked: str
) -> None:
    old = case_folder(AWARD, content="old")
    new = case_folder(AWARD.replace("Award", "The award"), content="new")
    root = tmp_path / "linked"
    link, targets = {
        "the case's folder": (root / "stone", (old, new)),
        "the content folder": (root, (old.parent, new.parent)),
        "a folder between": (root / "..data", (old.parent, new.parent)),
    }[linked]
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(targets[0])
    if linked == "a folder between":
        (root / "stone").symlink_to("..data/stone")
    async with watching(root) as watched:
        assert watched.repository.library.cases["stone"].events[0].label == "Award"
        (tmp_path / "link").symlink_to(targets[1])
        (tmp_path / "link").replace(link)
        await watched.until(lambda library: library.cases["stone"].events[0].label == "The award")
        case_folder(AWARD.replace("Award", "An award"), content="new")
        await watched.until(lambda library: library.cases["stone"].events[0].label == "An award")


async def test_a_content_folder_that_is_not_there_when_watching_begins_is_read_once_it_is(
    case_folder: Callable[..., Path], tmp_path: Path
) -> None:
    folder = case_folder(AWARD).parent
    folder.rename(tmp_path / "away")
    folder.mkdir()
    one = Watched(folder)
    folder.rmdir()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(watch(one.repository, folder, one.on_read, one.stop, QUIET))
        for _ in range(5):  # until it has looked for the folder
            await asyncio.sleep(0)
        (tmp_path / "away").rename(folder)
        await one.until(lambda library: "stone" in library.cases)
        one.stop.set()


@pytest.mark.parametrize("instead", ["nothing", "an empty folder"])
async def test_a_content_folder_that_vanishes_is_told_of_and_watched_again_when_it_is_back(
    watched: Watched, case_folder: Callable[..., Path], tmp_path: Path, instead: str
) -> None:
    watched.folder.rename(tmp_path / "away")
    if instead == "an empty folder":
        watched.folder.mkdir()
    await watched.until(lambda library: bool(library.problems))
    assert set(watched.repository.library.cases) == {"stone"}
    if instead == "an empty folder":
        watched.folder.rmdir()
    (tmp_path / "away").rename(watched.folder)
    await watched.until(lambda library: not library.problems)
    case_folder(AWARD.replace("Award", "The award"))
    await watched.until(lambda library: library.cases["stone"].events[0].label == "The award")
