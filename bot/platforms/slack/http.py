"""Slack's requests over HTTP: handled only where their signature proves that Slack has sent them."""

import structlog
from aiohttp import web

from bot.platforms.slack.dispatch import Dispatcher
from bot.platforms.slack.replay_cache import ReplayCache
from bot.platforms.slack.requests import decoded
from bot.platforms.slack.signature import SIGNATURE, SignatureVerifier

log = structlog.get_logger()

EVENTS = "/slack/events"
LONGEST_BODY = 1024 * 1024
"""Bytes: a block action brings its whole message along."""


def event_routes(dispatcher: Dispatcher, secret: str) -> list[web.RouteDef]:
    """The route to which Slack posts commands, interactions and events."""
    verifier, replays = SignatureVerifier(secret), ReplayCache()

    async def receive(request: web.Request) -> web.Response:
        """Answer a request that Slack has signed; refuse any other with 401, unread."""
        body = await request.clone(client_max_size=LONGEST_BODY).read()
        if not verifier.is_valid(body, request.headers):
            log.debug("not slack's request", remote=request.remote)
            return web.Response(status=401)
        try:
            payload = decoded(body, request.content_type)
        except ValueError:
            return web.Response(status=400)
        # Slack repeats an event, perhaps within the same second: that one is known by its id.
        if not replays.is_first_use(request.headers[SIGNATURE]) and payload.get("type") != "event_callback":
            log.debug("not slack's request", remote=request.remote)
            return web.Response(status=401)
        answered = await dispatcher.dispatch(payload)
        headers = {"Content-Type": answered.headers["content-type"][0]}
        return web.Response(status=answered.status, body=answered.body.encode(), headers=headers)

    return [web.post(EVENTS, receive)]
