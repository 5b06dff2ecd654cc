"""All process types, watched by their management ports while they run and while what they need goes away."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.app.test_watching import METRIC, expressions
from tests.databases import migrated, postgres_server
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.server import slack_server
from tests.platforms.slack.bots import SOCKET_MODE
from tests.ports import free_port
from tests.starts import Started, start

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
NEEDS = {
    "web": {"database"},
    "discord": {"database", "gateway"},
    "slack": {"database", "socket"},
    "worker": {"database"},
}
"""The process types, with the checks that each has."""


@dataclass
class Watched:
    """A process, with the ports of its pages and of its management."""

    kind: str
    process: Started
    port: int
    managed: int

    async def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        address = f"http://127.0.0.1:{port or self.managed}{path}"
        async with aiohttp.ClientSession() as http, http.get(address) as response:
            return response.status, await response.text()

    async def ready(self, wanted: Callable[[int, dict[str, Any]], bool]) -> dict[str, Any]:
        """What /readyz says, once it is as wanted."""
        said: object = None
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    try:
                        status, text = await self.get("/readyz")
                    except aiohttp.ClientConnectionError:
                        assert self.process.returncode is None, await self.process.communicate()
                    else:
                        said = found = json.loads(text)
                        if wanted(status, found):
                            return dict(found)
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"{self.kind}: {said}") from None

    async def ended(self) -> tuple[int | None, list[str]]:
        """Its exit status after SIGTERM, and every line that it has printed."""
        if self.process.returncode is None:
            self.process.terminate()
        async with asyncio.timeout(PATIENCE):
            output = await self.process.communicate()
        return self.process.returncode, [line for stream in output for line in stream.decode().splitlines()]


async def started(kind: str, folder: Path, env: dict[str, str]) -> Watched:
    port, managed = free_port(), free_port()
    settings = {
        "CONTENT_DIR": str(ROOT / "content"),
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "debug",
        "PORT": str(port),
        "METRICS_PORT": str(managed),
        **env,
    }
    process = await start(kind, folder=folder, environment=settings)
    return Watched(kind, process, port, managed)


def samples(text: str) -> dict[str, set[str]]:
    """The names of the samples in what a process shows, with the names of their labels."""
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


async def test_every_process_type_is_watched_while_it_runs_and_while_what_it_needs_is_gone(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postgres_server())
        database = {"DATABASE_URL": migrated(server.url)}
        discord = await stack.enter_async_context(FakeDiscord())
        slack = await stack.enter_async_context(slack_server())
        env = {
            "web": {**discord.env, "DISCORD_PUBLIC_KEY": "ab" * 32},
            "discord": discord.env,
            "slack": {**SOCKET_MODE, "SLACK_API_URL": slack.api_url},
            "worker": discord.env,
        }
        watched = [await started(kind, tmp_path, {**database, **more}) for kind, more in env.items()]
        try:
            for one in watched:
                await one.ready(lambda status, _: status == 200)
            await (await discord.slash("case damages")).callback()
            await check_metrics(watched)
            server.stop()
            await stack.aclose()
            await check_problems(watched)
        finally:
            ends = [await one.ended() for one in watched]
    for one, (status, lines) in zip(watched, ends, strict=True):
        check_log(one.kind, lines)
        assert status == 0, (one.kind, lines[-5:])


async def check_metrics(watched: list[Watched]) -> None:
    """Each type shows what it has, on its management port alone, and together all that is watched."""
    shown: dict[str, dict[str, set[str]]] = {}
    for one in watched:
        assert (await one.get("/healthz"))[0] == 200
        status, text = await one.get("/metrics")
        assert status == 200
        shown[one.kind] = samples(text)
        assert {"bot_build_info", "bot_cases", "process_open_fds"} <= shown[one.kind].keys()
        checks = set(re.findall(r'bot_check_ok\{check="(\w+)"\} 1.0', text))
        assert checks == NEEDS[one.kind]
        assert ("bot_connected" in shown[one.kind]) == (one.kind in {"discord", "slack"})
        assert ("bot_deliveries_due" in shown[one.kind]) == (one.kind == "worker")
    [web] = [one for one in watched if one.kind == "web"]
    assert (await web.get("/metrics", web.port))[0] == 404
    assert (await web.get("/readyz", web.port))[0] == 200
    assert "bot_answer_seconds_bucket" in shown["discord"]
    together = {name for names in shown.values() for name in names}
    asked = {found[1] for one in expressions() for found in METRIC.finditer(one)}
    # A heartbeat is measured for the first time after most of a minute.
    assert asked - together <= {"bot_connection_latency_seconds"}


def is_unready(needs: set[str], status: int, body: dict[str, Any]) -> bool:
    return status == 503 and body.get("problems", {}).keys() == needs


async def check_problems(watched: list[Watched]) -> None:
    """Each type says by name what is gone, and may be asked to leave that out."""
    for one in watched:
        needs = NEEDS[one.kind]
        found = await one.ready(partial(is_unready, needs))
        assert found["status"] == "not ready"
        assert found["problems"]["database"]
        leaving_out = "&".join(f"exclude={name}" for name in needs)
        assert (await one.get(f"/readyz?{leaving_out}"))[0] == 200
        assert "bot_database_up 0.0" in (await one.get("/metrics"))[1]


def check_log(kind: str, lines: list[str]) -> None:
    """Every line that a process printed is JSON, and an outage is one of them a minute."""
    assert lines
    events = [json.loads(line) for line in lines]
    assert all("\n" not in event["event"] for event in events)
    outages = [event for event in events if "reconnect" in event["event"] or "not reached" in event["event"]]
    # The connection that was lost, and the ones that could not be opened instead.
    assert len(outages) <= 2, outages
    if kind == "discord":
        assert outages


async def test_what_stops_a_start_is_json_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_FORMAT=json\nDISCORD_TOKN=x\n", "utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        starts = {
            ("web", "PORT=eighty"): "PORT: “eighty” is not a port",
            ("discord", "CONTENT_DIR=content"): "There is no token: make one in Discord's Developer Portal",
            ("slack", "METRICS_PORT=81 PORT=81"): "METRICS_PORT: 81 is PORT too",
            ("worker", f"METRICS_PORT={port} DISCORD_TOKEN=x"): f"Cannot listen on 127.0.0.1:{port}: another",
        }
        for (kind, env), sentence in starts.items():
            settings = dict(one.split("=") for one in env.split())
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", kind),
                cwd=tmp_path,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    "CONTENT_DIR": str(ROOT / "content"),
                    "PORT": str(free_port()),
                    "DATABASE_URL": migrated(f"sqlite:///{tmp_path}/{kind}.db"),
                    **{
                        name: str(ROOT / text) if name == "CONTENT_DIR" else text
                        for name, text in settings.items()
                    },
                },
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            output, errors = await process.communicate()
            events = [json.loads(line) for line in (output + errors).decode().splitlines()]
            assert process.returncode == 1
            reasons = {one["event"]: one["reason"] for one in events if "reason" in one}
            assert reasons["cannot serve"].startswith(sentence)
            assert ("setting doubted" in reasons) == (
                "cannot serve" in reasons and kind in {"discord", "worker"}
            )
