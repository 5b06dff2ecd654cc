"""Processes that prove unread cases beside the one that reads them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.corpus.cache import SUFFIX, CaseCache
from bot.corpus.content import ContentRepository
from bot.corpus.provers import LEAST_CASES, proving
from tests.ports import free_port

CaseFolder = Callable[..., Path]
ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
EVENT = "events: [{label: Award, quote: a court awarded Stone $5 million}]\n"

several = pytest.mark.skipif(
    not Path("/proc/self/task").exists() or len(os.sched_getaffinity(0)) < 2,
    reason="needs two processors, and /proc to tell which processes there are",
)

started: list[tuple[object, ...]] = []


def listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "subprocess.Popen":
        started.append(arguments)


sys.addaudithook(listen)


@pytest.fixture
def content(case_folder: CaseFolder) -> Path:
    """As many small cases as processes are started for."""
    first = case_folder(EVENT)
    for number in range(LEAST_CASES - 1):
        shutil.copytree(first, first.with_name(f"stone-{number}"))
    return first.parent


def repository(content: Path) -> ContentRepository:
    return ContentRepository(content, CaseCache(content.parent / "cache"))


def children(process: int) -> set[int]:
    """The processes that a process has started and that have not ended."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return {int(one) for path in found for one in path.read_text("ascii").split()}


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def all_ended(processes: set[int]) -> None:
    async with asyncio.timeout(PATIENCE):
        while any(map(is_running, processes)):  # noqa: ASYNC110  -- nothing tells of it
            await asyncio.sleep(0.02)


@several
def test_many_unread_cases_are_proven_by_other_processes_alone(content: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.corpus.content import ContentRepository\n"
        "from bot.corpus.cache import CaseCache; done = []; cache = CaseCache(Path('cache'))\n"
        "read = ContentRepository(Path('content'), cache).read(lambda *at: done.append(at))\n"
        "print(len(read.listings), len(read.problems), done[0], done[-1], 'pydantic' in sys.modules)"
    )
    content.rename(content.with_name("content"))
    ended = subprocess.run(  # noqa: S603  -- this Python and the program above
        [sys.executable, "-c", program],
        cwd=content.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("50 0 (1, 50) (50, 50) False\n", "")


@several
def test_what_they_fail_at_is_reported_and_nothing_else_is_lost(content: Path) -> None:
    broken, without = content / "stone-7/case.yaml", content / "stone-9/case.yaml"
    broken.write_text(broken.read_text("utf-8").replace("awarded", "owed"), "utf-8")
    without.unlink()
    shutil.copytree(content / "stone-1", content / "stone-more")
    shutil.copytree(content / "stone-1", content / "stone-most")
    started.clear()
    library = repository(content).read()
    assert started
    alone = ContentRepository(content).read()
    assert library.problems == alone.problems
    assert library.listings == alone.listings
    assert {Path(one.file).parent.name for one in library.problems} == {"stone-7", "stone-9"}


def test_few_unread_cases_start_no_process(content: Path) -> None:
    shutil.rmtree(content / "stone-0")
    started.clear()
    assert len(repository(content).read().listings) == LEAST_CASES - 1
    shutil.copytree(content / "stone-1", content / "stone-0")
    assert len(repository(content).read().listings) == LEAST_CASES
    (content.parent / "cache/manifest.db").unlink()
    assert len(repository(content).read().listings) == LEAST_CASES
    assert not started


def test_a_cache_that_cannot_be_written_is_done_without(content: Path) -> None:
    (content.parent / "cache").write_text("a file", "utf-8")
    library = repository(content).read()
    assert (len(library.listings), library.problems) == (LEAST_CASES, ())
    assert library.cases["stone-3"].events[0].label == "Award"


@several
def test_they_get_no_secret_and_end_with_the_reading(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a-secret")
    before = children(os.getpid())
    names = sorted(one.name for one in content.iterdir())
    with proving(content, CaseCache(content.parent / "cache"), names) as wait_for:
        wait_for("stone")
        those = children(os.getpid()) - before
        given = [Path(f"/proc/{one}/{file}").read_bytes() for one in those for file in ("environ", "cmdline")]
    assert those
    assert any(b"bot.corpus.provers" in one for one in given)
    assert not any(b"a-secret" in one or b"stone" in one.replace(os.fsencode(content), b"") for one in given)
    assert not any(map(is_running, those))


@several
def test_the_reading_goes_on_when_they_are_killed_or_cannot_start(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children(os.getpid())
    names = sorted(one.name for one in content.iterdir())
    with proving(content, CaseCache(content.parent / "other"), names) as wait_for:
        wait_for("stone")
        those = children(os.getpid()) - before
        for one in those:
            os.kill(one, signal.SIGKILL)
        for name in names[1:]:
            wait_for(name)
    assert those
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert len(repository(content).read().listings) == LEAST_CASES


@several
async def test_they_end_when_the_process_that_reads_is_killed(content: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from bot.corpus.cache import CaseCache\n"
        "from bot.corpus.provers import proving; content = Path(sys.argv[1])\n"
        "cache, names = CaseCache(content.parent / 'cache'), sorted(os.listdir(content))\n"
        "with proving(content, cache, names) as wait_for:\n"
        "    wait_for('stone'); print('proven', flush=True); sys.stdin.read()"
    )
    reading = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, str(content)),
        env={"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert reading.stdout
    assert await reading.stdout.readline() == b"proven\n"
    those = children(reading.pid)
    assert those
    reading.kill()
    await reading.wait()
    await all_ended(those)


def write_large_cases(folder: Path) -> None:
    for number in range(LEAST_CASES):
        shutil.copytree(ROOT / "content/carroll-v-trump", folder / f"content/case-{number}")


def test_one_ends_in_the_middle_when_its_input_does(tmp_path: Path) -> None:
    write_large_cases(tmp_path)
    prover = subprocess.Popen(  # noqa: S603  -- our own program
        [sys.executable, "-m", "bot.corpus.provers", tmp_path / "content", tmp_path / "cache"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert prover.stdin
    assert prover.stdout
    prover.stdin.write("".join(f"case-{number}\n" for number in range(LEAST_CASES)).encode())
    prover.stdin.flush()
    assert prover.stdout.readline() == b"\n"
    said, _ = prover.communicate()
    assert prover.returncode == 0
    assert 1 <= len(list((tmp_path / "cache").glob(f"*{SUFFIX}"))) < LEAST_CASES
    assert not said.strip()


@several
async def test_a_bot_that_is_told_to_end_leaves_none_behind(tmp_path: Path) -> None:
    write_large_cases(tmp_path)
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "web"),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(free_port())},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        while not (those := children(bot.pid)):  # noqa: ASYNC110  -- nothing tells of it
            await asyncio.sleep(0.01)
    bot.send_signal(signal.SIGTERM)
    _, log = await bot.communicate()
    await all_ended(those)
    assert bot.returncode == 0
    assert "Traceback" not in log.decode()
