"""Schemathesis sends the API what its document allows and what it doesn't, and finds nothing amiss."""

from __future__ import annotations

import re
from pathlib import Path

from aiohttp.test_utils import TestServer

from tests.api.conftest import Client
from tests.judges import judge, printed

EXAMPLES = 12
"""Of each kind for each operation."""
LEAST_CASES = 400
"""Fewer would be a run that has not asked what it should have."""
OPERATIONS = re.compile(r"Operations: +(\d+) selected / (\d+) total")
CASES = re.compile(r"(\d+) generated, (\d+) passed$", re.MULTILINE)
METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})


async def test_schemathesis_finds_no_failure(client: Client, tmp_path: Path) -> None:
    server = client.server
    assert isinstance(server, TestServer)
    document = f"http://127.0.0.1:{server.port}/api/v1/openapi.json"
    options = (f"--max-examples={EXAMPLES}", "--seed=1", "--generation-deterministic", "--no-color")
    command = (judge("bin/schemathesis"), "run", document, "--checks=all", *options)
    output = await printed(*command, status=0, folder=tmp_path)
    [(selected, every)] = OPERATIONS.findall(output)
    [(generated, passed)] = CASES.findall(output)
    assert selected == every == str(await operations_of(client))
    assert generated == passed
    assert int(passed) >= LEAST_CASES
    assert all(f"✅ {phase}" in output for phase in ("Coverage", "Fuzzing", "Stateful"))


async def operations_of(client: Client) -> int:
    """How many operations the document has."""
    document = await (await client.get("/api/v1/openapi.json")).json()
    return sum(method in METHODS for path in document["paths"].values() for method in path)
