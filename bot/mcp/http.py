"""MCP over HTTP (Streamable HTTP): every message is a POST of its own, answered with one JSON object."""

import base64
import binascii
from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.api.access import Access, shared_with
from bot.api.body import json_body
from bot.api.models import JsonObject
from bot.api.pool import WorkPool
from bot.api.rate_limit import RateLimit
from bot.api.refusals import RequestRefused, TryLater
from bot.mcp.messages import (
    HEADER_MISMATCH,
    INVALID_PARAMS,
    INVALID_REQUEST,
    MODERN,
    PARSE_ERROR,
    SUPPORTED,
    UNSUPPORTED_VERSION,
    RpcError,
    error_message,
    identifier_of,
    request_of,
)
from bot.mcp.server import McpServer
from bot.mcp.stdio import encoded
from bot.service.client_address import client_of
from bot.service.command_service import AnswerCounter

MCP_PATH = "/mcp"
SERVER = web.AppKey("server", McpServer)
POOL = web.AppKey("pool", WorkPool)
LIMIT = web.AppKey("limit", RateLimit)
ACCESS = web.AppKey("access", Access)
COUNT: web.AppKey[AnswerCounter] = web.AppKey("count")
METHODS = "OPTIONS, POST"
SENT_HEADERS = "Accept, Content-Type, Mcp-Method, Mcp-Name, MCP-Protocol-Version"
NAMED_BY: Mapping[str, str] = {"tools/call": "name", "resources/read": "uri"}
"""The parameter that the header ``Mcp-Name`` repeats, by method."""
ENCODED, END = "=?base64?", "?="


def make_mcp(
    server: McpServer, access: Access, pool: WorkPool, limit: RateLimit, count: AnswerCounter
) -> web.Application:
    """Make the application that is mounted at ``/mcp``."""
    application = web.Application(middlewares=[answered])
    application[SERVER], application[ACCESS], application[COUNT] = server, access, count
    application[POOL], application[LIMIT] = pool, limit
    application.router.add_post("", post)
    return application


@web.middleware
async def answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in this bot's hosts and pages alone; every refusal is a JSON-RPC error, never a page."""
    access = request.app[ACCESS]
    if not (access.knows_host(request) and access.knows_origin(request)):
        return _refused(403, "A page or a name of another site may not ask this server.")
    if request.method == "OPTIONS":
        shown = {**shared_with(request, METHODS), "Access-Control-Allow-Headers": SENT_HEADERS}
        return web.Response(status=204, headers={"Allow": METHODS, **shown})
    try:
        if seconds := request.app[LIMIT].seconds_to_wait(client_of(request)):
            raise TryLater(429, "That is too much at once: try again later.", seconds)
        response = await handler(request)
    except RequestRefused as error:
        code = PARSE_ERROR if error.status == web.HTTPBadRequest.status_code else INVALID_REQUEST
        response = _refused(error.status, error.detail, error.headers, code)
    except web.HTTPException as error:
        kept = {name: value for name, value in error.headers.items() if name == "Allow"}
        response = _refused(error.status, "Send each message as a POST.", kept)
    response.headers.update(shared_with(request, METHODS))
    return response


async def post(request: web.Request) -> web.Response:
    """Answer one message; a notification is taken with 202 and no body."""
    if not _accepts_json(request.headers.get("Accept", "*/*")):
        return _refused(406, "This server answers with application/json.")
    message = await json_body(request)
    try:
        check_headers(request.headers, message)
    except RpcError as error:
        return _json(error_message(error, identifier_of(message)), error.status)
    reply = await request.app[POOL].run(lambda: request.app[SERVER].respond(message))
    request.app[COUNT]("mcp", "message", "answered")
    return web.Response(status=reply.status) if reply.message is None else _json(reply.message, reply.status)


def check_headers(headers: Mapping[str, str], message: object) -> None:
    """Compare the headers that repeat a part of a message with it. Raises RpcError where they differ."""
    asked = request_of(message)
    version = headers.get("MCP-Protocol-Version")
    if asked is None:
        return
    if asked.is_modern:
        meta = asked.params.get("_meta")
        stated = meta.get("io.modelcontextprotocol/protocolVersion") if isinstance(meta, dict) else None
        if stated is None:
            return  # the server tells what is missing
        _compare("MCP-Protocol-Version", version, stated)
        _compare("Mcp-Method", headers.get("Mcp-Method"), asked.method)
        if parameter := NAMED_BY.get(asked.method):
            _compare("Mcp-Name", decoded(headers.get("Mcp-Name")), asked.params.get(parameter))
    elif version == MODERN and not asked.is_notification:
        raise RpcError(INVALID_PARAMS, "A request of this version says it in _meta as well.", status=400)
    elif version is not None and version not in SUPPORTED and asked.method != "initialize":
        data = {"supported": list(SUPPORTED), "requested": version}
        raise RpcError(UNSUPPORTED_VERSION, "Unsupported protocol version", data, status=400)


def _compare(header: str, value: str | None, stated: object) -> None:
    if value is None or value != stated:
        missing = "is missing" if value is None else "does not match the message"
        raise RpcError(HEADER_MISMATCH, f"Header mismatch: {header} {missing}.", status=400)


def decoded(value: str | None) -> str | None:
    """The value of ``Mcp-Name``; one that no header can hold comes as base64 in ``=?base64?…?=``."""
    if value is None or not (value.startswith(ENCODED) and value.endswith(END)):
        return value
    try:
        return base64.b64decode(value[len(ENCODED) : -len(END)], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise RpcError(HEADER_MISMATCH, "Header mismatch: Mcp-Name is no base64.", status=400) from None


def _accepts_json(accept: str) -> bool:
    kinds = {entry.partition(";")[0].strip().lower() for entry in accept.split(",")}
    return bool(kinds & {"application/json", "application/*", "*/*"})


def _refused(
    status: int, sentence: str, headers: Mapping[str, str] | None = None, code: int = INVALID_REQUEST
) -> web.Response:
    return _json(error_message(RpcError(code, sentence), None), status, headers)


def _json(message: JsonObject, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    shown = {"Cache-Control": "no-store", **(headers or {})}
    return web.Response(status=status, body=encoded(message), content_type="application/json", headers=shown)
