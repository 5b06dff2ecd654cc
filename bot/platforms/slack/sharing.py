"""Keeps members to a channel's limits when they share an answer: seldom, once, and where it is allowed."""

from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot.answers.asker import Asker
from bot.answers.phrases import Phrase
from bot.platforms.slack.posting import PostedMessage
from bot.platforms.slack.requests import Request
from bot.rendering.buttons import Pressed
from bot.service.command_service import CommandService
from bot.service.conduct import LOCKED, REPEATED, SHARED_ALREADY

HERE: Final = True
"""What is remembered of an answer that all see: Slack does not name the message that it posts."""


@dataclass(frozen=True)
class Sharing:
    """One press of the button that shares an answer with a channel."""

    service: CommandService
    request: Request
    asker: Asker
    asks: Pressed

    @property
    def earlier(self) -> object:
        """The message that shows the same answer to all already; ``HERE`` where Slack has not named it."""
        return self.service.conduct.recent.get(self._answer)

    def posted(self, message: object) -> None:
        """Remember the message that shows the answer to all, where Slack has named it."""
        if isinstance(message, PostedMessage):
            self.service.conduct.recent.put(self._answer, message)

    async def refusal(self) -> Phrase | None:
        """Why the answer is not shared; None where it may be, which is then counted and remembered."""
        conduct, asker = self.service.conduct, self.asker
        if not asker.manages and (await self.service.preferences.of(asker)).locked:
            return LOCKED
        if conduct.recent.first(self._answer, HERE):
            return REPEATED
        if not await conduct.claims.claim_anyhow(self._press):
            return SHARED_ALREADY
        if refused := conduct.refusal(asker, is_public=True):
            conduct.recent.forget(self._answer)
            await conduct.claims.release(self._press)
            return refused
        return None

    async def not_posted(self) -> None:
        """Take back what was counted and remembered: the answer did not come."""
        conduct = self.service.conduct
        conduct.give_back(self.asker)
        conduct.recent.forget(self._answer)
        await conduct.claims.release(self._press)

    @property
    def _answer(self) -> Hashable:
        request, asks = self.request, self.asks
        place = request.workspace, request.channel, request.thread
        return place, self.asker.locale, asks.query, asks.page

    @property
    def _press(self) -> str:
        request, asks = self.request, self.asks
        where = f"{request.workspace}:{request.channel}:{request.user}:{request.message}"
        return f"share:slack:{where}:{asks.page}:{hash_of(asks)}"


def hash_of(asks: Pressed) -> str:
    """A short digest of a query, which tells the answers apart that one message has held in turn."""
    return sha256(repr(asks.query).encode()).hexdigest()[:16]
