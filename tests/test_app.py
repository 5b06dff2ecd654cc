"""The running bot: a real process on a real port, its pages, its hot reload and its end."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import aiohttp
import pytest

from tests.ports import free_port

ROOT = Path(__file__).parent.parent
PATIENCE = 30


class Running:
    """A bot in a process of its own, working on a copy of the content."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path, address: str) -> None:
        self.process = process
        self.folder = folder
        self.address = address

    async def line(self, containing: str) -> str:
        """The next line of its log that contains this."""
        assert self.process.stderr
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stderr.readline()).decode():
                if containing in line:
                    return line
        raise AssertionError(f"the log ended without {containing!r}")

    async def until_ready(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while (await self.get("/readyz"))[0] != 200:  # noqa: ASYNC110  -- nothing tells of it
                await asyncio.sleep(0.05)

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.address + path) as response:
            return response.status, await response.text()


async def start(folder: Path, port: int, **env: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PORT": str(port),
            "LOG_FORMAT": "json",
            **env,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    copytree(ROOT / "content", tmp_path / "content")
    port = free_port()
    process = await start(tmp_path, port)
    bot = Running(process, tmp_path, f"http://127.0.0.1:{port}")
    try:
        assert process.stdout
        async with asyncio.timeout(PATIENCE):
            greeting = (await process.stdout.readline()).decode()
            hint = (await process.stdout.readline()).decode()
        assert f"playground at {bot.address}/playground" in greeting
        await bot.until_ready()
        assert json.loads(hint) == {
            "event": "No token of a chat platform is set: this is the playground alone.",
            "level": "info",
        }
        yield bot
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def test_the_bot_serves_its_pages_and_stops_when_told(running: Running) -> None:
    status, page = await running.get("/playground?command=/case+damages")
    assert status == 200
    for words in ("$5 million", "$5,000,000", "$10 million"):
        assert words in page
    running.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        assert await running.process.wait() == 0


async def test_a_saved_case_file_is_answered_from_at_once(running: Running) -> None:
    await running.line("cases read")
    file = running.folder / "content/carroll-v-trump/case.yaml"
    file.write_text(file.read_text("utf-8").replace("{en: Carroll v. Trump", "{en: Another title"), "utf-8")
    await running.line("cases read")
    assert "Another title" in (await running.get("/"))[1]


async def test_a_broken_case_file_is_told_of_and_the_last_good_one_stays(running: Running) -> None:
    await running.line("cases read")
    file = running.folder / "content/carroll-v-trump/case.yaml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("$5 million in damages", "$50 million in damages", 1), "utf-8")
    logged = await running.line("case file broken")
    assert "not verbatim in sources/2023-07-12.txt" in logged
    status, ready = await running.get("/readyz")
    assert status == 200
    assert "not verbatim" in ready
    assert "Carroll was awarded $5 million" in (await running.get("/playground?command=/case+damages"))[1]
    await running.line('"mistakes": 1')
    file.write_text(good, "utf-8")
    await running.line("cases read")
    assert '"mistakes": []' in (await running.get("/readyz"))[1]


async def test_what_is_no_request_leaves_the_log_as_it_was(running: Running) -> None:
    await running.line("ready for questions")
    reader, writer = await asyncio.open_connection(*running.address.removeprefix("http://").split(":"))
    writer.write(b"\x16\x03\x01 no request\r\n\r\n")
    assert b"400" in await reader.readline()
    writer.close()
    running.process.terminate()
    _, errors = await running.process.communicate()
    assert errors.decode() == ""


async def test_every_case_stays_readable_while_one_is_a_pipe(running: Running) -> None:
    await running.line("cases read")
    file = running.folder / "content/carroll-v-trump/case.yaml"
    good = file.read_text("utf-8")
    file.unlink()
    os.mkfifo(file)
    await running.line("it is a pipe or a device, not a file")
    file.unlink()
    file.write_text(good, "utf-8")
    await running.line('"mistakes": 0')


async def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await start(tmp_path, port)
        async with asyncio.timeout(PATIENCE):
            _, errors = await process.communicate()
    assert process.returncode == 1
    # What else it has logged by then, such as that there is no case, is a matter of time.
    [said] = [line for line in errors.decode().splitlines() if "cannot serve" in line]
    assert f"Cannot listen on 127.0.0.1:{port}: another program listens there." in json.loads(said)["reason"]
    assert b"Traceback" not in errors


async def test_a_content_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    process = await start(tmp_path, free_port(), CONTENT_DIR="nowhere")
    async with asyncio.timeout(PATIENCE):
        _, errors = await process.communicate()
    assert process.returncode == 1
    [said] = [line for line in errors.decode().splitlines() if "cannot serve" in line]
    sentence = "The content folder “nowhere” is not there. Make it, or set CONTENT_DIR."
    assert json.loads(said)["reason"] == sentence
    assert b"Traceback" not in errors
