"""The connection to Discord's gateway: discord.py keeps it, and hands over the interactions."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Coroutine, Sequence
from contextlib import asynccontextmanager
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
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.discord.registration import register
from bot.platforms.discord.responder import InteractionResponder
from bot.platforms.discord.rest import Rest
from bot.service.pending import PendingAnswers
from bot.settings import Settings

LULL, MOST_LULLS = 0.1, 10
"""Seconds without an interaction that show that none is on its way any more, and how often to wait."""
GRACE = 5.0
"""Seconds that answers under way are given when the bot is told to stop."""
LAST_WORDS = 3.0
"""Seconds in which those that are not done say so."""
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds between attempts to reach Discord; the last goes on for as long as it takes."""
AUTHENTICATION_FAILED, INVALID_SHARD, SHARDING_REQUIRED = 4004, 4010, 4011
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


class CannotConnect(Exception):
    """Discord refuses the bot for good; the sentence says what to do."""


class PoliteSocket(discord.http.DiscordClientWebSocketResponse):  # type: ignore[name-defined, misc]  # not exported
    """Gives everybody else a turn between two messages: a start brings thousands of them at once."""

    async def receive(self, timeout: float | None = None) -> aiohttp.WSMessage:  # noqa: ASYNC109  -- as aiohttp has it
        """The next message."""
        await asyncio.sleep(0)
        message: aiohttp.WSMessage = await super().receive(timeout)
        return message


class GatewayClient(discord.AutoShardedClient):
    """The gateway alone: no messages, no members, nothing kept but the servers, as discord.py must."""

    def __init__(
        self, responder: InteractionResponder, pending: PendingAnswers, shards: int, ids: Sequence[int] | None
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
        self.heard = 0
        self._responder = responder
        self._pending = pending

    async def setup_hook(self) -> None:
        """Look for no garbage among the servers while they come in: that would hold everybody up."""
        gc.disable()

    async def on_ready(self) -> None:
        """Say so, and look for garbage among what comes from now on."""
        gc.freeze()
        gc.enable()
        log.info("connected to discord", servers=len(self.guilds), shards=len(self.shards))

    async def on_interaction(self, event: discord.Interaction) -> None:
        """Answer it, whatever it is."""
        self.heard += 1
        try:
            interaction = of_gateway(event)
        except NotAnInteraction as error:
            log.warning("not an interaction of ours", why=str(error))
            return
        await self._pending.start(self._responder.answer(interaction))


class Gateway:
    """The bot on Discord, from its first attempt to connect to the last answer."""

    def __init__(self, settings: Settings, rest: Rest, handler: InteractionHandler) -> None:
        self._settings = settings
        self._rest = rest
        self._handler = handler
        self._token = settings.discord_token or ""
        self._client: GatewayClient | None = None
        ids, count = settings.discord_shard_ids, settings.discord_shard_count
        if ids and (count is None or max(ids) >= count):
            raise CannotConnect(BAD_SHARDS)
        if not self._token:
            raise CannotConnect(MISSING)
        Route.BASE = settings.discord_api_url
        discord.http.DiscordClientWebSocketResponse = PoliteSocket  # type: ignore[attr-defined]  # no parameter
        # Nobody speaks here; at each start discord.py would warn that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

    @property
    def servers(self) -> int:
        """How many servers this process knows."""
        return len(self._client.guilds) if self._client else 0

    async def keep(self, stop: asyncio.Event) -> None:
        """Stay connected until told to stop, then finish what is under way. Raises CannotConnect."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                await self._connect(stop)
            except UNREACHED as error:
                log.warning("discord not reached", why=str(error) or repr(error), again_in=pause)
                await _either(asyncio.sleep(pause), stop.wait())
            if stop.is_set():
                return

    async def _connect(self, stop: asyncio.Event) -> None:
        gateway = await self._ask("/gateway/bot")
        limit = gateway["session_start_limit"]
        if not limit["remaining"]:
            # One more would make Discord reset the token.
            raise NotReached(f"no session can be begun for {limit['reset_after'] / 1000:.0f} s")
        DiscordWebSocket.DEFAULT_GATEWAY = URL(self._settings.discord_gateway_url or gateway["url"])
        ids = self._settings.discord_shard_ids
        self._client = client = GatewayClient(
            InteractionResponder(self._rest, self._handler),
            self._handler.pending,
            self._settings.discord_shard_count or gateway["shards"],
            ids,
        )
        # Once for all shards and processes.
        registering = register(self._rest, self._settings.command_prefix) if 0 in (ids or (0,)) else nothing()
        async with client, in_the_background(registering):
            await self._run(client, stop)

    async def _run(self, client: GatewayClient, stop: asyncio.Event) -> None:
        running = asyncio.create_task(client.start(self._token))
        try:
            await _either(running, stop.wait())
            if running.done():
                running.result()
        except discord.LoginFailure:
            raise CannotConnect(REFUSED) from None
        except discord.ConnectionClosed as error:
            raise _refusal(error) from None
        finally:
            gc.enable()
            await self._leave(client)
            running.cancel()
            await asyncio.wait({running})

    async def _leave(self, client: GatewayClient) -> None:
        """Hear out what was sent and nothing new, and finish or refuse what is under way."""
        await _heard_out(client)
        await client.close()
        if unfinished := await self._handler.pending.drain(GRACE, LAST_WORDS):
            log.warning("answers cut off", answers=unfinished)

    async def _ask(self, path: str) -> Any:
        told = await self._rest.ask("GET", path)
        if told.status == HTTPStatus.UNAUTHORIZED:
            raise CannotConnect(REFUSED)
        if not told.is_good:
            raise NotReached(str(told))
        return told.body


class NotReached(Exception):
    """Discord does not answer as it should; it may later."""


UNREACHED = (
    NotReached,
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    discord.HTTPException,
    discord.GatewayNotFound,
)


def _refusal(error: discord.ConnectionClosed) -> Exception:
    if error.code == AUTHENTICATION_FAILED:
        return CannotConnect(REFUSED)
    if error.code in {INVALID_SHARD, SHARDING_REQUIRED}:
        return CannotConnect(BAD_SHARDS)
    return NotReached(f"the gateway closed with {error.code}")


@asynccontextmanager
async def in_the_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have something done meanwhile, and not longer."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _heard_out(client: GatewayClient) -> None:
    """Wait while what Discord has sent still comes in: whoever asked it waits for an answer."""
    for _ in range(MOST_LULLS):
        heard = client.heard
        await asyncio.sleep(LULL)
        if client.heard == heard:
            return


async def nothing() -> None:
    """There is nothing to do."""


async def _either(*waited: Awaitable[object]) -> None:
    """Wait for the first, and leave the others be where they are tasks."""
    tasks = [asyncio.ensure_future(one) for one in waited]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task, one in zip(tasks, waited, strict=True):
        if task is not one:
            task.cancel()
