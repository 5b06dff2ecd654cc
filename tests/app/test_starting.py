"""A start listens before it has read anything, and a process ends and reads again when it is told to."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from shutil import copytree
from typing import Any

import aiohttp

from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
INVENTED = ROOT / "tests/cases_invented"
PATIENCE = 60.0
MANY = 100


class Running:
    """A bot in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, http: aiohttp.ClientSession) -> None:
        self.process, self.port, self._http = process, port, http

    async def get(self, path: str) -> tuple[int, str, str | None]:
        """The status, the body, and after how many seconds to come again."""
        async with self._http.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.text(), response.headers.get("Retry-After")

    async def json(self, path: str) -> tuple[int, dict[str, Any]]:
        async with self._http.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.json()

    async def connected(self) -> None:
        """Wait until its port is open; it may be long before anybody is answered."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(ConnectionRefusedError):
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                    writer.close()
                    return
                await asyncio.sleep(0.005)

    async def listening(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(aiohttp.ClientConnectionError):
                    await self.get("/healthz")
                    return
                await asyncio.sleep(0.02)

    async def ready(self) -> None:
        await self.listening()
        async with asyncio.timeout(PATIENCE):
            while (await self.get("/readyz"))[0] != 200:  # noqa: ASYNC110  -- nothing tells of it
                await asyncio.sleep(0.05)

    async def line(self, containing: str) -> str:
        """The next line of its log that contains this."""
        assert self.process.stderr
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stderr.readline()).decode():
                if containing in line:
                    return line
        raise AssertionError(f"the log ended without {containing!r}")

    async def told_to_end(self) -> tuple[int, str]:
        """Its exit status and the rest of its log, after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            _, log = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, log.decode()


@asynccontextmanager
async def running(folder: Path, *, disk_is_full: bool = False) -> AsyncIterator[Running]:
    port = free_port()

    def fill_disk() -> None:
        # As of a full disk: no file takes another byte. Pipes do.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PORT": str(port),
            "LOG_FORMAT": "json",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=fill_disk if disk_is_full else None,
    )
    try:
        async with aiohttp.ClientSession() as http:
            yield Running(process, port, http)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def test_a_start_says_how_far_it_is_and_ends_when_told_although_it_is_not_done(tmp_path: Path) -> None:
    cases = sorted(one for one in INVENTED.iterdir() if one.is_dir())
    for number in range(MANY):
        copytree(cases[number % len(cases)], tmp_path / "content" / f"case-{number}")
    async with running(tmp_path) as bot:
        await bot.listening()
        status, progress = await bot.json("/readyz")
        assert status == 503
        assert progress["status"] == "reading the cases"
        status, page, retry_after = await bot.get("/")
        assert (status, retry_after) == (503, "2")
        assert "The cases are being read just now." in page
        assert (await bot.get("/static/style.css"))[0] == 503
        status, log = await bot.told_to_end()
    assert status == 0
    assert "cases read" not in log
    assert "Traceback" not in log


async def test_a_bot_on_a_full_disk_answers_and_reads_again_when_told(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    async with running(tmp_path, disk_is_full=True) as bot:
        await bot.ready()
        await bot.line("cases read")
        status, page, _ = await bot.get("/playground?command=/case+damages")
        assert (status, "$5 million" in page) == (200, True)
        bot.process.send_signal(signal.SIGHUP)
        await bot.line("cases read")
        asking = [
            asyncio.create_task(bot.get(f"/playground?command=/ask+what+was+paid+in+{year}"))
            for year in range(2000, 2030)
        ]
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
        status, log = await bot.told_to_end()
        await asyncio.gather(*asking, return_exceptions=True)
    assert status == 0
    assert '"level": "error"' not in log
    assert "Traceback" not in log


async def test_the_playground_alone_makes_its_database(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    async with running(tmp_path) as bot:
        await bot.ready()
        assert (await bot.get("/playground?command=/case+damages"))[0] == 200
        status, log = await bot.told_to_end()
    assert status == 0
    assert "preferences not read" not in log
    assert (tmp_path / "var/bot.db").is_file()


async def test_the_playground_alone_runs_without_a_database_that_cannot_be_used(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "var").mkdir()
    (tmp_path / "var/bot.db").write_bytes(b"no database" * 100)
    async with running(tmp_path) as bot:
        await bot.ready()
        assert "file is not a database" in await bot.line("started without a database")
        status, page, _ = await bot.get("/playground?command=/case+damages")
        assert (status, "$5 million" in page) == (200, True)
        assert (await bot.told_to_end())[0] == 0


FAILS = """
import asyncio, threading
from bot.app import serve
from bot.app.ports import Ports
from bot.settings import Settings

async def fails(process):
    for work in (threading.Event().wait, threading.Event().wait):
        asyncio.get_running_loop().run_in_executor(None, work)
    await asyncio.sleep(0)
    raise ZeroDivisionError("nobody foresaw it")

serve._load = fails
settings = Settings(port=PORT)
serve.serve(settings, Ports.open(settings, None))
"""
"""A process whose first part fails while threads of its wait for something that never comes."""


def test_a_process_that_fails_ends_though_threads_wait_for_ever(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        program = FAILS.replace("PORT", str(probe.getsockname()[1]))
    ended = subprocess.run(  # noqa: S603  -- this Python and the program above
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 1
    assert "process failed" in ended.stderr
    assert "nobody foresaw it" in ended.stderr
