"""Processes with 1,000 cases: when port and answers are there, when all is ready, how soon SIGTERM ends them.

The web, Discord and Slack processes are started before stand-ins of the platforms, first with nothing proven
or cached before, then again. SIGTERM comes at many moments of a start, from its first millisecond on.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from _measure import ROOT, table
from aiohttp import ClientSession

from tests.databases import migrated
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, slack_server
from tests.ports import free_port
from tests.soaking.processes import Part

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
NAMES = ("web", "discord", "slack")
MOMENTS = (0.01, 0.1, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
"""Seconds after its start at which a process is told to end."""


async def main() -> None:
    """Print a row for each kind of process."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for number in range(CASES):
            shutil.copytree(ROOT / "content/carroll-v-trump", folder / f"content/case-{number}")
        async with FakeDiscord(strict=False) as discord, slack_server() as slack:
            environment = {
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "LOG_FORMAT": "json",
                "DATABASE_URL": migrated(f"sqlite:///{folder}/bot.db"),
                **discord.env,
                "SLACK_API_URL": slack.api_url,
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_APP_TOKEN": APP_TOKEN,
            }
            rows = [await _row(name, environment, folder) for name in NAMES]
    table(
        (
            *("process", "cold: port open s", "answers s", "ready s"),
            *("again: port open s", "answers s", "ready s", "SIGTERM s, longest"),
        ),
        rows,
    )


async def _row(name: str, environment: Mapping[str, str], folder: Path) -> tuple[str, ...]:
    cells = []
    shutil.rmtree(folder / "var", ignore_errors=True)
    for _ in range(2):
        part = _part(name, environment, folder)
        began = time.perf_counter()
        await part.start()
        await _open(part.port)
        cells.append(f"{time.perf_counter() - began:.2f}")
        await _answers(part.port)
        cells.append(f"{time.perf_counter() - began:.2f}")
        await part.ready()
        cells.append(f"{time.perf_counter() - began:.1f}")
        await part.kill()
    ends = {moment: await _ended_after(_part(name, environment, folder), moment) for moment in MOMENTS}
    moment = max(ends, key=ends.__getitem__)
    return (name, *cells, f"{ends[moment]:.2f} (told after {moment})")


def _part(name: str, environment: Mapping[str, str], folder: Path) -> Part:
    """A process that has its readiness asked at its port: that of its pages, or else the management port."""
    port = free_port()
    part = Part(name, {**environment, "METRICS_PORT": str(port)}, folder)
    if name != "web":
        part.port = port
    return part


async def _ended_after(part: Part, moment: float) -> float:
    shutil.rmtree(part.folder / "var", ignore_errors=True)
    await part.start()
    await asyncio.sleep(moment)
    await part.stop()
    return part.ended_after


async def _open(port: int) -> None:
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.01)


async def _answers(port: int) -> None:
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as response:
        response.raise_for_status()


if __name__ == "__main__":
    asyncio.run(main())
