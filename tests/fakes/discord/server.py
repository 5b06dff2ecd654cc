"""A Discord that runs here: its REST interface and its gateway, on one port of this machine.

The bot is pointed at it with DISCORD_API_URL, DISCORD_GATEWAY_URL and DISCORD_TOKEN (``env``) and runs
unmodified. What it sent is in ``world`` and ``requests``; what shall go wrong is put in ``faults``::

    async with FakeDiscord() as discord:
        discord.faults.append(dropped("POST", MESSAGES, stored=True))
        ...  # the bot posts
        [message] = discord.world.in_channel(CHANNEL)
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.fakes.discord import interactions
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.rest import Refused, Rest
from tests.fakes.discord.world import GUILD, PATIENCE, TOKEN, Exchange, Message, World

API = "/api/v10"
UNLIMITED = {"COOLDOWN_ANSWERS": "0", "REPEAT_SECONDS": "0"}
"""Settings with which one person may ask as often as a test does."""
DROPPED = web.RequestKey("dropped", bool)


@dataclass(frozen=True)
class Request:
    """A request of the bot, and what it was answered with; status 0 for a dropped connection."""

    method: str
    path: str
    status: int
    body: Any = None
    content_type: str = ""


class FakeDiscord:
    """Discord, with servers, channels and people as ordered."""

    def __init__(self, guilds: int = 1, *, strict: bool = True) -> None:
        self.world = World(guilds)
        self.gateway = Gateway(self.world)
        self.rest = Rest(self.world)
        self.rest.strict = strict
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.asked = asyncio.Condition()
        self.token = TOKEN
        self.address = ""

    async def __aenter__(self) -> Self:
        api = web.Application(middlewares=[self._recorded, self._faulty])
        api.add_routes(self.rest.routes())
        root = web.Application()
        root.add_subapp(API, api)
        root.router.add_get("/gateway", self.gateway.serve)
        self._runner = web.AppRunner(root, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def env(self) -> dict[str, str]:
        """The settings that lead a bot here."""
        return {
            "DISCORD_API_URL": f"http://{self.address}{API}",
            "DISCORD_GATEWAY_URL": f"ws://{self.address}/gateway",
            "DISCORD_TOKEN": self.token,
            **UNLIMITED,
        }

    async def send(self, interaction: dict[str, Any]) -> Exchange:
        """Send an interaction over the gateway."""
        exchange = self.expect(interaction)
        guild = int(interaction.get("guild_id", 0))
        await self.gateway.dispatch("INTERACTION_CREATE", interaction, guild)
        return exchange

    def expect(self, interaction: dict[str, Any]) -> Exchange:
        """Know an interaction that reaches the bot over HTTP."""
        exchange = Exchange(interaction)
        self.world.exchanges[interaction["token"]] = exchange
        return exchange

    async def slash(self, name: str, /, **options: Any) -> Exchange:
        """Somebody uses a slash command."""
        return await self.send(interactions.slash(self.world, name, **options))

    async def complete(self, name: str, focused: str, /, **options: Any) -> list[dict[str, str]]:
        """The choices that somebody is offered who types in an option."""
        exchange = await self.send(interactions.slash(self.world, name, focused=focused, **options))
        choices: list[dict[str, str]] = (await exchange.callback())["data"]["choices"]
        return choices

    async def press(self, message: Message, custom_id: str) -> Exchange:
        """Somebody presses a button of a message."""
        return await self.send(interactions.press(self.world, message, custom_id))

    async def submit(self, custom_id: str, **values: str) -> Exchange:
        """Somebody sends a form, with these texts in its fields."""
        return await self.send(interactions.submit(self.world, custom_id, values))

    async def choose(self, message: Message, custom_id: str, value: str) -> Exchange:
        """Somebody chooses from a menu of a message."""
        return await self.send(interactions.choose(self.world, message, custom_id, value))

    async def requested(self, method: str, path_part: str, times: int = 1) -> list[Request]:
        """Wait for requests whose path contains this, answered or not."""
        async with asyncio.timeout(PATIENCE), self.asked:
            await self.asked.wait_for(lambda: len(self.of(method, path_part)) >= times)
        return self.of(method, path_part)

    def of(self, method: str, path_part: str) -> list[Request]:
        """The requests whose path contains this, so far."""
        return [one for one in self.requests if one.method == method and path_part in one.path]

    @web.middleware
    async def _recorded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw else None
        path = request.path.removeprefix(API)
        try:
            response = await handler(request)
        except Refused as refused:
            response = _refusal(refused)
        status = 0 if request.get(DROPPED) else response.status
        kind = request.headers.get("Content-Type", "")
        self.requests.append(Request(request.method, path, status, body, kind))
        async with self.asked:
            self.asked.notify_all()
        return response

    @web.middleware
    async def _faulty(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        fault = next((one for one in self.faults if one.meets(request.method, path)), None)
        if fault is None:
            return await handler(request)
        fault.times -= 1
        if fault.stored:
            await handler(request)
        if fault.drop:
            assert request.transport
            request[DROPPED] = True
            request.transport.abort()
        headers = {"Content-Type": "application/json", **(fault.headers or {})}
        return web.Response(status=fault.status, body=json.dumps(fault.body).encode(), headers=headers)


def _refusal(refused: Refused) -> web.Response:
    headers = {"Content-Type": "application/json"}
    return web.Response(status=refused.status, body=json.dumps(refused.body).encode(), headers=headers)


__all__ = ["GUILD", "FakeDiscord", "Request"]
