"""Answers as messages that are ready to leave: proven, and already written as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bot.answers.answer import Answer
from bot.answers.refusal import is_refusal
from bot.rendering.buttons import pressed
from bot.rendering.discord import ACTION_ROW, IS_COMPONENTS_V2, for_one_person
from bot.rendering.render import Payload, Presentation, to_discord, to_discord_private

NEW, EDITED = 4, 7
"""Types of a callback."""


@dataclass(frozen=True)
class Message:
    """One message: ``new`` is the body that makes it, ``edited`` the one that puts it in another's place."""

    payload: Payload = field(repr=False)
    new: bytes = field(repr=False)
    edited: bytes = field(repr=False)

    @cached_property
    def as_reply(self) -> bytes:
        """The callback that makes it."""
        return b'{"type":%d,"data":%b}' % (NEW, self.new)

    @cached_property
    def as_update(self) -> bytes:
        """The callback that puts it in the place of the message with the button."""
        return b'{"type":%d,"data":%b}' % (EDITED, self.edited)


@dataclass(frozen=True)
class Pages:
    """An answer's messages; ``turned`` says that their buttons lead from one to the others.

    ``refused`` says that they tell only why there is no answer.
    """

    messages: tuple[Message, ...]
    turned: bool
    refused: bool

    def at(self, page: int) -> Message:
        """That page, or the last where an older answer had more."""
        return self.messages[min(page, len(self.messages)) - 1]

    @property
    def following(self) -> tuple[Message, ...]:
        """What is sent after the first message, since no button leads there."""
        return () if self.turned else self.messages[1:]


def public(answer: Answer, presentation: Presentation) -> Pages:
    """An answer for all to see; why there is none is for whoever asked alone."""
    payloads = to_discord(answer, presentation)
    refused = is_refusal(answer)
    return _pages(tuple(map(for_one_person, payloads)) if refused else payloads, refused=refused)


def private(answer: Answer, presentation: Presentation) -> Pages:
    """An answer for whoever asked, with a button to share it."""
    return _pages(to_discord_private(answer, presentation), refused=is_refusal(answer))


def _pages(payloads: tuple[Payload, ...], *, refused: bool) -> Pages:
    turned = any(one is not None and one.kind == "turn" for one in map(pressed, _custom_ids(payloads[0])))
    return Pages(tuple(map(_message, payloads)), turned, refused)


def _message(payload: Payload) -> Message:
    # An edit may set no other flag.
    return Message(payload, as_json(payload), as_json({**payload, "flags": IS_COMPONENTS_V2}))


def as_json(value: object) -> bytes:
    """The bytes that are sent; escaped to ASCII, which is the fastest to write."""
    return json.dumps(value, separators=(",", ":")).encode()


def _custom_ids(payload: Payload) -> Iterator[str]:
    for row in payload["components"]:
        for component in row["components"] if row["type"] == ACTION_ROW else ():
            yield component["custom_id"]
