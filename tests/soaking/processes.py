"""The five processes of a deployment, unmodified, with what they log and the memory that they hold."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
READY_WITHIN = 120.0
"""Seconds after which a start hangs, on any machine."""
PARTS = {"web": "web", "discord": "discord", "slack": "slack", "worker 1": "worker", "worker 2": "worker"}
"""The processes by name, with the command that starts each."""
LOUD = frozenset({"error", "critical"})


class Part:
    """One process; ``faults`` has the lines of its log that nobody has foreseen."""

    def __init__(self, name: str, environment: Mapping[str, str], folder: Path) -> None:
        self.name, self.folder = name, folder
        self.port = free_port()
        self.faults: list[str] = []
        self.stalls = 0
        self.ended_after = 0.0
        self._environment = {**environment, "PORT": str(self.port)}
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", PARTS[self.name]),
            cwd=self.folder,
            env=self._environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.create_task(self._read(self._process))

    async def ready(self) -> None:
        """Wait until it answers from the cases, where it listens."""
        async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as http:
            while True:
                with suppress(aiohttp.ClientConnectionError):
                    async with http.get(f"{self.address}/readyz") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """End it without a word."""
        if self._process and self._process.returncode is None:
            self._process.kill()
        await self._ended()

    async def stop(self) -> None:
        """Tell it to end, and measure how long that takes."""
        began = asyncio.get_running_loop().time()
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        await self._ended()
        self.ended_after = asyncio.get_running_loop().time() - began

    async def _ended(self) -> None:
        if self._process and self._reading:
            await self._process.wait()
            await self._reading

    @property
    def megabytes(self) -> float:
        """The resident memory of the process; 0 where it is gone."""
        with suppress(OSError, StopIteration):
            status = Path(f"/proc/{self._process.pid if self._process else 0}/status").read_text("utf-8")
            line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
            return int(line.split()[1]) / 1024
        return 0.0

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        while line := (await process.stderr.readline()).decode():
            try:
                event = json.loads(line)
            except ValueError:
                self.faults.append(f"{self.name}: {line}")
                continue
            self.stalls += event.get("event") == "event loop stalled"
            if event.get("level") in LOUD or "Traceback" in line:
                self.faults.append(f"{self.name}: {line}")


@asynccontextmanager
async def deployment(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Mapping[str, Part]]:
    """All processes, ready; told to end at last."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LOG_FORMAT": "json", **settings}
    parts = {name: Part(name, environment, folder) for name in PARTS}
    try:
        for part in parts.values():
            await part.start()
        for name in ("web", "worker 1", "worker 2"):
            await parts[name].ready()
        yield parts
    finally:
        await asyncio.gather(*(part.stop() for part in parts.values()))
