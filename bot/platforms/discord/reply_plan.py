"""Plans the reply to an interaction: its query, who sees it, and whether it replaces a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from bot.answers.query import Query
from bot.platforms.discord.interaction import ComponentPress
from bot.platforms.discord.messages import Message, Pages, private, public, shared
from bot.rendering.buttons import VERSION, pressed
from bot.rendering.discord import CONTEXT, EPHEMERAL
from bot.service.command_service import Renderer

DIGEST = "digest preview"
"""The command that the buttons of a posted digest ask."""
DEFERRED_MESSAGE, DEFERRED_UPDATE = b'{"type":5,"data":{"flags":%d}}', b'{"type":6}'


class PlannedReply(NamedTuple):
    """A reply: its first message, which with ``in_place`` replaces the pressed one, and its follow-ups.

    With ``instead``, it is for the asker alone, in the place of an answer that all were to see.
    """

    message: Message
    following: tuple[Message, ...] = ()
    in_place: bool = False
    instead: bool = False

    @property
    def initial_response(self) -> InitialResponse:
        """The initial response for a reply that is there in time."""
        body = self.message.as_update if self.in_place else self.message.as_response
        return InitialResponse(body, self.following)


DeferredReply = Callable[[], Awaitable[PlannedReply]]
"""Waits for the reply that a deferred response has promised."""


class InitialResponse(NamedTuple):
    """The initial response to an interaction, encoded, and what is to be delivered after it.

    With ``in_place``, the deferred reply is to replace the message whose button was pressed.
    """

    body: bytes
    following: tuple[Message, ...] = ()
    deferred: DeferredReply | None = None
    in_place: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is to be delivered after the initial response."""
        return self.deferred is None and not self.following


@dataclass(frozen=True)
class ReplyPlan:
    """A query, whether its answer is ephemeral, which page is wanted, and whether it replaces a message."""

    query: Query
    ephemeral: bool
    page: int | None = None
    in_place: bool = False
    shared_by: str = ""
    """The id of the person who shows the answer to all; empty where it is not shared."""

    @property
    def renderer(self) -> Renderer[Pages]:
        """The renderer for the people who are to see the answer."""
        if self.shared_by:
            return shared
        return private if self.ephemeral else public

    @property
    def posts(self) -> bool:
        """Whether the answer is a new message that all see."""
        return not self.ephemeral and not self.in_place

    def reply(self, pages: Pages) -> PlannedReply:
        """The reply with all pages or the wanted one; a sentence why there is none replaces no message."""
        if self.page is None or pages.refused:
            return pages_in_turn(pages)._replace(instead=pages.refused and self.posts)
        message = pages.at(self.page)
        return PlannedReply(
            message.shared_by(self.shared_by) if self.shared_by else message, in_place=self.in_place
        )

    def deferred_response(self, reply: DeferredReply) -> InitialResponse:
        """The initial response that promises the reply."""
        message = DEFERRED_MESSAGE % (EPHEMERAL if self.ephemeral else 0)
        return InitialResponse(DEFERRED_UPDATE if self.in_place else message, (), reply, self.in_place)


def pages_in_turn(pages: Pages) -> PlannedReply:
    """The reply with the first page, followed by the pages to which no button leads."""
    return PlannedReply(pages.messages[0], pages.following)


def planned(press: ComponentPress, person: str) -> ReplyPlan | None:
    """The plan for a button or a menu that a person pressed; None for one of an older version.

    A page that others read is not turned: the next one is shown to the asker alone.
    """
    if press.custom_id == CONTEXT:
        asked = pressed(f"{VERSION}::{press.chosen or ''}")
        return ReplyPlan(asked.query, ephemeral=True) if asked else None
    asked = pressed(press.custom_id)
    if asked is None:
        return None
    # A posted digest answers nobody's command: its pages are turned for whoever presses alone.
    in_place = press.on_ephemeral or (press.own and asked.query.command != DIGEST)
    match asked.kind:
        case "ask":
            return ReplyPlan(asked.query, ephemeral=True)
        case "share":
            return ReplyPlan(asked.query, ephemeral=False, page=asked.page, shared_by=person)
        case "expand":
            return ReplyPlan(asked.query, ephemeral=True, page=1, in_place=press.on_ephemeral)
        case "turn":
            return ReplyPlan(asked.query, press.on_ephemeral or not in_place, asked.page, in_place)
