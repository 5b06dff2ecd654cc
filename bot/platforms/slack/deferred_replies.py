"""Deferred replies: promised in the acknowledgement, delivered when the answer is there."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.response import BoltResponse

from bot.answers.phrases import Phrase, phrase
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.requests import Body
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import ANSWER, modal

DONE = phrase("Done.")
STILL_LOOKING = phrase("This takes a little longer; the answer will appear here.")


def defer(context: SlackContext, body: Body, answering: asyncio.Task[BoltResponse]) -> BoltResponse:
    """Acknowledge a request with a promise, and deliver the acknowledgement that is still being made."""
    # A response_url needs no token.
    responder = Responder.of(context, body, context.api.client(None))
    # Slack ignores a late acknowledgement of anything else; the work goes on all the same.
    if "command" in body or body.get("type") == "view_submission":
        responder.start(_deliver(responder, answering))
    return context.acknowledgement(body, STILL_LOOKING)


async def _deliver(responder: Responder, answering: asyncio.Task[BoltResponse]) -> None:
    answer, request = json.loads((await answering).body), responder.request
    if "command" in responder.body:
        await responder.respond(answer, replace=True)
    elif client := await responder.context.api.client_of(request.workspace, request.enterprise):
        locale = (await responder.asker()).locale
        view = answer.get("view") or modal(
            ANSWER,
            responder.context.sentence(_late(answer), locale),
            responder.context.words(locale),
        )
        await client.views_update(view_id=request.view, view=view)


def _late(answer: Mapping[str, Any]) -> Phrase:
    """What is said in the place of a form that was closed or corrected too late."""
    errors = " ".join(answer.get("errors", {}).values())
    return phrase("{errors} Open the form again.", errors=errors) if errors else DONE
