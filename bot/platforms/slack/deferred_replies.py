"""Deferred replies: promised in the acknowledgement, delivered when the answer is there."""

import asyncio
import json

from slack_bolt.response import BoltResponse

from bot.answers.phrases import phrase
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.requests import Body
from bot.platforms.slack.responder import Responder

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
        await client.views_update(view_id=request.view, view=answer["view"])
