"""Slack's requests over HTTP: handled only where their signature proves that Slack has sent them."""

import structlog
from aiohttp import web

from bot.platforms.slack.dispatch import Dispatcher
from bot.platforms.slack.requests import Body, decoded
from bot.platforms.slack.signature import MAX_AGE, SIGNATURE, SignatureVerifier
from bot.service.conduct import Claims
from bot.service.replay_cache import ReplayCache

log = structlog.get_logger()

EVENTS = "/slack/events"
LONGEST_BODY = 1024 * 1024
"""Bytes: a block action brings its whole message along."""


REPEATED_BY_SLACK = "event_callback"
"""The type of what Slack itself sends again, perhaps within the same second: it is known by its id."""
FOR_NOTHING = "block_suggestion"
"""The type of a request that comes with each letter and changes nothing: this process alone knows it."""


def event_routes(dispatcher: Dispatcher, secret: str, claims: Claims) -> list[web.RouteDef]:
    """The route to which Slack posts commands, interactions and events.

    ``claims`` tells all processes which requests were answered: one that was recorded is answered by none
    again.
    """
    verifier, replays = SignatureVerifier(secret), ReplayCache(MAX_AGE)

    async def is_replayed(signature: str, payload: Body) -> bool:
        kind, is_first = payload.get("type"), replays.is_first_use(signature)
        if kind == REPEATED_BY_SLACK:
            return False
        if not is_first or kind == FOR_NOTHING:
            return not is_first
        return not await claims.claim_anyhow(f"request:slack:{signature}")

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
        if await is_replayed(request.headers[SIGNATURE], payload):
            log.debug("not slack's request", remote=request.remote)
            return web.Response(status=401)
        answered = await dispatcher.dispatch(payload)
        headers = {"Content-Type": answered.headers["content-type"][0]}
        return web.Response(status=answered.status, body=answered.body.encode(), headers=headers)

    return [web.post(EVENTS, receive)]
