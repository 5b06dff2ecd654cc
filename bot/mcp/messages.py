"""JSON-RPC messages of the Model Context Protocol, in its revisions with and without a handshake.

Rules: https://modelcontextprotocol.io/specification/2026-07-28/basic and …/2025-11-25/basic.
"""

from dataclasses import dataclass

from bot.api.models import JsonObject

MODERN, LEGACY = "2026-07-28", "2025-11-25"
"""The revision in which every request says its version, and the one that begins with a handshake."""
SUPPORTED = (MODERN, LEGACY)
META = "io.modelcontextprotocol/"
VERSION_FIELD, CAPABILITIES_FIELD = f"{META}protocolVersion", f"{META}clientCapabilities"
PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, INTERNAL_ERROR = (
    -32700,
    -32600,
    -32601,
    -32602,
    -32603,
)
HEADER_MISMATCH, UNSUPPORTED_VERSION, LEGACY_NOT_FOUND = -32020, -32022, -32002


class RpcError(Exception):
    """A JSON-RPC error, with the HTTP status that it has in the revision without a handshake."""

    def __init__(self, code: int, message: str, data: JsonObject | None = None, status: int = 200) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data
        self.status = status


@dataclass(frozen=True)
class RpcRequest:
    """A request, or a notification where it has no id; ``is_modern`` tells of which revision it is."""

    method: str
    params: JsonObject
    id: str | int | None
    is_modern: bool

    @property
    def is_notification(self) -> bool:
        """Whether it is a notification, which has no answer."""
        return self.id is None


def request_of(message: object) -> RpcRequest | None:
    """The request that a message is; None for a response, which asks nothing. Raises RpcError."""
    if isinstance(message, list):
        raise RpcError(INVALID_REQUEST, "Batches are not a part of this protocol.", status=400)
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise RpcError(INVALID_REQUEST, 'A message is an object with "jsonrpc": "2.0".', status=400)
    method, params = message.get("method"), message.get("params", {})
    if method is None and ("result" in message or "error" in message):
        return None
    identifier = message.get("id")
    has_id = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    if not isinstance(method, str) or ("id" in message and not has_id):
        raise RpcError(INVALID_REQUEST, "A request has a method and an id, text or a number.", status=400)
    if not isinstance(params, dict):
        raise RpcError(INVALID_PARAMS, "The params of a request are an object.", status=400)
    meta = params.get("_meta", {})
    is_modern = isinstance(meta, dict) and VERSION_FIELD in meta
    return RpcRequest(method, params, identifier, is_modern or method == "server/discover")


def check_version(request: RpcRequest) -> None:
    """Check what a request without a handshake says of itself. Raises RpcError."""
    meta = request.params.get("_meta")
    version = meta.get(VERSION_FIELD) if isinstance(meta, dict) else None
    if not isinstance(version, str):
        raise RpcError(
            INVALID_PARAMS, f"A request says its version in _meta, as {VERSION_FIELD}.", status=400
        )
    if version != MODERN:
        data = {"supported": list(SUPPORTED), "requested": version}
        raise RpcError(UNSUPPORTED_VERSION, "Unsupported protocol version", data, status=400)
    if not isinstance(meta, dict) or not isinstance(meta.get(CAPABILITIES_FIELD), dict):
        missing = f"A request says what its client can do in _meta, as {CAPABILITIES_FIELD}."
        raise RpcError(INVALID_PARAMS, missing, status=400)


def error_message(error: RpcError, identifier: str | int | None) -> JsonObject:
    """The response with an error; without an id where that of the request is not known."""
    details: JsonObject = {"code": error.code, "message": error.message}
    if error.data is not None:
        details["data"] = error.data
    return {"jsonrpc": "2.0", **({} if identifier is None else {"id": identifier}), "error": details}


def identifier_of(message: object) -> str | int | None:
    """The id of a message that may be no request, where it has one that is allowed."""
    found = message.get("id") if isinstance(message, dict) else None
    return found if isinstance(found, str | int) and not isinstance(found, bool) else None
