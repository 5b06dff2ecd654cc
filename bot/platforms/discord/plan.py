"""How an interaction is to be answered: with what, for whom to see, and in the place of what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers.query import Query
from bot.desk import Render
from bot.platforms.discord.interaction import Press
from bot.platforms.discord.messages import Message, Pages, private, public
from bot.rendering.buttons import VERSION, pressed
from bot.rendering.discord import CONTEXT, EPHEMERAL

LATER = 5
LATER_IN_PLACE = b'{"type":6}'


class Reply(NamedTuple):
    """An answer: its first message, which may take a page's place, and those that follow it."""

    message: Message
    following: tuple[Message, ...] = ()
    in_place: bool = False

    @property
    def begun(self) -> Begun:
        """What is said where it is there in time."""
        body = self.message.as_update if self.in_place else self.message.as_reply
        return Begun(body, self.following)


Later = Callable[[], Awaitable[Reply]]
"""Gives an answer that was announced."""


class Begun(NamedTuple):
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
class Plan:
    """The question; whether its answer is hidden from others; which page, and whether in another's place."""

    query: Query
    hidden: bool
    page: int | None = None
    in_place: bool = False

    @property
    def shown(self) -> Render[Pages]:
        """How the answer is rendered."""
        return private if self.hidden else public

    def reply(self, pages: Pages) -> Reply:
        """The answer, or the one page that is wanted; why there is none takes no page's place."""
        if self.page is None or pages.refused:
            return pages_in_turn(pages)
        return Reply(pages.at(self.page), in_place=self.in_place)

    def announced(self, later: Later) -> Begun:
        """That the answer will come."""
        message = b'{"type":%d,"data":{"flags":%d}}' % (LATER, EPHEMERAL if self.hidden else 0)
        return Begun(LATER_IN_PLACE if self.in_place else message, (), later, self.in_place)


def pages_in_turn(pages: Pages) -> Reply:
    """The first page, and the others after it where no button leads to them."""
    return Reply(pages.messages[0], pages.following)


def planned(press: Press) -> Plan | None:
    """What a button or a menu asks; None where it asks nothing any more.

    A page that somebody else reads is not turned, but shown beside it.
    """
    if press.custom_id == CONTEXT:
        asked = pressed(f"{VERSION}::{press.chosen or ''}")
        return Plan(asked.query, hidden=True) if asked else None
    asked = pressed(press.custom_id)
    if asked is None:
        return None
    in_place = press.own or press.on_private
    match asked.deed:
        case "ask":
            return Plan(asked.query, hidden=True)
        case "share":
            return Plan(asked.query, hidden=False, page=asked.page)
        case "turn":
            return Plan(asked.query, press.on_private or not in_place, asked.page, in_place)
