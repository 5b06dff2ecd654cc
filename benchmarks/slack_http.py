"""Signed Slack commands over HTTP: our bot beside bare Bolt apps that acknowledge with a constant.

All servers share one core, which only the one that is asked needs, and the client has another. They are asked
in turn, so that a slow moment of the machine meets all; every request has its own signature and trigger.
What is done in a second of processor time does not depend on what else the machine is doing.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from asyncio.subprocess import Process
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from _measure import ROOT, p50, p99, table
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.signature import SignatureVerifier
from tests.fakes.slack.lines import encoded, signed
from tests.fakes.slack.server import BOT_TOKEN, SIGNING_SECRET, slack_server
from tests.ports import free_port

ROUNDS, IN_A_ROUND, AT_ONCE = 10, 100, 16
FUZZED = 100_000
COMMANDS = ("status", "damages", "timeline", "people")
CORES = os.sched_getaffinity(0)
_triggers = itertools.count()


@dataclass(frozen=True)
class Bare:
    """A Bolt app as its documentation makes one, which acknowledges with a constant."""

    constant: dict[str, Any]
    before: bool = False

    async def serve(self, slack: str, reported: Connection) -> None:
        """Serve it."""
        client = AsyncWebClient(BOT_TOKEN, base_url=slack)
        app = AsyncApp(client=client, signing_secret=SIGNING_SECRET, process_before_response=self.before)

        @app.command(re.compile("/"))
        async def answer(ack: AsyncAck) -> None:
            await ack(self.constant)

        await _listen(app.web_app(), reported)


async def _listen(site: web.Application, reported: Connection) -> None:
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reported.send(runner.addresses[0][1])
    await asyncio.Event().wait()


def _run(bare: Bare, slack: str, reported: Connection) -> None:
    os.sched_setaffinity(0, {min(CORES)})
    asyncio.run(bare.serve(slack, reported))


def request() -> bytes:
    """A signed command as it goes over the wire."""
    number = next(_triggers)
    fields = {
        "command": "/case",
        "text": COMMANDS[number % len(COMMANDS)],
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": f"1.2.{number}",
        "response_url": "https://hooks.slack.com/commands/T1/1/a",
    }
    body, content_type = encoded("slash_commands", fields)
    headers = {**signed(body), "Host": "bot", "Content-Type": content_type, "Content-Length": str(len(body))}
    head = "\r\n".join(
        ["POST /slack/events HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    )
    return head.encode() + b"\r\n\r\n" + body


async def ask(port: int, requests: list[bytes]) -> list[float]:
    """Ask one after the other over one connection; the seconds of each acknowledgement."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    took = []
    for one in requests:
        begin = time.perf_counter()
        writer.write(one)
        head = await reader.readuntil(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(found[1]) if found else 0)
        took.append(time.perf_counter() - begin)
        if not head.startswith(b"HTTP/1.1 200") or not body:
            raise RuntimeError(head.decode())
    writer.close()
    return took


@dataclass
class Server:
    """A server that is asked: the seconds of each acknowledgement alone, and what it does under load."""

    name: str
    process: Process | SpawnProcess
    port: int
    alone: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    busy: float = 0.0
    """Seconds of the processor under load."""

    @property
    def used(self) -> float:
        """Seconds of the processor that it has used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    async def load(self) -> None:
        """Ask over many connections at once."""
        batches = [[request() for _ in range(IN_A_ROUND)] for _ in range(AT_ONCE)]
        begin, used = time.perf_counter(), self.used
        await asyncio.gather(*(ask(self.port, batch) for batch in batches))
        self.rates.append(IN_A_ROUND * AT_ONCE / (time.perf_counter() - begin))
        self.busy += self.used - used


async def measure(servers: list[Server]) -> None:
    """Ask them in turn."""
    for server in servers:
        await ask(server.port, [request() for _ in range(IN_A_ROUND)])
    for _ in range(ROUNDS):
        for server in servers:
            server.alone += await ask(server.port, [request() for _ in range(IN_A_ROUND)])
        for server in servers:
            await server.load()


async def answer_once(port: int) -> dict[str, Any]:
    """The message that our bot acknowledges with."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(request())
    head = await reader.readuntil(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: (\d+)", head)
    body: dict[str, Any] = json.loads(await reader.readexactly(int(found[1]) if found else 0))
    writer.close()
    return body


def fuzzed() -> tuple[int, float]:
    """How many of the forged signatures are accepted, and the microseconds of each refusal."""
    signature, chance = SignatureVerifier(SIGNING_SECRET), random.Random(5)  # noqa: S311  -- to be the same each time
    body = b"command=%2Fcase&text=status"
    stamp = signed(body)["X-Slack-Request-Timestamp"]
    forged = [
        {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={chance.getrandbits(256):064x}"}
        for _ in range(FUZZED)
    ]
    begin = time.perf_counter()
    accepted = sum(signature.is_valid(body, headers) for headers in forged)
    return accepted, (time.perf_counter() - begin) / FUZZED * 1e6


async def compare() -> None:
    """Start all servers, ask them, and print what they did."""
    os.sched_setaffinity(0, {max(CORES)})
    async with slack_server() as slack:
        ours = Server("ours: /case, the whole answer", *await _ours(slack.api_url))
        whole = await answer_once(ours.port)
        sentence = {"response_type": "ephemeral", "text": "The answer is known."}
        servers = [
            ours,
            Server("bare Bolt: a sentence", *await _bare(slack.api_url, Bare(sentence))),
            Server("the same, listener first", *await _bare(slack.api_url, Bare(sentence, before=True))),
            Server("the same, our answer", *await _bare(slack.api_url, Bare(whole, before=True))),
        ]
        await measure(servers)
        for server in servers:
            server.process.terminate()
    print(f"An answer of ours has {len(json.dumps(whole, ensure_ascii=False).encode()):,} bytes of JSON.\n")
    head = ("server, on one core", "p50 ms", "p99 ms", "to bare", "a second", "a second of CPU", "to bare")
    table(head, (_row(server, servers[1]) for server in servers))
    accepted, microseconds = fuzzed()
    print(f"Forged signatures accepted: {accepted} of {FUZZED:,}; {microseconds:.1f} µs each to refuse.")


async def _ours(slack: str) -> tuple[Process, int]:
    """The unmodified bot, in a folder of its own."""
    port = free_port()
    settings = {
        "PYTHONPATH": str(ROOT),
        "CONTENT_DIR": str(ROOT / "content"),
        "PORT": str(port),
        "SLACK_API_URL": slack,
        "COOLDOWN_ANSWERS": "0",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "web", cwd=tempfile.mkdtemp(), env=settings, stdout=subprocess.PIPE
    )
    os.sched_setaffinity(process.pid, {min(CORES)})
    assert process.stdout  # noqa: S101  -- for the type checker
    await process.stdout.readline()
    return process, port


async def _bare(slack: str, bare: Bare) -> tuple[SpawnProcess, int]:
    received, reported = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(bare, slack, reported), daemon=True
    )
    process.start()
    port: int = await asyncio.to_thread(received.recv)
    return process, port


def _row(server: Server, base: Server) -> tuple[str, ...]:
    middle, bare = p50(server.alone), base.busy / server.busy
    latency = f"{middle * 1e3:.2f}", f"{p99(server.alone) * 1e3:.2f}", f"{middle / p50(base.alone):.2f}×"
    each = server.busy / (ROUNDS * IN_A_ROUND * AT_ONCE)
    return (server.name, *latency, f"{p50(server.rates):,.0f}", f"{1 / each:,.0f}", f"{bare:.0%}")


if __name__ == "__main__":
    asyncio.run(compare())
