"""Slack's requests over HTTP: proven to be Slack's before anything is done for them."""

from __future__ import annotations

import structlog
from aiohttp import web

from bot.platforms.slack.dispatch import Dispatcher
from bot.platforms.slack.requests import decoded
from bot.platforms.slack.signature import Signature

log = structlog.get_logger()

EVENTS = "/slack/events"
LONGEST_BODY = 1024 * 1024
"""Bytes: Slack sends the message along in which something was pressed."""


def event_routes(dispatcher: Dispatcher, secret: str) -> list[web.RouteDef]:
    """The one address for commands, presses and events."""
    signature = Signature(secret)

    async def receive(request: web.Request) -> web.Response:
        """Answer a request that is Slack's own; refuse any other unread."""
        body = await request.clone(client_max_size=LONGEST_BODY).read()
        if not signature.accepts(body, request.headers):
            log.debug("not slack's request", remote=request.remote)
            return web.Response(status=401)
        try:
            said = decoded(body, request.content_type)
        except ValueError:
            return web.Response(status=400)
        # Slack tells of an event again, perhaps within the same second: that one is known by its id.
        if not signature.is_new(request.headers) and said.get("type") != "event_callback":
            log.debug("not slack's request", remote=request.remote)
            return web.Response(status=401)
        answered = await dispatcher.dispatch(said)
        return web.Response(
            status=answered.status, text=answered.text, content_type=answered.content_type, charset="utf-8"
        )

    return [web.post(EVENTS, receive)]
