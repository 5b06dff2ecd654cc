"""The connection to Discord's gateway: discord.py keeps it, and hands over the interactions."""

import asyncio
import gc
import math
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from itertools import chain, repeat
from typing import Any

import aiohttp
import discord
import structlog
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.platforms.discord.interaction import NotAnInteraction, of_gateway
from bot.platforms.discord.interaction_handler import CLOSING_TIMEOUT, GRACE_PERIOD, InteractionHandler
from bot.platforms.discord.registration import look_up_ids, register
from bot.platforms.discord.responder import InteractionResponder
from bot.platforms.discord.rest import UNREACHABLE, Rest
from bot.service.metrics import PlatformConnection
from bot.service.pending import PendingAnswers
from bot.service.request_scope import request_scope
from bot.settings import CannotServe, Settings

IDLE_INTERVAL, MOST_INTERVALS = 0.1, 10
"""Seconds without an interaction after which none is expected any more, and how often to wait for them."""
BACKOFF = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds between attempts to connect; the last is repeated for as long as it takes."""
AUTHENTICATION_FAILED, INVALID_SHARD, SHARDING_REQUIRED = 4004, 4010, 4011
"""Codes with which the gateway closes a connection for good."""
SESSION_EVENTS = frozenset({"READY", "RESUMED"})
"""Events without which there is no session: one that cannot be parsed ends the connection."""
REFUSED = (
    "Discord does not accept the token: make a new one in the Developer Portal (Bot, Reset Token) "
    "and set DISCORD_TOKEN."
)
MISSING = (
    "There is no token: make one in Discord's Developer Portal (Bot, Reset Token) and set DISCORD_TOKEN."
)
BAD_SHARDS = (
    "Discord does not accept these shards: set DISCORD_SHARD_COUNT to the same number for all processes, "
    "DISCORD_SHARD_IDS to numbers below it, or neither."
)

log = structlog.get_logger()


class YieldingSocket(discord.http.DiscordClientWebSocketResponse):  # type: ignore[name-defined, misc]  # not exported
    """Lets other tasks run between two messages of the gateway: a start brings thousands of them at once."""

    async def receive(self, timeout: float | None = None) -> aiohttp.WSMessage:  # noqa: ASYNC109  -- as aiohttp has it
        """The next message of the gateway, within ``timeout`` seconds."""
        await asyncio.sleep(0)
        message: aiohttp.WSMessage = await super().receive(timeout)
        return message


class GatewayClient(discord.AutoShardedClient):
    """A gateway client that receives interactions, and keeps nothing but the servers, as discord.py must."""

    def __init__(
        self,
        responder: InteractionResponder,
        pending: PendingAnswers,
        shards: int,
        ids: Sequence[int] | None,
        begin: Callable[[str], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            shard_count=shards,
            shard_ids=list(ids or range(shards)),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.received = 0
        """The number of interactions so far."""
        self._responder = responder
        self._pending = pending
        self._begin = begin
        """What is begun with the first interaction, given the id of the application."""
        for name, parse in list(self._connection.parsers.items()):
            if name not in SESSION_EVENTS:
                self._connection.parsers[name] = _guarded(name, parse)

    async def setup_hook(self) -> None:
        """Suspend garbage collection while the servers come in: it would hold up the event loop."""
        gc.disable()

    async def on_ready(self) -> None:
        """Log the connection, and resume garbage collection for objects that are made from now on."""
        gc.freeze()
        gc.enable()
        log.info("connected to discord", servers=len(self.guilds), shards=len(self.shards))

    async def on_interaction(self, event: discord.Interaction) -> None:
        """Answer an interaction; one that this bot cannot have caused is only logged."""
        self.received += 1
        try:
            interaction = of_gateway(event)
        except NotAnInteraction as error:
            log.warning("not an interaction of ours", why=str(error))
            return
        if self._begin:
            _ = self._pending.start(self._begin(interaction.application))
            self._begin = None
        with request_scope(interaction.id):
            await self._pending.start(self._responder.answer(interaction))


class Gateway:
    """Answers interactions of the gateway, to which it connects again whenever the connection is lost."""

    def __init__(self, settings: Settings, rest: Rest, handler: InteractionHandler) -> None:
        self._settings = settings
        self._rest = rest
        self._handler = handler
        self._token = settings.discord_token or ""
        self.client: GatewayClient | None = None
        ids, count = settings.discord_shard_ids, settings.discord_shard_count
        if ids and (count is None or max(ids) >= count):
            raise CannotServe(BAD_SHARDS)
        if not self._token:
            raise CannotServe(MISSING)
        Route.BASE = settings.discord_api_url
        discord.http.DiscordClientWebSocketResponse = YieldingSocket  # type: ignore[attr-defined]  # no parameter
        # Nobody speaks here; at each start discord.py would warn that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

    async def run(self, stop: asyncio.Event) -> None:
        """Stay connected until ``stop`` is set, then finish the answers under way. Raises CannotServe."""
        for pause in chain(BACKOFF, repeat(BACKOFF[-1])):
            try:
                await self._connect(stop)
            except FAILURES as error:
                log.warning("discord not reached", why=str(error) or repr(error), again_in=pause)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
            if stop.is_set():
                return

    def connections(self) -> tuple[PlatformConnection, ...]:
        """The shards that this process runs, with whether each is connected; none before that is known."""
        if not self.client:
            return ()
        shards = self.client.shards
        return tuple(_connection_of(one, shards.get(one)) for one in self.client.shard_ids or ())

    async def _gateway(self) -> Any:
        """Discord's description of the gateway. Raises CannotServe for a bad token, and NotReached."""
        response = await self._rest.ask("GET", "/gateway/bot")
        if response.status == HTTPStatus.UNAUTHORIZED:
            raise CannotServe(REFUSED)
        if not response.is_success:
            raise NotReached(str(response))
        limit = response.body["session_start_limit"]
        if not limit["remaining"]:
            # One more would make Discord reset the token.
            raise NotReached(f"no session can be begun for {limit['reset_after'] / 1000:.0f} s")
        return response.body

    async def _connect(self, stop: asyncio.Event) -> None:
        gateway = await self._gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(self._settings.discord_gateway_url or gateway["url"])
        ids, service = self._settings.discord_shard_ids, self._handler.service
        registers = 0 in (ids or (0,))
        look_up = (
            None if registers or service.knows_command_ids else partial(look_up_ids, self._rest, service)
        )
        self.client = client = GatewayClient(
            InteractionResponder(self._rest, self._handler),
            self._handler.pending,
            self._settings.discord_shard_count or gateway["shards"],
            ids,
            look_up,
        )
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(client)
            if registers:
                # Once for all shards and processes.
                registration = register(self._rest, service)
                await stack.enter_async_context(in_the_background(registration))
            await self._serve(client, stop)

    async def _serve(self, client: GatewayClient, stop: asyncio.Event) -> None:
        running, stopping = asyncio.create_task(client.start(self._token)), asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        except discord.LoginFailure:
            raise CannotServe(REFUSED) from None
        except discord.ConnectionClosed as error:
            if error.code in {INVALID_SHARD, SHARDING_REQUIRED}:
                raise CannotServe(BAD_SHARDS) from None
            if error.code == AUTHENTICATION_FAILED:
                raise CannotServe(REFUSED) from None
            raise NotReached(f"the gateway closed with {error.code}") from None
        finally:
            gc.enable()
            # What Discord has already sent is taken, and the answers under way are finished or cut off.
            await _idle(client)
            await client.close()
            if unfinished := await self._handler.pending.drain(GRACE_PERIOD, CLOSING_TIMEOUT):
                log.warning("answers cut off", answers=unfinished)
            running.cancel()
            stopping.cancel()
            await asyncio.wait({running, stopping})


