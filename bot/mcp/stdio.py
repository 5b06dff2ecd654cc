"""MCP over standard input and output: one message a line, and nothing else on standard output."""

import json
import sys
from contextlib import redirect_stdout
from typing import BinaryIO

from bot.api.body_limit import LONGEST_BODY
from bot.api.models import JsonObject
from bot.api.refusals import RequestRefused
from bot.api.strict_json import parsed_json
from bot.mcp.messages import INVALID_REQUEST, PARSE_ERROR, RpcError, error_message
from bot.mcp.server import McpServer


def serve_stdio(server: McpServer, reads: BinaryIO, writes: BinaryIO) -> None:
    """Answer each line until the input ends; whatever is printed meanwhile goes to standard error."""
    with redirect_stdout(sys.stderr):
        while line := reads.readline(LONGEST_BODY + 1):
            if len(line) > LONGEST_BODY:
                _skip_rest(reads, line)
                message: JsonObject | None = error_message(_too_long(), None)
            elif not line.strip():
                continue
            else:
                message = _answer(server, line)
            if message is not None:
                writes.write(encoded(message) + b"\n")
                writes.flush()


def _answer(server: McpServer, line: bytes) -> JsonObject | None:
    try:
        return server.respond(parsed_json(line)).message
    except RequestRefused as error:
        return error_message(RpcError(PARSE_ERROR, error.detail), None)


def _too_long() -> RpcError:
    return RpcError(INVALID_REQUEST, f"A message has {LONGEST_BODY:,} bytes at most.")


def _skip_rest(reads: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = reads.readline(LONGEST_BODY)


def encoded(message: JsonObject) -> bytes:
    """A message as compact JSON on one line; an id that holds half of a surrogate pair comes back escaped."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")
