"""How an interaction is to be answered: with what, for whom to see, and in the place of what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers.query import Query
from bot.platforms.discord.interaction import ComponentPress
from bot.platforms.discord.messages import Message, Pages, private, public
from bot.rendering.buttons import VERSION, pressed
from bot.rendering.discord import CONTEXT, EPHEMERAL
from bot.service.command_service import Renderer

LATER = 5
LATER_IN_PLACE = b'{"type":6}'


class PlannedReply(NamedTuple):
    """An answer: its first message, which may take a page's place, and those that follow it."""

    message: Message
    following: tuple[Message, ...] = ()
    in_place: bool = False

    @property
    def begun(self) -> InitialResponse:
        """What is said where it is there in time."""
        body = self.message.as_update if self.in_place else self.message.as_reply
        return InitialResponse(body, self.following)


Later = Callable[[], Awaitable[PlannedReply]]
"""Gives an answer that was announced."""


class InitialResponse(NamedTuple):
    """What is said at once, and what is still to be delivered: what follows, or what was announced.

    ``in_place`` says that it was announced in the place of a page.
    """

    body: bytes
    following: tuple[Message, ...] = ()
    later: Later | None = None
    in_place: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left to deliver."""
        return self.later is None and not self.following


@dataclass(frozen=True)
class ReplyPlan:
    """The question; whether its answer is hidden from others; which page, and whether in another's place."""

    query: Query
    hidden: bool
    page: int | None = None
    in_place: bool = False

    @property
    def shown(self) -> Renderer[Pages]:
        """How the answer is rendered."""
        return private if self.hidden else public

    def reply(self, pages: Pages) -> PlannedReply:
        """The answer, or the one page that is wanted; why there is none takes no page's place."""
        if self.page is None or pages.refused:
            return pages_in_turn(pages)
        return PlannedReply(pages.at(self.page), in_place=self.in_place)

    def announced(self, later: Later) -> InitialResponse:
        """That the answer will come."""
        message = b'{"type":%d,"data":{"flags":%d}}' % (LATER, EPHEMERAL if self.hidden else 0)
        return InitialResponse(LATER_IN_PLACE if self.in_place else message, (), later, self.in_place)


def pages_in_turn(pages: Pages) -> PlannedReply:
    """The first page, and the others after it where no button leads to them."""
    return PlannedReply(pages.messages[0], pages.following)


def planned(press: ComponentPress) -> ReplyPlan | None:
    """What a button or a menu asks; None where it asks nothing any more.

    A page that somebody else reads is not turned, but shown beside it.
    """
    if press.custom_id == CONTEXT:
        asked = pressed(f"{VERSION}::{press.chosen or ''}")
        return ReplyPlan(asked.query, hidden=True) if asked else None
    asked = pressed(press.custom_id)
    if asked is None:
        return None
    in_place = press.own or press.on_private
    match asked.kind:
        case "ask":
            return ReplyPlan(asked.query, hidden=True)
        case "share":
            return ReplyPlan(asked.query, hidden=False, page=asked.page)
        case "turn":
            return ReplyPlan(asked.query, press.on_private or not in_place, asked.page, in_place)
