"""Discord's gateway: HELLO, IDENTIFY, READY, RESUME, heartbeats, and the ways in which it ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord.world import APPLICATION, PATIENCE, World, bot_user

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = (
    0,
    1,
    2,
    6,
    7,
    9,
    10,
    11,
)
HEARTBEAT_MS = 41_250
AUTHENTICATION_FAILED = 4004


@dataclass
class Session:
    """A session: its events can be sent again to whoever resumes it."""

    id: str
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    events: list[dict[str, Any]] = field(default_factory=list)


class Gateway:
    """The sessions of all shards, and what can be done to them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._address = ""
        self.sessions: dict[str, Session] = {}
        self.identified: list[dict[str, Any]] = []
        self.resumed: list[str] = []
        self.changed = asyncio.Condition()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=None)
        await socket.prepare(request)
        self._address = f"ws://{request.host}/gateway"
        await _say(socket, {"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
        return socket

    async def connected(self, shards: int = 1) -> None:
        """Wait until so many shards have a session with an open socket."""
        await self._until(lambda: len(self._open()) >= shards)

    async def resumptions(self, number: int) -> None:
        """Wait until sessions were resumed so many times."""
        await self._until(lambda: len(self.resumed) >= number)

    async def identifications(self, number: int) -> None:
        """Wait until so many sessions were begun."""
        await self._until(lambda: len(self.identified) >= number)

    async def dispatch(self, name: str, data: dict[str, Any], guild: int = 0) -> None:
        """Send an event to the shard of a guild; where it is away, once it resumes."""
        for session in reversed(self.sessions.values()):
            shard, of = session.shard
            if (guild >> 22) % of == shard:
                await self._event(session, name, data)
                return
        raise AssertionError("no shard of the bot has connected")

    async def dispatch_to_all(self, name: str, data: dict[str, Any]) -> None:
        """Send an event to every session, as where two processes hold a shard."""
        for session in list(self.sessions.values()):
            await self._event(session, name, data)

    async def drop(self, *, forget: bool = False) -> None:
        """End every connection without a word; with ``forget`` no session can be resumed."""
        for session in self._open():
            assert session.socket
            socket, session.socket = session.socket, None
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.abort()
        if forget:
            self.sessions.clear()

    async def tell_to_reconnect(self) -> None:
        for session in self._open():
            assert session.socket
            socket, session.socket = session.socket, None
            await _say(socket, {"op": RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self) -> None:
        """Every session is at an end, and the client must identify anew."""
        sockets = [session.socket for session in self._open()]
        self.sessions.clear()
        for socket in sockets:
            assert socket
            await _say(socket, {"op": INVALID_SESSION, "d": False, "s": None, "t": None})

    def _open(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.socket is not None and not one.socket.closed]

    async def _hear(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        match message["op"]:
            case 1:
                await _say(socket, {"op": HEARTBEAT_ACK, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, message["d"])
            case 6:
                await self._resume(socket, message["d"])
            case other:
                raise AssertionError(f"the bot sends op {other}")

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        if data["token"] != self._world.token:
            await socket.close(code=AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return
        self.identified.append(data)
        shard, of = data.get("shard", (0, 1))
        session = Session(f"session-{len(self.identified)}", (shard, of), socket)
        self.sessions[session.id] = session
        guilds = [guild for guild in self._world.guilds if (guild >> 22) % of == shard]
        ready = {
            "v": 10,
            "user": bot_user(),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._address,
            "shard": [shard, of],
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await self._event(session, "READY", ready)
        for guild in guilds:
            await self._event(session, "GUILD_CREATE", self._world.guild_payload(guild))
        await self._tell()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await _say(socket, {"op": INVALID_SESSION, "d": False, "s": None, "t": None})
            return
        session.socket = socket
        for event in session.events[data["seq"] :]:
            await _say(socket, event)
        await self._event(session, "RESUMED", {})
        self.resumed.append(session.id)
        await self._tell()

    async def _event(self, session: Session, name: str, data: dict[str, Any]) -> None:
        event = {"op": DISPATCH, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        if session.socket is not None and not session.socket.closed:
            await _say(session.socket, event)

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def _until(self, is_so: Any) -> None:
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(is_so)


async def _say(socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
    if not socket.closed:
        with contextlib.suppress(ConnectionResetError):  # the bot is gone, as it may be
            await socket.send_str(json.dumps(message))
