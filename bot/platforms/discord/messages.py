"""Answers as Discord messages: proven, and already encoded as JSON."""

import json
from dataclasses import dataclass
from functools import cached_property

from bot.answers.answer import Answer
from bot.answers.refusal import is_refusal
from bot.rendering.buttons import turns_pages
from bot.rendering.discord import IS_COMPONENTS_V2, for_one_person
from bot.rendering.limits import DISCORD
from bot.rendering.render import Payload, Presentation, to_discord, to_discord_private

CHANNEL_MESSAGE, UPDATE_MESSAGE = 4, 7
"""Types of initial responses that carry a message.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
"""


@dataclass(frozen=True)
class Message:
    """One message; ``new`` is the JSON that posts it, ``edited`` the JSON that edits another into it."""

    new: bytes
    edited: bytes

    @cached_property
    def as_response(self) -> bytes:
        """The initial response that posts the message."""
        return b'{"type":%d,"data":%b}' % (CHANNEL_MESSAGE, self.new)

    @cached_property
    def as_update(self) -> bytes:
        """The initial response that replaces the message whose button was pressed by this one."""
        return b'{"type":%d,"data":%b}' % (UPDATE_MESSAGE, self.edited)


@dataclass(frozen=True)
class Pages:
    """The messages of an answer, one a page; with ``turned``, their buttons lead from one to the others.

    With ``refused``, there is no answer, and the one message says why.
    """

    messages: tuple[Message, ...]
    turned: bool
    refused: bool

    def at(self, page: int) -> Message:
        """The page of that number, counted from 1, or the last page where there are fewer."""
        return self.messages[min(page, len(self.messages)) - 1]

    @property
    def following(self) -> tuple[Message, ...]:
        """The messages to send after the first one, because no button leads to them."""
        return () if self.turned else self.messages[1:]


def public(answer: Answer, presentation: Presentation) -> Pages:
    """Render an answer for everybody in a channel; a sentence why there is none is for the asker alone."""
    payloads = to_discord(answer, presentation)
    return _pages(answer, tuple(map(for_one_person, payloads)) if is_refusal(answer) else payloads)


def private(answer: Answer, presentation: Presentation) -> Pages:
    """Render an answer for the asker alone, with a button to share it."""
    return _pages(answer, to_discord_private(answer, presentation))


def _pages(answer: Answer, payloads: tuple[Payload, ...]) -> Pages:
    turned = turns_pages(answer.query, DISCORD.custom_id)
    return Pages(tuple(map(_message, payloads)), turned, is_refusal(answer))


def _message(payload: Payload) -> Message:
    # Discord refuses an edit that sets another flag.
    return Message(as_json(payload), as_json({**payload, "flags": IS_COMPONENTS_V2}))


def as_json(value: object) -> bytes:
    """A value as JSON in UTF-8; escaped to ASCII, which is the fastest to encode."""
    return json.dumps(value, separators=(",", ":")).encode()
