"""Shortcuts: “Check quotes” on any message, and looking a quotation up from anywhere."""

import re
from typing import Any

from slack_bolt.response import BoltResponse

from bot.answers.checked_message import CheckedMessage, message_query
from bot.answers.grammar import write
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.checking.slack_parts import slack_parts
from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.requests import Body, input_texts
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import (
    ANSWER,
    CASE,
    CHECKED,
    QUOTATION,
    WORDS,
    ZONE,
    joined_pages,
    look_up,
    modal,
    plain,
)
from bot.rendering.buttons import choice_label
from bot.rendering.limits import SLACK, length

NOTHING = phrase("Choose a quotation, or type words of it.")
MOST_OPTIONS = 25


async def on_check_quotes(responder: Responder) -> None:
    """Open a modal with the report on the quotations of a message, for whoever used the shortcut alone."""
    message = responder.body.get("message") or {}
    checked = CheckedMessage(_link(responder.body, message), message.get("user") == responder.request.user)
    # Written and parsed again: the text of a message may be longer than a command can be.
    reply = await responder.reply(write(message_query(slack_parts(message), checked)))
    await responder.open_view(CHECKED, joined_pages((reply.pages[0], *reply.following)), checked.link)


def _link(body: Body, message: Body) -> str:
    """The address of a message: https://docs.slack.dev/messaging/retrieving-messages#permalinks."""
    domain = (body.get("team") or {}).get("domain")
    channel, stamp = (body.get("channel") or {}).get("id"), str(message.get("ts") or "").replace(".", "")
    known = domain and channel and re.fullmatch(r"[\w-]+", f"{domain}{channel}{stamp}")
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp}" if known and stamp else ""


async def on_look_up(responder: Responder) -> None:
    """Open the modal in which a quotation is looked up."""
    service = responder.context.service
    many = len(service.archive_of(await responder.asker()).library.cases) > 1
    view = look_up(await responder.words(), many_cases=many)
    await responder.client.views_open(trigger_id=responder.request.trigger, view=view)


async def on_options(responder: Responder) -> BoltResponse:
    """Acknowledge the options of a menu that match what has been typed in it."""
    return acknowledged({"options": await _options(responder)})


async def _options(responder: Responder) -> list[dict[str, Any]]:
    body, words = responder.body, await responder.words()
    name = {QUOTATION: "text", ZONE: "zone"}.get(str(body.get("action_id")), "case")
    case = input_texts(body).get(CASE)
    begun = Query("settings set" if name == "zone" else "quote")
    if case and name == "text":
        begun = begun.changed(case=case)
    typed = str(body.get("value") or "")
    asker = await responder.asker()
    found = await responder.context.service.complete(begun, name, typed, MOST_OPTIONS, asker)
    labels = {choice.value: choice_label(choice, words, SLACK.option_text) for choice in found}
    return [
        {"text": plain(label, SLACK.option_text), "value": value}
        for value, label in labels.items()
        if length(value) <= SLACK.option_value
    ]


async def on_submit(responder: Responder) -> BoltResponse:
    """Acknowledge the submitted modal with the quotation that was looked up, in the modal's place."""
    state, words = input_texts(responder.body), await responder.words()
    text = state.get(QUOTATION) or state.get(WORDS)
    if not text:
        return acknowledged({"response_action": "errors", "errors": {f"b:{WORDS}": words.say(NOTHING)}})
    # Written and parsed again: the values are whatever somebody sends.
    options = (("text", text), ("case", state.get(CASE)))
    command = write(Query("quote", tuple((name, value) for name, value in options if value)))
    page = (await responder.reply(command)).pages[0]
    return acknowledged({"response_action": "update", "view": modal(ANSWER, page, words)})
