"""Answers as Discord messages: proven, and already encoded as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.answers.answer import Answer
from bot.answers.phrases import counted, phrase
from bot.answers.refusal import apology, is_refusal
from bot.rendering.buttons import excerpt, turns_pages
from bot.rendering.discord import IS_COMPONENTS_V2, LINK, SECONDARY, TEXT, for_one_person, with_button
from bot.rendering.limits import DISCORD
from bot.rendering.render import Payload, Presentation, is_shareable, to_discord, to_discord_private
from bot.rendering.wording import Wording
from bot.service.conduct import NOTHING_TO_SHARE, is_reportable, reported_command
from bot.service.echo import without_typed_words

CHANNEL_MESSAGE, UPDATE_MESSAGE, SHOW_FORM = 4, 7, 9
"""Types of initial responses that carry a message or a form.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
"""
REPORT = "report:"
"""Begins the custom_id of the button, and of the form, with which an answer is reported."""
REPORT_LABEL, GO_THERE = phrase("Report"), phrase("Go to it")
REPORT_TITLE, REASON_LABEL = phrase("This answer is wrong"), phrase("What is wrong?")
REASON, LONGEST_REASON = "reason", 500
LABEL, TEXT_INPUT, PARAGRAPH = 18, 4, 2
SHARER = b"<@0>"
"""Stands in a shared message, once before all else, for the mention of whoever shares it."""


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

    def shared_by(self, person: str) -> Message:
        """The message with the mention of the person who shares it, whose id is a number."""
        mention = f"<@{int(person)}>".encode()
        return Message(self.new.replace(SHARER, mention, 1), self.edited.replace(SHARER, mention, 1))


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
    if is_refusal(answer):
        payloads = tuple(map(for_one_person, payloads))
    return _pages(answer, _first_for_all(answer, payloads, presentation.words), presentation.words)


def _first_for_all(answer: Answer, payloads: tuple[Payload, ...], words: Wording) -> tuple[Payload, ...]:
    """The pages of a public answer; where no button turns them, all but the first are for the asker alone.

    One answer is one message in a channel: a dead button on it says how many pages there are besides.
    """
    first, *others = payloads
    if not others or turns_pages(answer.query, DISCORD.custom_id):
        return payloads
    more = counted(
        "{count} more page: only whoever asked sees it",
        "{count} more pages: only whoever asked sees them",
        len(others),
    )
    note = {"style": SECONDARY, "label": words.say(more), "custom_id": "rest", "disabled": True}
    return (with_button(first, note), *map(for_one_person, others))


def private(answer: Answer, presentation: Presentation) -> Pages:
    """Render an answer for the asker alone, with a button to share it."""
    return _pages(answer, to_discord_private(answer, presentation), presentation.words)


def shared(answer: Answer, presentation: Presentation) -> Pages:
    """Render an answer that a member shows to all: with their mention, and without words that they typed."""
    if not is_refusal(answer) and not is_shareable(answer):
        return private(apology(NOTHING_TO_SHARE), presentation)
    pages = to_discord(without_typed_words(answer), presentation)
    if is_refusal(answer):
        return _pages(answer, tuple(map(for_one_person, pages)), presentation.words)
    words = presentation.words
    pages = _first_for_all(answer, pages, words)
    return _pages(answer, tuple(with_sharer(page, SHARER.decode(), words) for page in pages), words)


def with_sharer(payload: Payload, person: str, words: Wording) -> Payload:
    """A payload whose text begins with the line that names who shares it; ``person`` is their mention."""
    container, *rows = payload["components"]
    line = words.say(phrase("Shared by {person}", person=person))
    inside = [{"type": TEXT, "content": f"-# {line}"}, *container["components"]]
    return {**payload, "components": [{**container, "components": inside}, *rows]}


def sentence_alone(answer: Answer, presentation: Presentation) -> Pages:
    """Render a sentence for the asker alone."""
    return _refused(to_discord_private(answer, presentation))


def pointer(address: str) -> Callable[[Answer, Presentation], Pages]:
    """The renderer of a sentence for the asker alone, with a button that leads to an address."""

    def render(answer: Answer, presentation: Presentation) -> Pages:
        button = {"style": LINK, "label": presentation.words.say(GO_THERE), "url": address}
        return _refused(with_button(one, button) for one in to_discord_private(answer, presentation))

    return render


def _refused(payloads: Iterable[Payload]) -> Pages:
    return Pages(tuple(map(_message, payloads)), turned=False, refused=True)


def report_form(custom_id: str, words: Wording) -> bytes:
    """The initial response that shows the form in which somebody says what is wrong in an answer."""
    field = {
        "type": TEXT_INPUT,
        "custom_id": REASON,
        "style": PARAGRAPH,
        "max_length": LONGEST_REASON,
        "required": True,
    }
    labelled = {"type": LABEL, "label": words.say(REASON_LABEL), "component": field}
    data = {"custom_id": custom_id, "title": words.say(REPORT_TITLE), "components": [labelled]}
    return as_json({"type": SHOW_FORM, "data": data})


def digest_message(answer: Answer, presentation: Presentation) -> Payload:
    """Render a digest as it is posted: its first page, with the button that reports it."""
    return _reported(answer, to_discord(answer, presentation)[0], presentation.words)


def _reported(answer: Answer, payload: Payload, words: Wording) -> Payload:
    """A payload with the button that reports the answer, where that can be reported."""
    if not is_reportable(answer):
        return payload
    # Cut, it still tells the editors which answer is meant.
    custom_id = excerpt(f"{REPORT}{reported_command(answer)}", DISCORD.custom_id)
    report = {"style": SECONDARY, "label": words.say(REPORT_LABEL), "custom_id": custom_id}
    return with_button(payload, report)


def _pages(answer: Answer, payloads: tuple[Payload, ...], words: Wording) -> Pages:
    payloads = tuple(_reported(answer, payload, words) for payload in payloads)
    turned = turns_pages(answer.query, DISCORD.custom_id)
    return Pages(tuple(map(_message, payloads)), turned, is_refusal(answer))


def _message(payload: Payload) -> Message:
    # Discord refuses an edit that sets another flag.
    return Message(as_json(payload), as_json({**payload, "flags": IS_COMPONENTS_V2}))


def as_json(value: object) -> bytes:
    """A value as JSON in UTF-8; escaped to ASCII, which is the fastest to encode."""
    return json.dumps(value, separators=(",", ":")).encode()