class NotReached(Exception):
    """Discord cannot be reached, or refuses a connection for now; the message says why."""


FAILURES = (NotReached, *UNREACHABLE, discord.HTTPException, discord.GatewayNotFound)


@asynccontextmanager
async def in_the_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run work as a task while the context is open, and cancel it at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def _connection_of(shard: int, info: discord.ShardInfo | None) -> PlatformConnection:
    is_open = info is not None and not info.is_closed()
    latency = info.latency if info and math.isfinite(info.latency) else None
    return PlatformConnection(f"shard {shard}", is_open, latency)


def _guarded(name: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    """Log an event that discord.py cannot parse, such as a server's, for which it would end the process."""

    def parsed(data: Any) -> None:
        try:
            parse(data)
        except Exception:  # whatever discord.py makes of what Discord sent
            log.exception("event not understood", event_type=name, id=_id_of(data))

    return parsed


def _id_of(data: Any) -> str:
    return str(data.get("id", "")) if isinstance(data, Mapping) else ""


async def _idle(client: GatewayClient) -> None:
    """Wait until no more interactions come in that Discord has already sent: somebody waits for each."""
    for _ in range(MOST_INTERVALS):
        received = client.received
        await asyncio.sleep(IDLE_INTERVAL)
        if client.received == received:
            return
