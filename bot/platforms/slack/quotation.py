"""One quotation in its paragraph, in a modal; from there it can be shared, with the sharer's name."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from slack_bolt.response import BoltResponse

from bot.answers.phrases import phrase
from bot.platforms.slack.actions import OUTDATED, share, show
from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.reply import to_quotation
from bot.platforms.slack.requests import Body, Request, action_value, chosen_values
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import ANSWER, IN_CONTEXT, View, check_boxes, modal, plain, sentence
from bot.rendering.buttons import Pressed, pressed
from bot.rendering.limits import SLACK
from bot.rendering.wording import Wording

SHARE_QUOTATION, THREAD, YES = "share_quotation", "thread", "yes"
SHARED_HERE = phrase("“Share” shows this quotation to all in the channel, with its source and your name.")


@dataclass(frozen=True)
class Origin:
    """The message from which a modal was opened, and the quotation that it shows; kept in the modal."""

    command: str
    channel: str
    thread: str
    message: str
    response_url: str

    @classmethod
    def of(cls, body: Body) -> "Origin | None":
        """The origin in a submitted modal; None where it is of another version of the bot."""
        try:
            return cls(**json.loads((body.get("view") or {}).get("private_metadata") or ""))
        except (TypeError, ValueError):
            return None


async def on_chosen(responder: Responder) -> None:
    """Show the quotation that was chosen in the menu below an answer, and offer to share it."""
    # An option of the menu carries its command alone.
    command = action_value(responder.body)
    asks, request = pressed(f"1::{command}"), responder.request
    if not asks or not request.channel or request.is_direct or not is_one(asks):
        await show(asks, responder)
        return
    # Only below a message that all see can a thread begin.
    thread = request.thread or (request.message if request.is_for_all else "")
    origin = Origin(command, request.channel, thread, request.message, request.response_url)
    reply = await responder.reply(asks.query)
    form = _form(origin, request, await responder.words()) if reply.shareable else None
    await responder.open_view(IN_CONTEXT, reply.page(1), form=form)


def is_one(asks: Pressed) -> bool:
    """Whether a query asks for one quotation by its id."""
    return asks.query.command == "quote" and (asks.query.get("text") or "").startswith("#")


def _form(origin: Origin, request: Request, words: Wording) -> View:
    choices = {YES: words.say(phrase("In the thread, not in the channel"))}
    chosen = [YES] if request.thread else []
    field = check_boxes(THREAD, words.say(phrase("Where to show it")), choices, chosen)
    return {
        "callback_id": SHARE_QUOTATION,
        "private_metadata": json.dumps(asdict(origin)),
        "submit": plain(words.say(phrase("Share")), SLACK.view_title),
        "blocks": [sentence(words.say(SHARED_HERE)), *([field] if origin.thread else [])],
    }


async def on_submit(responder: Responder) -> BoltResponse:
    """Share the quotation of a submitted modal once, and close the modal."""
    origin, asks = Origin.of(responder.body), None
    if origin:
        asks = pressed(f"1::{origin.command}")
    if not origin or not asks or not is_one(asks):
        words = await responder.words()
        outdated = responder.context.sentence(OUTDATED, words.locale)
        return acknowledged({"response_action": "update", "view": modal(ANSWER, outdated, words)})
    await share(asks._replace(kind="share"), _from_there(origin, responder), to_quotation)
    return acknowledged({"response_action": "clear"})


def _from_there(origin: Origin, responder: Responder) -> Responder:
    """The responder as to a request from the message where the modal was opened."""
    wished: Any = chosen_values(responder.body).get(THREAD, ())
    request = replace(
        responder.request,
        channel=origin.channel,
        thread=origin.thread if YES in wished else "",
        message=origin.message,
        response_url=origin.response_url,
        # It stays, while the answer that is shared as a whole is taken away.
        surface="message",
    )
    return replace(responder, request=request)
