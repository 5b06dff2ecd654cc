"""Starts the bot in a process of its own, within milliseconds: a fork of one that has imported it already.

Tests of the command line, of starting, of installing and of the soak start ``python -m bot`` itself.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
IMPORTED = (
    "bot.app.delivery",
    "bot.app.serve",
    "bot.cli.main",
    "bot.db.migrate",
    "bot.digests.completions",
    "bot.digests.delivery.dbos_engine",
    "bot.digests.delivery.worker",
    "bot.digests.digest_commands",
    "bot.digests.writer",
    "bot.platforms.discord.gateway",
    "bot.platforms.discord.interactions_endpoint",
    "bot.platforms.discord.responder",
    "bot.platforms.discord.sender",
    "bot.platforms.slack.bot",
    "bot.qa.answering",
    "bot.service.inbox.suggestions",
    "bot.service.settings_commands",
    "bot.web.site",
    "numpy",
    "psycopg",
    "sqlalchemy.dialects.sqlite",
)
"""What a bot imports when it starts, or soon after."""
KEPT = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
"""What any process of the bot is told besides its settings."""


class Started:
    """A program that was started; has what is used of ``asyncio.subprocess.Process``."""

    def __init__(
        self,
        pid: int,
        stdout: asyncio.StreamReader | None,
        stderr: asyncio.StreamReader | None,
        report: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None
        self._ending = asyncio.create_task(self._end(*report))

    async def _end(self, report: asyncio.StreamReader, answer: asyncio.StreamWriter) -> int:
        self.returncode = status = int(await report.readline())
        answer.close()
        await answer.wait_closed()
        return status

    async def wait(self) -> int:
        """Its exit status, once it has ended; the negative number of the signal that killed it."""
        return await asyncio.shield(self._ending)

    async def communicate(self) -> tuple[bytes, bytes]:
        """What is left of its output and of its errors, once it has ended."""
        output, errors, _ = await asyncio.gather(_rest(self.stdout), _rest(self.stderr), self.wait())
        return output, errors

    def send_signal(self, number: int) -> None:
        """Raises ProcessLookupError where it has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def _rest(stream: asyncio.StreamReader | None) -> bytes:
    return await stream.read() if stream else b""


async def start(
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str],
    program: str = "bot",
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> Started:
    """Start a module, or a script by its path, in a folder, with this environment and no other."""
    said = {
        "arguments": [program, *arguments],
        "environment": KEPT | dict(environment),
        "folder": str(folder),
    }
    assert not [name for name in environment if name.startswith("PYTHON")], "Python has started already"
    ours, theirs = socket.socketpair()
    output, write_output = await _stream(stdout)
    errors, write_errors = (None, write_output) if stderr == subprocess.STDOUT else await _stream(stderr)
    nothing = os.open(os.devnull, os.O_RDONLY)
    passed = [nothing, write_output, write_errors, theirs.fileno()]
    socket.send_fds(_fork_server(), [json.dumps(said).encode()], passed)
    for one in {nothing, write_output, write_errors}:
        os.close(one)
    theirs.close()
    report = await asyncio.open_connection(sock=ours)
    return Started(int(await report[0].readline()), output, errors, report)


async def _stream(kind: int) -> tuple[asyncio.StreamReader | None, int]:
    """What reads a stream of a program, and the descriptor to which this writes."""
    if kind == subprocess.DEVNULL:
        return None, os.open(os.devnull, os.O_WRONLY)
    read, write = os.pipe()
    reader, loop = asyncio.StreamReader(), asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(read, "rb", 0))
    return reader, write


@cache
def _fork_server() -> socket.socket:
    """The process that is forked, started when the first program is; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, str(ROOT / "tests/fork_server.py"), str(theirs.fileno()), *IMPORTED]
    # numpy is imported before a program can say for itself, as it does, that one thread is enough.
    server = subprocess.Popen(  # noqa: S603  -- our own program
        command,
        env=KEPT | {"OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours
