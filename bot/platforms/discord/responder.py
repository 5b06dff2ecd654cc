"""Delivering replies over REST, exactly once where Discord can tell, and with a word where it cannot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from http import HTTPStatus

import structlog

from bot.answers.phrases import phrase
from bot.platforms.discord.interaction import Interaction
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.discord.messages import Message
from bot.platforms.discord.reply_plan import InitialResponse, PlannedReply
from bot.platforms.discord.rest import ALREADY_ANSWERED, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, Rest, RestResponse

IN_TIME = 3.0
"""Seconds in which a first reply is taken."""
PAUSES = (0.2, 0.4, 0.8)
"""Seconds between the attempts of a first reply."""
LATER_PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between the attempts of what comes after it."""
PATIENCE = 60.0
"""Seconds that faults and limits may hold up what comes after it: nobody waits any longer."""
LEAST = 0.5
"""Seconds that a request is given in any case."""
LOST = phrase("A part of this answer may not have arrived. Ask again to see it.")
TOO_EARLY = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_MESSAGE})
"""What Discord says of an answer over HTTP that it has not read yet."""

log = structlog.get_logger()


class InteractionResponder:
    """Delivers what the reception says, for one interaction after another."""

    def __init__(self, rest: Rest, handler: InteractionHandler) -> None:
        self._rest = rest
        self._handler = handler

    async def answer(self, interaction: Interaction) -> None:
        """Reply to an interaction of the gateway, from the first reply to the last page."""
        until = time.monotonic() + IN_TIME
        begun = await self._handler.begin(interaction)
        if await self._first(interaction, begun.body, until):
            await self.finish(interaction, begun)

    async def finish(self, interaction: Interaction, begun: InitialResponse) -> None:
        """Deliver what follows the first reply, whichever way that went."""
        following: Sequence[Message] = begun.following
        if begun.later:
            reply = await begun.later()
            if reply.in_place != begun.in_place:  # the page that was to be turned stays
                following = (reply.message, *reply.following)
            elif await self._put(interaction, reply):
                following = reply.following
            else:
                return
        arrived = [await self._follow(interaction, message) for message in following]
        if not all(arrived):
            await self._follow(interaction, self._handler.apology(interaction.asker, LOST))

    async def _first(self, interaction: Interaction, body: bytes, until: float) -> bool:
        """Give the first reply. Repeating it is safe: Discord takes one and says so of the others."""
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        told, attempts = await self._repeat("POST", path, body, PAUSES, until)
        if told.status == HTTPStatus.BAD_REQUEST and told.code != ALREADY_ANSWERED:
            log.error("discord refused an answer", why=str(told))
            sorry = self._handler.apology(interaction.asker)
            told, attempts = await self._repeat("POST", path, sorry.as_reply, PAUSES, until)
        if told.is_good or (attempts > 1 and told.code == ALREADY_ANSWERED):
            return True
        log.warning("an answer was not delivered", why=str(told))
        return False

    async def _put(self, interaction: Interaction, reply: PlannedReply) -> bool:
        """Put an answer in the place of its announcement. Repeating it is safe: it is the same edit."""
        told = await self._edit(interaction, reply.message)
        if told.status == HTTPStatus.BAD_REQUEST:
            log.error("discord refused an answer", why=str(told))
            sorry = self._handler.apology(interaction.asker)
            if reply.in_place:
                return await self._follow(interaction, sorry)
            told = await self._edit(interaction, sorry)
        if not told.is_good:
            log.warning("an answer was not delivered", why=str(told))
        return told.is_good

    async def _edit(self, interaction: Interaction, message: Message) -> RestResponse:
        path = f"{_webhook(interaction)}/messages/@original"
        until = time.monotonic() + PATIENCE
        told, _ = await self._repeat("PATCH", path, message.edited, LATER_PAUSES, until)
        return told

    async def _follow(self, interaction: Interaction, message: Message) -> bool:
        """Send one more message. What may have arrived is not repeated: Discord would show it twice."""
        until = time.monotonic() + PATIENCE
        told, _ = await self._repeat(
            "POST", _webhook(interaction), message.new, LATER_PAUSES, until, once=True
        )
        if not told.is_good:
            log.warning("a page may be lost", why=str(told))
        return told.is_good

    async def _repeat(  # noqa: PLR0913  -- what to ask, and how often
        self,
        method: str,
        path: str,
        body: bytes,
        pauses: Sequence[float],
        until: float,
        *,
        once: bool = False,
    ) -> tuple[RestResponse, int]:
        """Ask until it is done or surely will not be; with ``once`` no more after it may be done."""
        for attempt, pause in enumerate((*pauses, None), start=1):
            left = max(until - time.monotonic(), LEAST)
            told = await self._rest.ask(method, path, body, as_bot=False, within=left)
            wait = _wait(told, pause, once=once)
            if pause is None or wait is None or time.monotonic() + wait > until:
                return told, attempt
            await asyncio.sleep(wait)
        raise AssertionError  # the last attempt has no pause


def _wait(told: RestResponse, pause: float | None, *, once: bool) -> float | None:
    """Seconds until it is worth asking again; None where it is not."""
    if told.retry_after is not None:
        return told.retry_after
    again = told.code in TOO_EARLY or (told.is_uncertain and not once)
    return pause if again else None


def _webhook(interaction: Interaction) -> str:
    return f"/webhooks/{interaction.application}/{interaction.token}"
