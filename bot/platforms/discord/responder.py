"""Delivers replies over REST: once if Discord confirms them, or else with a warning to the asker."""

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
from bot.platforms.discord.rest import ALREADY_ACKNOWLEDGED, TOO_EARLY, Rest, RestResponse

RESPONSE_TIMEOUT = 3.0
"""Seconds within which Discord takes an initial response."""
RESPONSE_BACKOFF = (0.2, 0.4, 0.8)
"""Seconds between the attempts to send an initial response."""
FOLLOW_UP_TIMEOUT = 60.0
"""Seconds for which failures and limits may hold up an edit or a follow-up: nobody waits any longer."""
FOLLOW_UP_BACKOFF = (0.5, 1.0, 2.0, 4.0)
"""Seconds between the attempts to send an edit or a follow-up."""
SHORTEST_TIMEOUT = 0.5
"""Seconds that a request is given in any case."""
LOST = phrase("A part of this answer may not have arrived. Ask again to see it.")

log = structlog.get_logger()


class InteractionResponder:
    """Delivers the replies of an interaction handler to Discord."""

    def __init__(self, rest: Rest, handler: InteractionHandler) -> None:
        self._rest = rest
        self._handler = handler

    async def answer(self, interaction: Interaction) -> None:
        """Answer an interaction of the gateway, from the initial response to the last follow-up."""
        until = time.monotonic() + RESPONSE_TIMEOUT
        initial = await self._handler.respond(interaction)
        if await self._send_initial(interaction, initial.body, until):
            await self.finish(interaction, initial)

    async def finish(self, interaction: Interaction, initial: InitialResponse) -> None:
        """Deliver what comes after an initial response that Discord has taken."""
        following: Sequence[Message] = initial.following
        if initial.deferred:
            reply = await initial.deferred()
            turns_nothing = reply.in_place != initial.in_place  # the page that was to be turned stays
            if turns_nothing or (reply.instead and await self._withdraw(interaction)):
                following = (reply.message, *reply.following)
            elif await self._edit(interaction, reply):
                following = reply.following
            else:
                return
        arrived = [await self._follow_up(interaction, message) for message in following]
        if not all(arrived):
            await self._follow_up(interaction, self._handler.apology(interaction.asker, LOST))

    async def _send_initial(self, interaction: Interaction, body: bytes, until: float) -> bool:
        """Send the initial response. Repeating it is safe: Discord takes one, and says so of the others."""
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        response, attempts = await self._request("POST", path, body, until, RESPONSE_BACKOFF)
        if response.status == HTTPStatus.BAD_REQUEST and response.code != ALREADY_ACKNOWLEDGED:
            log.error("discord refused an answer", why=str(response))
            apology = self._handler.apology(interaction.asker).as_response
            response, attempts = await self._request("POST", path, apology, until, RESPONSE_BACKOFF)
        if response.is_success or (attempts > 1 and response.code == ALREADY_ACKNOWLEDGED):
            return True
        log.warning("an answer was not delivered", why=str(response))
        return False

    async def _withdraw(self, interaction: Interaction) -> bool:
        """Delete the announcement of an answer for all; gives whether it is gone. Repeating it is safe."""
        path = f"{_webhook(interaction)}/messages/@original"
        response, _ = await self._request("DELETE", path)
        return response.is_success or response.status == HTTPStatus.NOT_FOUND

    async def _edit(self, interaction: Interaction, reply: PlannedReply) -> bool:
        """Replace the deferred response by the reply. Repeating it is safe: it is the same edit."""
        path = f"{_webhook(interaction)}/messages/@original"
        response, _ = await self._request("PATCH", path, reply.message.edited)
        if response.status == HTTPStatus.BAD_REQUEST:
            log.error("discord refused an answer", why=str(response))
            apology = self._handler.apology(interaction.asker)
            if reply.in_place:
                return await self._follow_up(interaction, apology)
            response, _ = await self._request("PATCH", path, apology.edited)
        if not response.is_success:
            log.warning("an answer was not delivered", why=str(response))
        return response.is_success

    async def _follow_up(self, interaction: Interaction, message: Message) -> bool:
        """Send one follow-up. One that may have arrived is not repeated: Discord would show it twice."""
        response, _ = await self._request("POST", _webhook(interaction), message.new, once=True)
        if not response.is_success:
            log.warning("a page may be lost", why=str(response))
        return response.is_success

    async def _request(  # noqa: PLR0913  -- what to ask, and how often
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        until: float | None = None,
        backoff: Sequence[float] = FOLLOW_UP_BACKOFF,
        *,
        once: bool = False,
    ) -> tuple[RestResponse, int]:
        """The last response, and the number of attempts; ``once`` forbids another after a possible success.

        ``until`` is a time of the monotonic clock, ``FOLLOW_UP_TIMEOUT`` from now where none is given.
        """
        until = until or time.monotonic() + FOLLOW_UP_TIMEOUT
        for attempt, pause in enumerate((*backoff, None), start=1):
            left = max(until - time.monotonic(), SHORTEST_TIMEOUT)
            response = await self._rest.ask(method, path, body, as_bot=False, within=left)
            wait = _wait(response, pause, once=once)
            if pause is None or wait is None or time.monotonic() + wait > until:
                return response, attempt
            await asyncio.sleep(wait)
        raise AssertionError  # the last attempt has no pause


def _wait(response: RestResponse, pause: float | None, *, once: bool) -> float | None:
    """Seconds after which to repeat a request; None where repeating it is of no use or not allowed."""
    if response.retry_after is not None:
        return response.retry_after
    again = response.code in TOO_EARLY or (response.is_uncertain and not once)
    return pause if again else None


def _webhook(interaction: Interaction) -> str:
    return f"/webhooks/{interaction.application}/{interaction.token}"
