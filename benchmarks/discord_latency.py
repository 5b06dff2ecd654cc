"""Discord over the gateway: from an interaction to its callback, beside a bare bot that replies a constant.

Both run unmodified in processes of their own, on the stand-in Discord of the tests, and are asked in turn.
Then the memory of the idle program, and what a start with a thousand servers does to its event loop.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from _measure import ROOT, p50, p99, settled, table

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.platforms.discord.gateway import Gateway
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.discord.rest import Rest
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from tests.fakes.discord.interactions import slash
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel

RUNS = 1_000
WARM_UP = 50
AT_ONCE = 20
GUILDS = 1_000
CHANNELS = 30
QUIET = 2.0
MOST_MEGABYTES, LONGEST_STALL_MS = 120, 50


async def main() -> None:
    """All three tables."""
    with tempfile.TemporaryDirectory() as folder:
        await _latency(Path(folder))
        await _memory(Path(folder))
    await _stall()


async def _latency(folder: Path) -> None:
    bare = [sys.executable, str(ROOT / "benchmarks/_discord_bot.py")]
    ours = [sys.executable, "-m", "bot", "discord"]
    async with (
        FakeDiscord(strict=False) as one,
        FakeDiscord(strict=False) as other,
        _running(bare, one, folder) as first,
        _running(ours, other, folder) as second,
    ):
        # After its first answer ours prepares the newest case for questions.
        for discord, pid in ((one, first), (other, second)):
            await _asked(discord, 1)
            await settled(pid)
        alone = await _in_turn((one, other), RUNS, 1)
        crowd = await _in_turn((one, other), RUNS // AT_ONCE, AT_ONCE)
    rows = [
        _row("baseline: discord.py, a constant", alone[0], crowd[0], alone[0], crowd[0]),
        _row("`/case damages`", alone[1], crowd[1], alone[0], crowd[0]),
    ]
    head = ("interaction to callback", "p50/p99 ms", "to the baseline", f"{AT_ONCE} at once p50/p99 ms")
    table((*head, "to the baseline"), rows)


async def _in_turn(servers: tuple[FakeDiscord, ...], runs: int, at_once: int) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in servers]
    # What was made so far lives on: to look through it takes this process a tenth of a second, which would
    # be counted as the bots' time.
    gc.collect()
    gc.freeze()
    for run in range(runs + WARM_UP):
        for index, discord in enumerate(servers):
            seconds = await _asked(discord, at_once)
            taken[index] += seconds if run >= WARM_UP else []
    return taken


def _row(
    name: str, alone: list[float], crowd: list[float], base: list[float], base_crowd: list[float]
) -> tuple[str, ...]:
    cells = [name]
    for taken, beside in ((alone, base), (crowd, base_crowd)):
        cells.append(f"{p50(taken) * 1000:.2f} / {p99(taken) * 1000:.2f}")
        cells.append(f"{p50(taken) / p50(beside):.2f}× / {p99(taken) / p99(beside):.2f}×")
    return tuple(cells)


async def _asked(discord: FakeDiscord, times: int) -> list[float]:
    exchanges = [
        await discord.send(slash(discord.world, "case damages", case="carroll-v-trump")) for _ in range(times)
    ]
    for exchange in exchanges:
        await exchange.answer()
        discord.world.exchanges.pop(exchange.interaction["token"])
    discord.world.messages.clear()
    discord.requests.clear()
    return [exchange.answered_after for exchange in exchanges]


async def _memory(folder: Path) -> None:
    async with (
        FakeDiscord(strict=False) as discord,
        _running([sys.executable, "-m", "bot", "discord"], discord, folder) as pid,
    ):
        idle = _resident(pid)
        for _ in range(RUNS):
            await _asked(discord, 1)
        busy = _resident(pid)
    table(
        ("memory of the process", "MB", "limit MB"),
        [
            ("`python -m bot discord`, connected and idle", f"{idle:.0f}", f"{MOST_MEGABYTES}"),
            (f"after {RUNS:,} answers", f"{busy:.0f}", f"{MOST_MEGABYTES}"),
        ],
    )


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def _stall() -> None:
    """The longest time in which the loop turned to nothing else, while the servers came in.

    Of the process: how long others kept the machine busy says nothing.
    """
    async with FakeDiscord(guilds=GUILDS, strict=False) as discord:
        _furnish(discord)
        answered = await _in_a_process(discord)
    table(
        (f"start with {GUILDS:,} servers of {CHANNELS} channels", "ms", "limit ms"),
        [
            ("longest stall of the event loop", f"{answered[0] * 1000:.0f}", f"{LONGEST_STALL_MS}"),
            ("until all are known", f"{answered[1] * 1000:.0f}", "–"),
        ],
    )


def _furnish(discord: FakeDiscord) -> None:
    for guild in discord.world.guilds:
        for number in range(1, CHANNELS):
            discord.world.channels[guild + number] = Channel(guild + number, guild)


async def _in_a_process(discord: FakeDiscord) -> tuple[float, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        __file__,
        "watched",
        env={**os.environ, **discord.env},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    stall, known = output.decode().splitlines()[-1].split()
    return float(stall), float(known)


async def _watched() -> None:
    """Connect, and watch how long the loop is held up."""
    settings = Settings.read(os.environ)
    corpus = Corpus(ContentRepository(ROOT / "content"))
    corpus.read()
    stop, worst, begun = asyncio.Event(), 0.0, time.perf_counter()
    # As the program does once it has read its cases.
    gc.freeze()
    async with aiohttp.ClientSession() as http:
        rest = Rest(http, settings.discord_api_url, settings.discord_token)
        connection = Gateway(settings, rest, InteractionHandler(CommandService(corpus, Presentation())))
        keeping = asyncio.create_task(connection.run(stop))
        known = 0.0
        while not known or time.perf_counter() - begun < known + QUIET:
            before = time.process_time()
            await asyncio.sleep(0)
            worst = max(worst, time.process_time() - before)
            if not known and connection.client and len(connection.client.guilds) >= GUILDS:
                known = time.perf_counter() - begun
        stop.set()
        await keeping
    print(worst, known)


@asynccontextmanager
async def _running(command: list[str], discord: FakeDiscord, folder: Path) -> AsyncIterator[int]:
    env = {
        **os.environ,
        **discord.env,
        "PYTHONPATH": str(ROOT),
        "CONTENT_DIR": str(ROOT / "content"),
        "LOG_LEVEL": "error",
    }
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=env)
    try:
        await discord.gateway.connected()
        await asyncio.sleep(QUIET)  # until it has told its commands and said that it is ready
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(_watched() if sys.argv[1:] == ["watched"] else main())
