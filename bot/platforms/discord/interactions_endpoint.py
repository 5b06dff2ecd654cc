"""Interactions over HTTP: Discord posts them, signed, and reads the first reply from the response."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic_core import from_json

from bot.platforms.discord.interaction import Interaction, of_json
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.discord.reply_plan import InitialResponse
from bot.platforms.discord.responder import InteractionResponder

PATH = "/discord/interactions"
LONGEST_BODY = 512 * 1024
"""Bytes: an interaction holds a message at most, whose texts have 6,000 characters."""
SIGNATURE, TIMESTAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
GRACE = 5.0
"""Seconds that answers under way are given when the bot is told to stop."""

log = structlog.get_logger()


class Signatures:
    """Tells what Discord has signed from everything else."""

    def __init__(self, public_key: str) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))

    def are_good(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Whether the signature, in hexadecimal digits, is of the timestamp with the body."""
        try:
            self._key.verify(bytes.fromhex(signature), timestamp.encode() + body)
        except (InvalidSignature, ValueError):
            return False
        return True


class InteractionsEndpoint:
    """Answers posted interactions; it keeps nothing, so that any number of processes can share the work."""

    def __init__(
        self, signatures: Signatures, handler: InteractionHandler, responder: InteractionResponder
    ) -> None:
        self._signatures = signatures
        self._handler = handler
        self._responder = responder

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """401 without a good signature, 400 for what is no interaction, else the first reply."""
        body = await _body(request)
        given = request.headers
        if not self._signatures.are_good(given.get(SIGNATURE, ""), given.get(TIMESTAMP, ""), body):
            return web.Response(status=HTTPStatus.UNAUTHORIZED, text="invalid request signature")
        try:
            interaction = of_json(from_json(body))
        except ValueError as error:
            log.warning("not an interaction of ours", why=str(error))
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="not an interaction")
        begun = await self._handler.begin(interaction)
        response = web.Response(body=begun.body, content_type="application/json")
        return response if begun.is_all else await self._with_more(request, response, interaction, begun)

    async def close(self) -> None:
        """Finish or refuse what is under way."""
        await self._handler.pending.drain(GRACE, GRACE)

    async def _with_more(
        self, request: web.Request, response: web.Response, interaction: Interaction, begun: InitialResponse
    ) -> web.StreamResponse:
        """Send the response before anything else: Discord knows of no message until it has read it."""
        await response.prepare(request)
        await response.write_eof()
        _ = self._handler.pending.start(self._responder.finish(interaction, begun))
        return response


async def _body(request: web.Request) -> bytes:
    """The body, which may be longer than those that pages take. Raises HTTPRequestEntityTooLarge."""
    body = b""
    while chunk := await request.content.readany():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LONGEST_BODY, len(body))
    return body
