"""The protocol's official conformance suite and SDK client as judges, where they are at hand.

``npm install @modelcontextprotocol/conformance`` in the folder that MCP_CONFORMANCE names; it needs Node 22,
which Playwright brings. The client needs the package ``mcp``, in any environment: MCP_PYTHON names its
interpreter.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from tests.api.conftest import Client

ROOT = Path(__file__).parent.parent.parent
SUITE = Path(os.environ.get("MCP_CONFORMANCE", "nowhere")) / "node_modules/@modelcontextprotocol/conformance"
PASSED = re.compile(r"Passed: (\d+)/(\d+), 0 failed")
# Those that need none of the suite's own tools, with the checks that each makes: fewer would prove nothing.
SCENARIOS = [
    ("2026-07-28", "tools-list", 4),
    ("2026-07-28", "resources-list", 2),
    ("2026-07-28", "sep-2164-resource-not-found", 4),
    ("2026-07-28", "dns-rebinding-protection", 2),
    ("2026-07-28", "http-header-validation", 14),
    ("2026-07-28", "server-sse-multiple-streams", 1),
    ("2025-11-25", "server-initialize", 2),
    ("2025-11-25", "ping", 2),
    ("2025-11-25", "tools-list", 3),
    ("2025-11-25", "resources-list", 2),
    ("2025-11-25", "dns-rebinding-protection", 2),
]
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


async def printed(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return re.sub(r"\x1b\[[0-9;]*m", "", output.decode())


def address_of(client: Client) -> str:
    server = client.server
    assert isinstance(server, TestServer)
    return f"http://127.0.0.1:{server.port}/mcp"


@pytest.mark.skipif(not SUITE.exists(), reason="MCP_CONFORMANCE names no folder with the conformance suite")
@pytest.mark.parametrize(("revision", "scenario", "checks"), SCENARIOS)
async def test_the_conformance_suite_passes(
    client: Client, revision: str, scenario: str, checks: int
) -> None:
    import playwright  # noqa: PLC0415

    node = Path(playwright.__file__).parent / "driver/node"
    asked = ("--url", address_of(client), "--spec-version", revision, "--scenario", scenario)
    output = await printed(str(node), str(SUITE / "dist/index.js"), "server", *asked)
    found = PASSED.search(output)
    assert found, output[-3000:]
    assert (int(found[1]), int(found[2])) == (checks, checks)


@pytest.mark.skipif("MCP_PYTHON" not in os.environ, reason="MCP_PYTHON names no interpreter with the SDK")
async def test_the_client_of_the_sdk_is_answered_over_http_and_stdio(client: Client) -> None:
    python = os.environ["MCP_PYTHON"]
    output = await printed(python, "-c", DRIVE, address_of(client), sys.executable, str(ROOT))
    assert output.splitlines() == ["4 True 1"] * 2
