"""Measures the API and MCP over loopback: one claim, a hundred at once, and chat answers during a flood.

The client runs in a process of its own; the server is the whole site over as many invented cases as the
argument says, 200 where it says nothing.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
from _claims import article_of, stretch
from _invented import open_half
from _measure import p50, p99, table
from aiohttp import web

from bot.answers.asker import Asker
from bot.api.records import check_record
from bot.api.requests import VerifyRequest
from bot.app.programs import mount_programs
from bot.cases.library import Library
from bot.corpus.index_files import open_archive
from bot.rendering.render import Presentation, to_text
from bot.search.archive import Archive
from bot.service.command_service import CommandService
from bot.settings import Settings
from bot.web.site import make_site

CASES, ALONE, AT_ONCE, FLOOD = 200, 1_000, 100, 3_000
CHAT_EVERY = 0.05
"""Seconds between two chat answers during a flood."""
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}
HEADERS = {
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "tools/call",
    "Mcp-Name": "verify_quotations",
}


class Opened(NamedTuple):
    """The archive as the command service asks for it."""

    archive: Archive


def main() -> None:
    """Measure at 200 cases, or at as many as the argument says, and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    cases = open_half(count)
    generator = random.Random(7)  # noqa: S311  -- the same claims in every run
    claims = [
        f"“{stretch(article, generator)}”"
        for case in generator.sample(cases, min(100, count))
        for article in article_of(case)
    ]
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(Library({case.id: case for case in cases}, folder="content"), Path(folder))
        made = _made(archive, claims)
        rows = [_row("an answer made, processor time", made), *asyncio.run(_measured(archive, claims))]
    print(f"{len(cases):,} cases, {archive.index.passages:,} passages")
    table(["what", "p50 ms", "p99 ms", "worst ms"], rows)


def _made(archive: Archive, claims: list[str]) -> list[float]:
    """Seconds of the processor for each answer, without the network and whatever else the machine does."""
    seconds = []
    for _ in range(10):
        for text in claims:
            begin = time.process_time()
            check_record(archive, VerifyRequest(text=text), Presentation()).model_dump_json()
            seconds.append(time.process_time() - begin)
    return seconds[len(claims) :]


async def _measured(archive: Archive, claims: list[str]) -> list[list[str]]:
    service = CommandService(Opened(archive), Presentation())
    site = make_site(service)
    mount_programs(site, Settings(api_requests_per_minute=0), service, lambda *_: None)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, get_context("spawn")) as client:
        rows = [
            _row(name, await loop.run_in_executor(client, _client, address, kind, claims, calls, at_once))
            for name, kind, calls, at_once in (
                ("API, one claim after the other", "api", ALONE, 1),
                ("API, 100 at once", "api", AT_ONCE * 10, AT_ONCE),
                ("MCP, one claim after the other", "mcp", ALONE, 1),
                ("MCP, 100 at once", "mcp", AT_ONCE * 10, AT_ONCE),
            )
        ]
        quiet = await _chat(service, claims, lambda: asyncio.sleep(2))
        flood = await _chat(
            service,
            claims,
            lambda: loop.run_in_executor(client, _client, address, "api", claims, FLOOD, AT_ONCE),
        )
    await runner.cleanup()
    return [*rows, _row("chat answer, nothing else", quiet), _row("chat answer, during a flood", flood)]


async def _chat(
    service: CommandService, claims: list[str], meanwhile: Callable[[], Awaitable[Any]]
) -> list[float]:
    """Seconds of chat answers, each to a claim that was not asked before, while something goes on."""
    asker = Asker("playground", "", "", "")
    done = asyncio.ensure_future(meanwhile())
    seconds: list[float] = []
    while not done.done():
        begin = time.perf_counter()
        await service.reply(f"/verify {len(seconds)} {claims[len(seconds) % len(claims)]}", asker, to_text)
        seconds.append(time.perf_counter() - begin)
        await asyncio.sleep(CHAT_EVERY)
    await done
    return seconds


def _client(address: str, kind: str, claims: list[str], calls: int, at_once: int) -> list[float]:
    return asyncio.run(_calls(address, kind, claims, calls, at_once))


async def _calls(address: str, kind: str, claims: list[str], calls: int, at_once: int) -> list[float]:
    """Seconds of each call, of which so many are under way at once."""
    seconds: list[float] = []
    numbers = iter(range(calls))

    async def works(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            text = claims[number % len(claims)]
            begin = time.perf_counter()
            await _asked(session, address, kind, text)
            seconds.append(time.perf_counter() - begin)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as session:
        for number in range(10):
            await _asked(session, address, kind, claims[number])
        await asyncio.gather(*(works(session) for _ in range(at_once)))
    return seconds


async def _asked(session: aiohttp.ClientSession, address: str, kind: str, text: str) -> None:
    if kind == "api":
        request = session.post(f"{address}/api/v1/verify", json={"text": text})
    else:
        params = {"name": "verify_quotations", "arguments": {"text": text}, "_meta": META}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        request = session.post(f"{address}/mcp", json=message, headers=HEADERS)
    async with request as response:
        await response.read()
        response.raise_for_status()


def _row(name: str, seconds: list[float]) -> list[str]:
    return [name, *(f"{1000 * one:.1f}" for one in (p50(seconds), p99(seconds), max(seconds)))]


if __name__ == "__main__":
    main()
