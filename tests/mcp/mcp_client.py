"""A client of our own: requests of either revision, over HTTP or the pipes of a process."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientResponse

from tests.api.conftest import Client

MODERN, LEGACY = "2026-07-28", "2025-11-25"
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": {"name": "ours", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
ACCEPT = "application/json, text/event-stream"


def request(method: str, revision: str = MODERN, identifier: str | int = 1, **params: Any) -> dict[str, Any]:
    """A request as a client of a revision sends it."""
    given = {**params, "_meta": META} if revision == MODERN else params
    return {"jsonrpc": "2.0", "id": identifier, "method": method, "params": given}


def headers_of(message: dict[str, Any], revision: str = MODERN) -> dict[str, str]:
    """The headers that a client of a revision sends with a message."""
    headers = {"Accept": ACCEPT, "MCP-Protocol-Version": revision}
    if revision == MODERN:
        headers["Mcp-Method"] = message["method"]
        name = message["params"].get("name") or message["params"].get("uri")
        if name and message["method"] in {"tools/call", "resources/read"}:
            headers["Mcp-Name"] = name
    return headers


async def posted(client: Client, message: dict[str, Any], revision: str = MODERN) -> ClientResponse:
    """The response to a message, as it came."""
    return await client.post("/mcp", json=message, headers=headers_of(message, revision))


async def result_of(client: Client, method: str, revision: str = MODERN, **params: Any) -> Any:
    """The result of a request, over HTTP."""
    response = await posted(client, request(method, revision, **params), revision)
    body = await response.json()
    assert response.status == 200, body
    return body["result"]


async def called(client: Client, name: str, revision: str = MODERN, **arguments: Any) -> Any:
    """The result of a call of a tool, over HTTP."""
    return await result_of(client, "tools/call", revision, name=name, arguments=arguments)
