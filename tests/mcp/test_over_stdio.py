"""MCP over the pipes of a real process: answers line by line, and nothing but JSON-RPC on standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from bot.api.body_limit import LONGEST_BODY
from tests.mcp.mcp_client import LEGACY, MODERN, request

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60


class Piped:
    """A server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "mcp"],
            cwd=folder,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def send(self, line: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def ask(self, message: dict[str, Any]) -> Any:
        self.send(json.dumps(message).encode())
        return self.read()

    def read(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def piped(tmp_path: Path) -> Iterator[Piped]:
    copytree(ROOT / "content", tmp_path / "content")
    server = Piped(tmp_path)
    yield server
    server.process.kill()
    server.process.communicate()


def test_both_revisions_are_answered_and_the_end_of_the_input_is_the_end(piped: Piped) -> None:
    found = piped.ask(request("server/discover"))["result"]
    assert found["supportedVersions"] == [MODERN, LEGACY]
    asked: dict[str, Any] = {
        "protocolVersion": LEGACY,
        "capabilities": {},
        "clientInfo": {"name": "ours", "version": "1"},
    }
    assert piped.ask(request("initialize", LEGACY, **asked))["result"]["protocolVersion"] == LEGACY
    piped.send(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')
    for number, revision in enumerate((MODERN, LEGACY), start=7):
        arguments = {"text": "Carroll was awarded $50 million in damages"}
        made = piped.ask(
            request("tools/call", revision, number, name="verify_quotations", arguments=arguments)
        )
        assert made["id"] == number
        assert made["result"]["structuredContent"]["claims"][0]["changes"] == ["number"]
    output, errors = piped.process.communicate(timeout=PATIENCE)
    assert (output, errors, piped.process.returncode) == (b"", b"", 0)


def test_what_is_no_message_is_an_error_and_the_next_one_is_answered(piped: Piped) -> None:
    for line, code in (
        (b"{", -32700),
        (b"\xff\xfe", -32700),
        (b'{"jsonrpc": "2.0", "id": 1}', -32600),
        (b"[" * 50_000, -32700),
        (b'"' + b"x" * (2 * LONGEST_BODY) + b'"', -32600),
    ):
        piped.send(line)
        assert piped.read()["error"]["code"] == code
    piped.send(b"")
    assert piped.ask(request("ping", LEGACY, "\ud800")) == {"jsonrpc": "2.0", "id": "\ud800", "result": {}}


def test_mistakes_in_the_cases_are_told_on_standard_error_alone(tmp_path: Path) -> None:
    copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "content/broken").mkdir()
    (tmp_path / "content/broken/case.yaml").write_text("title: 7\n", "utf-8")
    server = Piped(tmp_path)
    assert server.ask(request("tools/list"))["result"]["tools"]
    output, errors = server.process.communicate(timeout=PATIENCE)
    assert output == b""
    assert b"in the case files: python -m bot check lists them." in errors
