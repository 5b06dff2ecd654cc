"""Answers MCP messages, each by itself: nothing is remembered of a client between two of them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot import __version__
from bot.api.failures import log_failure
from bot.api.models import JsonObject
from bot.api.refusals import RequestRefused
from bot.mcp.messages import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    LEGACY,
    LEGACY_NOT_FOUND,
    META,
    NO_METHOD,
    SUPPORTED,
    RpcError,
    RpcRequest,
    check_version,
    error_message,
    identifier_of,
    request_of,
)
from bot.mcp.resources import TEMPLATES, ResourceView, listed_resources, read_resource
from bot.mcp.tools import TOOLS
from bot.rendering.render import Presentation
from bot.search.archive import Archive

SERVER = {"name": "verbatim", "title": "verbatim: quotations, word for word", "version": __version__}
CAPABILITIES: JsonObject = {"tools": {}, "resources": {}}
INSTRUCTIONS = (
    "Checks quotations against the sources held here. Before you write that somebody said something, call "
    "verify_quotations on your whole text; quote only what is safe_to_quote, or copy exact to the letter. "
    "What is not found is not thereby false: coverage says what is held."
)
CACHED_FOR = {"ttlMs": 60_000, "cacheScope": "public"}
"""For how long a client may keep what rarely changes: a minute, for everybody."""


class Reply(NamedTuple):
    """The answer to a message, None where it has none, and the HTTP status that goes with it."""

    message: JsonObject | None
    status: int


class McpServer:
    """Answers messages over the cases as they are when each of them comes."""

    def __init__(
        self, archive: Callable[[], Archive], presentation: Presentation, *, show_full: bool = False
    ) -> None:
        self._archive, self._presentation, self._show_full = archive, presentation, show_full
        self._tools = [tool.described() for tool in TOOLS.values()]
        self._methods: Mapping[str, Callable[[JsonObject], JsonObject]] = {
            "tools/list": lambda params: _one_page(params, {"tools": self._tools}),
            "tools/call": self._call,
            "resources/list": lambda params: listed_resources(self._view(), params.get("cursor")),
            "resources/templates/list": lambda params: _one_page(params, {"resourceTemplates": TEMPLATES}),
            "resources/read": lambda params: read_resource(self._view(), params.get("uri")),
        }

    def respond(self, message: object) -> Reply:
        """The answer to a message. Never raises: what goes wrong is logged without what was sent."""
        try:
            request = request_of(message)
            if request is None or request.is_notification:
                return Reply(None, 202)
            result = self._modern(request) if request.is_modern else self._legacy(request)
            return Reply({"jsonrpc": "2.0", "id": request.id, "result": result}, 200)
        except RpcError as error:
            return Reply(error_message(error, identifier_of(message)), error.status)
        except Exception as error:  # noqa: BLE001  -- it is logged, without its message
            log_failure("/mcp", error)
            failed = RpcError(INTERNAL_ERROR, "Something went wrong here, and it was noted.")
            return Reply(error_message(failed, identifier_of(message)), 200)

    def _modern(self, request: RpcRequest) -> JsonObject:
        check_version(request)
        if request.method == "server/discover":
            found: JsonObject = {
                "supportedVersions": list(SUPPORTED),
                "capabilities": CAPABILITIES,
                "instructions": INSTRUCTIONS,
            }
        else:
            found = self._result(request, INVALID_PARAMS, status=404)
        cached = {} if request.method == "tools/call" else CACHED_FOR
        return {"resultType": "complete", **found, **cached, "_meta": {f"{META}serverInfo": SERVER}}

    def _legacy(self, request: RpcRequest) -> JsonObject:
        if request.method == "ping":
            return {}
        if request.method != "initialize":
            return self._result(request, LEGACY_NOT_FOUND, status=200)
        if not isinstance(request.params.get("protocolVersion"), str):
            raise RpcError(INVALID_PARAMS, "initialize needs a protocolVersion.")
        return {
            "protocolVersion": LEGACY,
            "capabilities": CAPABILITIES,
            "serverInfo": SERVER,
            "instructions": INSTRUCTIONS,
        }

    def _result(self, request: RpcRequest, not_found: int, status: int) -> JsonObject:
        method = self._methods.get(request.method)
        if method is None:
            raise RpcError(NO_METHOD, "There is no such method.", status=status)
        try:
            return method(request.params)
        except RequestRefused as error:
            raise RpcError(not_found, error.detail, {"uri": request.params.get("uri")}) from None

    def _call(self, params: JsonObject) -> JsonObject:
        name = params.get("name")
        tool = TOOLS.get(name) if isinstance(name, str) else None
        if tool is None:
            known = ", ".join(TOOLS)
            raise RpcError(INVALID_PARAMS, f"There is no such tool. Known: {known}.")
        arguments: Any = params.get("arguments", {})
        return tool.called(self._archive(), arguments, self._presentation)

    def _view(self) -> ResourceView:
        return ResourceView(self._archive(), self._presentation, self._show_full)


def _one_page(params: JsonObject, listed: JsonObject) -> JsonObject:
    if params.get("cursor") is not None:
        raise RpcError(INVALID_PARAMS, "There is no such cursor: the list has one page.")
    return listed
