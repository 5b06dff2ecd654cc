"""Interactions over HTTP: Discord posts them, signed, and reads the initial response from the response."""

from http import HTTPStatus

import structlog
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic_core import from_json

from bot.platforms.discord.interaction import of_json
from bot.platforms.discord.interaction_handler import GRACE_PERIOD, InteractionHandler
from bot.platforms.discord.responder import InteractionResponder

PATH = "/discord/interactions"
LONGEST_BODY = 512 * 1024
"""Bytes: an interaction holds a message at most, whose texts have 6,000 characters."""
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"

log = structlog.get_logger()


class InteractionVerifier:
    """Verifies Discord's Ed25519 signatures with the public key of the application, in hexadecimal digits."""

    def __init__(self, public_key: str) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))

    def is_valid(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Whether a signature, in hexadecimal digits, is of the timestamp followed by the body."""
        try:
            self._key.verify(bytes.fromhex(signature), timestamp.encode() + body)
        except (InvalidSignature, ValueError):
            return False
        return True


class InteractionsEndpoint:
    """Answers the interactions that Discord posts; it is stateless, so that processes can share the load."""

    def __init__(
        self, verifier: InteractionVerifier, handler: InteractionHandler, responder: InteractionResponder
    ) -> None:
        self._verifier = verifier
        self._handler = handler
        self._responder = responder

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The initial response; 401 without a valid signature, 400 for what is no interaction."""
        body = await _body(request)
        headers = request.headers
        if not self._verifier.is_valid(headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, ""), body):
            return web.Response(status=HTTPStatus.UNAUTHORIZED, text="invalid request signature")
        try:
            interaction = of_json(from_json(body))
        except ValueError as error:
            log.warning("not an interaction of ours", why=str(error))
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="not an interaction")
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
        await self._handler.pending.drain(GRACE_PERIOD, GRACE_PERIOD)


async def _body(request: web.Request) -> bytes:
    """The body, which may be longer than the site's other bodies. Raises HTTPRequestEntityTooLarge."""
    body = b""
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LONGEST_BODY, len(body))
    return body
