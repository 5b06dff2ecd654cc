"""The protocol's official conformance suite and SDK client as judges; “make judges” installs them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from tests.api.conftest import Client
from tests.judges import NODE, judge, printed

ROOT = Path(__file__).parent.parent.parent
SUITE = "node_modules/@modelcontextprotocol/conformance/dist/index.js"
PASSED = re.compile(r"Passed: (\d+)/(\d+), 0 failed")
# Those that need none of the suite's own tools, with the checks that each makes: fewer would prove nothing.
SCENARIOS = [
    ("2026-07-28", "tools-list", 4),
    ("2026-07-28", "resources-list", 2),
    ("2026-07-28", "sep-2164-resource-not-found", 4),
    ("2026-07-28", "dns-rebinding-protection", 2),
    ("2026-07-28", "http-header-validation", 14),
    ("2026-07-28", "server-sse-multiple-streams", 1),
    ("2026-07-28", "input-required-result-unsupported-methods", 2),
    ("2025-11-25", "server-initialize", 2),
    ("2025-11-25", "ping", 2),
    ("2025-11-25", "tools-list", 3),
    ("2025-11-25", "resources-list", 2),
    ("2025-11-25", "dns-rebinding-protection", 2),
]
# Some checks of these scenarios need tools or prompts of the suite's own server: only these may fail, and at
# least so many others pass.
IN_PART = [
    (
        "server-stateless",
        19,
        {
            "sep-2575-server-rejects-undeclared-capability",
            "sep-2575-missing-capability-http-400",
            "sep-2575-http-server-no-independent-requests-on-stream",
            "sep-2575-server-no-log-without-loglevel",
        },
    ),
    ("caching", 7, {"sep-2549-prompts-list-caching-hints"}),
]
CHECK = re.compile(r"\[([\w-]+) *\] (SUCCESS|FAILURE)\b")
DRIVE = """
import asyncio, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client import streamable_http

connect = getattr(streamable_http, "streamable_http_client", None) or streamable_http.streamablehttp_client

async def drive(streams):
    async with ClientSession(streams[0], streams[1]) as session:
        await session.initialize()
        tools = (await session.list_tools()).tools
        claim = {"text": "Carroll was awarded $50 million in damages"}
        made = await session.call_tool("verify_quotations", claim)
        [source] = (await session.list_resources()).resources
        read = await session.read_resource(source.uri)
        print(len(tools), "altered" in made.content[0].text, len(read.contents))

async def main():
    async with connect(sys.argv[1]) as streams:
        await drive(streams)
    environ = {"PYTHONPATH": sys.argv[3]}
    server = StdioServerParameters(command=sys.argv[2], args=["-m", "bot", "mcp"], env=environ)
    async with stdio_client(server) as streams:
        await drive(streams)

asyncio.run(main())
"""


def address_of(client: Client) -> str:
    server = client.server
    assert isinstance(server, TestServer)
    return f"http://127.0.0.1:{server.port}/mcp"


@pytest.mark.parametrize(("revision", "scenario", "checks"), SCENARIOS)
async def test_the_conformance_suite_passes(
    client: Client, revision: str, scenario: str, checks: int
) -> None:
    asked = ("--url", address_of(client), "--spec-version", revision, "--scenario", scenario)
    output = await printed(NODE, judge(SUITE), "server", *asked)
    found = PASSED.search(output)
    assert found, output[-3000:]
    assert (int(found[1]), int(found[2])) == (checks, checks)


@pytest.mark.parametrize(("scenario", "least", "failing"), IN_PART)
async def test_only_what_needs_the_suites_own_server_fails(
    client: Client, scenario: str, least: int, failing: set[str]
) -> None:
    asked = ("--url", address_of(client), "--spec-version", "2026-07-28", "--scenario", scenario)
    output = await printed(NODE, judge(SUITE), "server", *asked)
    found = set(CHECK.findall(output))
    assert {name for name, how in found if how == "FAILURE"} == failing, output
    assert len([name for name, how in found if how == "SUCCESS"]) >= least


async def test_the_client_of_the_sdk_is_answered_over_http_and_stdio(client: Client) -> None:
    output = await printed(judge("bin/python"), "-c", DRIVE, address_of(client), sys.executable, str(ROOT))
    assert output.splitlines() == ["4 True 1"] * 2
