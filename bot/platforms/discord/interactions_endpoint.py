"""Interactions over HTTP: Discord posts them, signed, and reads the initial response from the response."""

import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic_core import from_json

from bot.platforms.discord.interaction import Interaction, of_json
from bot.platforms.discord.interaction_handler import CLOSING_TIMEOUT, GRACE_PERIOD, InteractionHandler
from bot.platforms.discord.responder import InteractionResponder
from bot.service.replay_cache import ReplayCache
from bot.service.request_scope import request_scope

PATH = "/discord/interactions"
LONGEST_BODY = 512 * 1024
"""Bytes: an interaction holds a message at most, whose texts have 6,000 characters."""
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
MAX_AGE = 5 * 60
"""Seconds for which a signature is taken: a request that somebody recorded is worth nothing later."""
MOST_DIGITS = 12
"""Digits of a timestamp that are read."""

log = structlog.get_logger()


class InteractionVerifier:
    """Verifies Discord's Ed25519 signatures with the public key of the application, in hexadecimal digits."""

    def __init__(self, public_key: str, now: Callable[[], float] = time.time) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        self._now = now

    def is_valid(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Whether a signature, in hexadecimal digits, is of the timestamp followed by the body.

        Not where the timestamp is no number of seconds, or is more than ``MAX_AGE`` from now.
        """
        if not (timestamp.isascii() and timestamp.isdigit()):
            return False
        if abs(self._now() - int(timestamp[:MOST_DIGITS])) > MAX_AGE:
            return False
        try:
            self._key.verify(bytes.fromhex(signature), timestamp.encode() + body)
        except (InvalidSignature, ValueError):
            return False
        return True


class InteractionsEndpoint:
    """Answers the interactions that Discord posts; processes can share the load.

    A request that is sent again is refused by the process that has answered it; another one refuses it where
    the command changes something, since those are claimed in the database.
    """

    def __init__(
        self, verifier: InteractionVerifier, handler: InteractionHandler, responder: InteractionResponder
    ) -> None:
        self._verifier = verifier
        self._handler = handler
        self._responder = responder
        self._replays = ReplayCache(MAX_AGE)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The initial response; 401 without a valid signature or with a used one, 400 for no interaction."""
        body = await _body(request)
        signature, timestamp = (request.headers.get(name, "") for name in (SIGNATURE, TIMESTAMP))
        is_valid = self._verifier.is_valid(signature, timestamp, body)
        if not is_valid or not self._replays.is_first_use(bytes.fromhex(signature).hex()):
            return web.Response(status=HTTPStatus.UNAUTHORIZED, text="invalid request signature")
        try:
            interaction = of_json(from_json(body))
        except ValueError as error:
            log.warning("not an interaction of ours", why=str(error))
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="not an interaction")
        with request_scope(interaction.id):
            return await self._answered(interaction, request)

    async def _answered(self, interaction: Interaction, request: web.Request) -> web.StreamResponse:
        initial = await self._handler.respond(interaction)
        response = web.Response(body=initial.body, content_type="application/json")
        if not initial.is_complete:
            # Sent before anything else: Discord knows of no message until it has read the response.
            await response.prepare(request)
            await response.write_eof()
            _ = self._handler.pending.start(self._responder.finish(interaction, initial))
        return response

    async def close(self) -> None:
        """Wait for the answers under way; those that take too long end with a sentence."""
        await self._handler.pending.drain(GRACE_PERIOD, CLOSING_TIMEOUT)


async def _body(request: web.Request) -> bytes:
    """The body, which may be longer than the site's other bodies. Raises HTTPRequestEntityTooLarge."""
    body = b""
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LONGEST_BODY, len(body))
    return body
