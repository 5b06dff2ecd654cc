"""A stand-in for Slack on a real port: its Web API, Socket Mode, response_urls and faults.

async with slack_server() as slack:
    slack.fail("chat.postMessage", dropped(stored=True))
    ...                                   # run the bot with SLACK_API_URL=slack.api_url
    await slack.until(lambda: slack.state.messages)
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from tests.fakes.slack.checks import message_problems
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.model import Call, Channel, Hook, Message, State, Team, Trigger, User
from tests.fakes.slack.web_api import WebApi

T = TypeVar("T")
BOT_TOKEN = "xoxb-the-bot-token"
APP_TOKEN = "xapp-the-app-token"
SIGNING_SECRET = "the-signing-secret"
CLIENT_SECRET = "the-client-secret"
PATIENCE = 60.0


class SlackServer:
    """Slack as its apps see it: one workspace T1 with channels C1 and C2 and people U1 and U2 (an admin)."""

    def __init__(self) -> None:
        self.state = State()
        self.state.teams["T1"] = Team("T1", BOT_TOKEN)
        self.state.channels |= {one.id: one for one in (Channel("C1", "general"), Channel("C2", "law"))}
        self.state.users |= {one.id: one for one in (User("U1"), User("U2", admin=True))}
        self.sockets: list[web.WebSocketResponse] = []
        self.connections = 0
        """How many web sockets were ever opened."""
        self.acknowledged: dict[str, dict[str, Any]] = {}
        """What came back for each envelope."""
        self.address = ""
        self._api = WebApi(self.state)
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._changed = asyncio.Event()
        self._released = asyncio.Event()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.address}/api"

    def fail(self, method: str, *faults: Fault, times: int = 1) -> None:
        """The next calls of a method (or “hook”, “socket”) end so, one after the other."""
        self._faults[method].extend(faults * times)

    def release(self) -> None:
        """Let calls that are held go on."""
        self._released.set()

    def calls(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.state.calls if call.method == method]

    def messages(self, channel: str = "C1") -> list[Message]:
        """What everybody sees in a channel."""
        return [one for one in self.state.messages if one.channel == channel and not one.ephemeral_to]

    async def until(self, found: Callable[[], T], patience: float = PATIENCE) -> T:
        """What ``found`` gives as soon as it gives something true; looked at after whatever happens."""
        async with asyncio.timeout(patience):
            while not (result := found()):
                self._changed.clear()
                await self._changed.wait()
        return result

    def hook(self, channel: str, user: str) -> Hook:
        """A new response_url."""
        key = self.state.next_id("hook")
        made = Hook(f"{self.address}/hook/{key}", channel, user)
        self.state.hooks[key] = made
        return made

    def trigger(self) -> str:
        """A new trigger_id."""
        key = self.state.next_id("trigger")
        self.state.triggers[key] = Trigger()
        return key

    async def drop_sockets(self) -> None:
        """Close every web socket, as a failing network does."""
        for socket in list(self.sockets):
            await socket.close()

    def routes(self) -> list[web.RouteDef]:
        """What the server answers."""
        return [
            web.post("/api/{method}", self._on_call),
            web.get("/api/{method}", self._on_call),
            web.get("/socket/{ticket}", self._on_socket),
            web.post("/hook/{key}", self._on_hook),
        ]

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
        self.state.calls.append(Call(method, arguments, token))
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault and not fault.stored:
            return await self._faulty(request, fault)
        answer, headers = self._answer(method, arguments, token)
        self._changed.set()
        return await self._faulty(request, fault) if fault else web.json_response(answer, headers=headers)

    def _answer(self, method: str, arguments: dict[str, Any], token: str) -> tuple[Any, dict[str, str]]:
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                return {"ok": False, "error": "invalid_auth"}, {}
            address = self.address.replace("http", "ws", 1)
            return {"ok": True, "url": f"{address}/socket/{self.state.next_id('ticket')}"}, {}
        answer, team = self._api.call(method, arguments, token)
        return answer, {"x-oauth-scopes": ",".join(team.scopes)} if team else {}

    async def _faulty(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        self._changed.set()
        if fault.held:
            await self._released.wait()
        if fault.dropped and request.transport:
            request.transport.abort()
            return web.Response()
        if isinstance(fault.body, str):
            return web.Response(status=fault.status, text=fault.body, headers=fault.headers)
        return web.json_response(fault.body or {"ok": True}, status=fault.status, headers=fault.headers)

    async def _on_hook(self, request: web.Request) -> web.StreamResponse:
        hook = self.state.hooks[request.match_info["key"]]
        post = await request.json()
        fault = self._faults["hook"].popleft() if self._faults["hook"] else None
        if fault and not fault.stored:
            return await self._faulty(request, fault)
        if hook.expired or not hook.left:
            return web.Response(status=404, text="expired_url" if hook.expired else "used_url")
        hook.left -= 1
        hook.posts.append(post)
        self._keep(hook, post)
        self._changed.set()
        return await self._faulty(request, fault) if fault else web.Response(text="ok")

    def _keep(self, hook: Hook, post: dict[str, Any]) -> None:
        if post.get("delete_original"):
            return
        text, blocks = post.get("text", ""), post.get("blocks", [])
        self.state.complaints += message_problems(text, blocks)
        to = "" if post.get("response_type") == "in_channel" else hook.user
        self.state.messages.append(
            Message(hook.channel, self.state.stamp(), text, blocks, post.get("thread_ts"), ephemeral_to=to)
        )

    async def _on_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        self._changed.set()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    answer = frame.json()
                    self.acknowledged[answer["envelope_id"]] = answer
                    self._changed.set()
        finally:
            self.sockets.remove(socket)
            self._changed.set()
        return socket


async def _arguments(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, from wherever the client put them."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json() if await request.text() else {}
    else:
        given |= dict(await request.post())
    return {name: _decoded(name, value) for name, value in given.items()}


def _decoded(name: str, value: Any) -> Any:
    encoded = isinstance(value, str) and name in {"blocks", "metadata", "view", "unfurls", "attachments"}
    return json.loads(value) if encoded else value


@asynccontextmanager
async def slack_server() -> AsyncIterator[SlackServer]:
    """A running server; it ends with no complaint, or the test that used it fails."""
    server = SlackServer()
    site = web.Application(client_max_size=4 * 1024 * 1024)
    site.add_routes(server.routes())
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        server.release()
        await server.drop_sockets()
        await runner.cleanup()
    assert not server.state.complaints, server.state.complaints
