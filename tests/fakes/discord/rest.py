"""Discord's REST routes, as far as the bot calls them, with their errors."""

from __future__ import annotations

import json
import time
from typing import Any

from aiohttp import web

from tests.fakes.discord.faults import error
from tests.fakes.discord.permissions import (
    READ_MESSAGE_HISTORY,
    SEND_IN_THREADS,
    SEND_MESSAGES,
    VIEW_CHANNEL,
)
from tests.fakes.discord.rules import mistakes_of
from tests.fakes.discord.world import (
    APPLICATION,
    EPHEMERAL,
    LOADING,
    Channel,
    Exchange,
    Message,
    World,
    bot_user,
)

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES = 4, 5, 6, 7, 8
THREADS = {10, 11, 12}
ANNOUNCEMENTS, CROSSPOSTED = 5, 1 << 1
IN_TIME = 3.0
DM_KINDS = {1, 3}


class Refused(Exception):
    """What Discord answers with instead."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = error(code, message)


class Rest:
    """The routes over one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.strict = True
        """Whether bodies are checked, which would be timed too."""
        self.violations: list[str] = []
        """What real Discord would have refused in the bodies that were sent."""
        self.application: dict[str, Any] = {
            "id": str(APPLICATION),
            "name": "verbatim",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "interactions_endpoint_url": None,
            "summary": "",
            "team": None,
            "owner": bot_user(),
            "approximate_guild_count": len(world.guilds),
        }
        self.shards = 1
        self.identifies_left = 1000

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/gateway/bot", self._gateway),
            web.get("/users/@me", self._me),
            web.get("/oauth2/applications/@me", self._application),
            web.get("/applications/@me", self._application),
            web.get("/applications/{application}/commands", self._commands),
            web.put("/applications/{application}/commands", self._put_commands),
            web.post("/interactions/{interaction}/{token}/callback", self._callback),
            web.patch("/webhooks/{application}/{token}/messages/@original", self._edit_original),
            web.get("/webhooks/{application}/{token}/messages/@original", self._original),
            web.delete("/webhooks/{application}/{token}/messages/@original", self._delete_original),
            web.post("/webhooks/{application}/{token}", self._follow_up),
            web.get("/channels/{channel}", self._channel),
            web.get("/channels/{channel}/messages", self._history),
            web.post("/channels/{channel}/messages", self._post),
            web.post("/users/@me/channels", self._open),
            web.patch("/channels/{channel}/messages/{message}", self._edit),
            web.post("/channels/{channel}/messages/{message}/crosspost", self._crosspost),
            web.get("/channels/{channel}/thread-members/{user}", self._thread_member),
            web.get("/guilds/{guild}", self._server),
            web.get("/guilds/{guild}/roles", self._roles),
            web.get("/guilds/{guild}/members/{user}", self._member),
        ]

    async def _gateway(self, request: web.Request) -> web.Response:
        self._authorised(request)
        limits = {
            "total": 1000,
            "remaining": self.identifies_left,
            "reset_after": 3_600_000,
            "max_concurrency": 1,
        }
        url = f"ws://{request.host}/gateway"
        return _json({"url": url, "shards": self.shards, "session_start_limit": limits})

    async def _me(self, request: web.Request) -> web.Response:
        self._authorised(request)
        return _json(bot_user())

    async def _application(self, request: web.Request) -> web.Response:
        self._authorised(request)
        return _json(self.application)

    async def _commands(self, request: web.Request) -> web.Response:
        self._authorised(request)
        return _json(self.world.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        self._authorised(request)
        commands = await request.json()
        self._check("commands", commands)
        defaults = {"application_id": str(APPLICATION), "version": "1", "default_member_permissions": None}
        self.world.commands = [{**defaults, "id": str(self.world.new_id()), **_kept(one)} for one in commands]
        return _json(self.world.commands)

    async def _callback(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        if exchange.interaction["id"] != request.match_info["interaction"]:
            raise Refused(404, 10062, "Unknown interaction")
        if exchange.callbacks:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if time.monotonic() - exchange.begun > IN_TIME:
            raise Refused(404, 10062, "Unknown interaction")
        await self.take(exchange, await request.json())
        if request.query.get("with_response") != "true":
            return web.Response(status=204)
        described = {"id": exchange.interaction["id"], "type": exchange.interaction["type"]}
        return _json({"interaction": described})

    async def take(self, exchange: Exchange, reply: dict[str, Any]) -> None:
        """A first reply, over the gateway or over HTTP."""
        exchange.answered_after = time.monotonic() - exchange.begun
        self._check("callback", reply)
        exchange.callbacks.append(reply)
        data = reply.get("data") or {}
        match reply["type"]:
            case 4:
                exchange.original = self._answer(exchange, data)
            case 5:
                exchange.original = self._answer(exchange, {"flags": data.get("flags", 0) | LOADING})
            case 6 | 7:
                exchange.original = self.world.messages[int(exchange.interaction["message"]["id"])]
                if reply["type"] == UPDATE:
                    _change(exchange.original, data)
            case _:
                pass  # choices and a PONG leave no message
        await _changed(exchange)

    async def _edit_original(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        if exchange.original is None:
            raise Refused(404, 10015, "Unknown Webhook")
        body = await request.json()
        self._check("edit", body)
        _change(exchange.original, body)
        await _changed(exchange)
        return _json(exchange.original.as_discord_tells_it())

    async def _original(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        if exchange.original is None:
            raise Refused(404, 10008, "Unknown Message")
        return _json(exchange.original.as_discord_tells_it())

    async def _delete_original(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        if exchange.original is None:
            raise Refused(404, 10008, "Unknown Message")
        del self.world.messages[exchange.original.id]
        exchange.original = None
        await _changed(exchange)
        return web.Response(status=204)

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        if not exchange.callbacks:
            raise Refused(404, 10015, "Unknown Webhook")
        body = await request.json()
        self._check("follow-up", body)
        message = self._answer(exchange, body)
        exchange.follow_ups.append(message)
        await _changed(exchange)
        return _json(message.as_discord_tells_it())

    async def _channel(self, request: web.Request) -> web.Response:
        self._authorised(request)
        channel = self._there(request)
        self._may_see(channel)
        return _json(channel.payload())

    async def _history(self, request: web.Request) -> web.Response:
        """The oldest after an id, newest first; without the permission to read, none and no error."""
        self._authorised(request)
        channel = self._there(request)
        self._may_see(channel)
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        listed = [one for one in self.world.in_channel(channel.id) if one.id > after][:limit]
        if not self.world.may(channel) & READ_MESSAGE_HISTORY:
            listed = []
        listing = [one.as_discord_tells_it() for one in reversed(listed)]
        # The nonce is told to nobody again.
        return _json([{name: value for name, value in one.items() if name != "nonce"} for one in listing])

    async def _open(self, request: web.Request) -> web.Response:
        self._authorised(request)
        person = int((await request.json())["recipient_id"])
        if person in self.world.unwilling:
            raise Refused(403, 50007, "Cannot send messages to this user")
        opened = next((one for one in self.world.channels.values() if one.parent == person), None)
        if opened is None:
            opened = Channel(self.world.new_id(), None, kind=1, parent=person)
            self.world.channels[opened.id] = opened
        return _json({"id": str(opened.id), "type": 1})

    async def _post(self, request: web.Request) -> web.Response:
        self._authorised(request)
        channel = self._there(request)
        self._may_speak(channel)
        body = await request.json()
        self._check("message", body)
        return _json(self.world.store(channel.id, body).as_discord_tells_it())

    async def _edit(self, request: web.Request) -> web.Response:
        self._authorised(request)
        self._there(request)
        message = self.world.messages.get(int(request.match_info["message"]))
        if message is None:
            raise Refused(404, 10008, "Unknown Message")
        body = await request.json()
        self._check("edit", body)
        _change(message, body)
        return _json(message.as_discord_tells_it())

    async def _crosspost(self, request: web.Request) -> web.Response:
        self._authorised(request)
        channel = self._there(request)
        self._may_speak(channel)
        if channel.kind != ANNOUNCEMENTS:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        message = self.world.messages[int(request.match_info["message"])]
        if message.payload.get("flags", 0) & CROSSPOSTED:
            raise Refused(400, 40033, "This message has already been crossposted.")
        message.payload = {**message.payload, "flags": message.payload.get("flags", 0) | CROSSPOSTED}
        return _json(message.as_discord_tells_it())

    async def _roles(self, request: web.Request) -> web.Response:
        self._authorised(request)
        return _json(self.world.guild_payload(self._guild(request))["roles"])

    async def _member(self, request: web.Request) -> web.Response:
        self._authorised(request)
        self._guild(request)
        person = int(request.match_info["user"])
        if person == APPLICATION:
            return _json(self.world.member_payload())
        if person not in self.world.members:
            raise Refused(404, 10007, "Unknown Member")
        roles = [str(role) for role in self.world.members[person]]
        user = {**bot_user(), "id": str(person), "bot": False}
        return _json({**self.world.member_payload(), "user": user, "roles": roles})

    async def _server(self, request: web.Request) -> web.Response:
        self._authorised(request)
        shown = self.world.guild_payload(self._guild(request))
        return _json({name: shown[name] for name in ("id", "name", "owner_id", "roles")})

    async def _thread_member(self, request: web.Request) -> web.Response:
        self._authorised(request)
        thread, person = self._there(request), int(request.match_info["user"])
        if person not in thread.people:
            raise Refused(404, 10007, "Unknown Member")
        return _json({"id": str(thread.id), "user_id": str(person), "flags": 0})

    def _guild(self, request: web.Request) -> int:
        guild = int(request.match_info["guild"])
        if guild not in self.world.guilds:
            raise Refused(404, 10004, "Unknown Guild")
        return guild

    def _authorised(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self.world.token}":
            raise Refused(401, 0, "401: Unauthorized")

    def _there(self, request: web.Request) -> Channel:
        channel = self.world.channels.get(int(request.match_info["channel"]))
        if channel is None or channel.deleted:
            raise Refused(404, 10003, "Unknown Channel")
        return channel

    def _may_see(self, channel: Channel) -> None:
        if not self.world.may(channel) & VIEW_CHANNEL:
            raise Refused(403, 50001, "Missing Access")

    def _may_speak(self, channel: Channel) -> None:
        self._may_see(channel)
        if channel.locked:
            raise Refused(400, 50083, "Thread is archived")
        if not self.world.may(channel) & (SEND_IN_THREADS if channel.kind in THREADS else SEND_MESSAGES):
            raise Refused(403, 50013, "Missing Permissions")

    def _exchange(self, request: web.Request) -> Exchange:
        exchange = self.world.exchanges.get(request.match_info["token"])
        if exchange is None:
            raise Refused(404, 10062, "Unknown interaction")
        return exchange

    def _answer(self, exchange: Exchange, data: dict[str, Any]) -> Message:
        message = self.world.store(int(exchange.interaction["channel_id"]), data)
        asked = exchange.interaction
        user = asked.get("user") or asked["member"]["user"]
        message.interaction = {
            "id": asked["id"],
            "type": asked["type"],
            "user": user,
            "authorizing_integration_owners": asked["authorizing_integration_owners"],
        }
        return message

    def _check(self, kind: str, body: Any) -> None:
        mistakes = mistakes_of(kind, body) if self.strict else []
        if mistakes:
            self.violations += mistakes
            raise Refused(400, 50035, "Invalid Form Body")


def _kept(command: dict[str, Any]) -> dict[str, Any]:
    """A command as Discord tells it later: permissions as text, and nothing that is empty or false."""
    may = command.get("default_member_permissions")
    return {**_without_defaults(command), "default_member_permissions": None if may is None else str(may)}


def _without_defaults(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_defaults(one) for name, one in value.items() if one not in (False, {}, [])}
    return [_without_defaults(one) for one in value] if isinstance(value, list) else value


def _change(message: Message, body: dict[str, Any]) -> None:
    kept = message.payload.get("flags", 0) & EPHEMERAL
    message.payload = {**message.payload, **body, "flags": body.get("flags", 0) | kept}
    message.edits += 1


async def _changed(exchange: Exchange) -> None:
    async with exchange.changed:
        exchange.changed.notify_all()


def _json(data: Any, status: int = 200) -> web.Response:
    # Exactly this type: discord.py reads nothing else as JSON.
    return web.Response(
        body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json"}
    )
