"""Interactions over signed HTTP: the program as it is, and the same answers as over the gateway."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.platforms.discord.interaction import of_json
from bot.platforms.discord.interaction_handler import InteractionHandler
from bot.platforms.discord.interactions_endpoint import PATH, InteractionsEndpoint, InteractionVerifier
from bot.platforms.discord.responder import InteractionResponder
from bot.platforms.discord.rest import Rest
from tests.fakes.discord import interactions
from tests.fakes.discord.faults import FOLLOW_UP, ORIGINAL, Fault, error
from tests.fakes.discord.rules import mistakes_of
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import CHANNEL, Exchange
from tests.platforms.discord.running import SOON, program, service_of
from tests.platforms.discord.test_faults import LONG_QUESTION, Slow, long, texts
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw().hex()
DEADLINE = 3.0
"""Seconds: https://docs.discord.com/developers/interactions/receiving-and-responding."""


class Posting:
    """Discord, posting to an address and reading the response."""

    def __init__(self, discord: FakeDiscord, http: aiohttp.ClientSession, address: str) -> None:
        self.discord = discord
        self.http = http
        self.address = address

    async def ask(self, interaction: dict[str, Any]) -> Exchange:
        exchange = self.discord.expect(interaction)
        body, headers = interactions.signed(interaction, KEY)
        async with self.http.post(self.address, data=body, headers=headers) as response:
            assert (response.status, response.content_type) == (200, "application/json")
            await self.discord.rest.take(exchange, await response.json())
        return exchange

    async def status(self, body: bytes, headers: dict[str, str]) -> int:
        async with self.http.post(self.address, data=body, headers=headers) as response:
            return response.status


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def posting(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Posting]:
    """The program's web part, which has no token."""
    folder, port = tmp_path_factory.mktemp("bot"), free_port()
    async with FakeDiscord() as discord, aiohttp.ClientSession() as http:
        env = {"DISCORD_API_URL": discord.env["DISCORD_API_URL"], "DISCORD_PUBLIC_KEY": PUBLIC}
        async with program("web", folder=folder, PORT=str(port), **env) as bot:
            assert bot.process.stdout
            await bot.process.stdout.readline()
            await bot.line("cases read")
            yield Posting(discord, http, f"http://127.0.0.1:{port}{PATH}")
            status, _ = await bot.stop()
            assert status == 0
            assert discord.rest.violations == []


async def test_a_ping_is_answered(posting: Posting) -> None:
    exchange = await posting.ask(interactions.ping(posting.discord.world))
    assert exchange.callbacks == [{"type": 1}]


async def test_the_answers_are_the_same_as_over_the_gateway(posting: Posting, content: Path) -> None:
    world = posting.discord.world
    handler = InteractionHandler(service_of(content, today=lambda: datetime.now(UTC).date()))
    asked = [
        interactions.slash(world, "case damages", case="carroll-v-trump"),
        interactions.slash(world, "case statements", private=True),
        interactions.slash(world, "quote", focused="text", text="travesty"),
        interactions.slash(world, "case damages", case="nobody"),
        interactions.on_message(world, "Check quotes", "“The court awarded $50 million”"),
        interactions.in_private(interactions.slash(world, "help")),
    ]
    for one in asked:
        exchange = await posting.ask(one)
        assert exchange.callbacks == [json.loads((await handler.respond(of_json(one))).body)]


async def test_the_web_part_tells_the_commands_where_it_has_a_token(tmp_path: Path) -> None:
    async with FakeDiscord() as discord:
        env = {**discord.env, "DISCORD_PUBLIC_KEY": PUBLIC, "PORT": str(free_port())}
        async with program("web", folder=tmp_path, **env) as bot:
            await bot.line("commands registered")
        assert discord.world.commands
        assert discord.gateway.identified == []


async def test_buttons_and_menus_work_over_http(posting: Posting) -> None:
    world = posting.discord.world
    message = await (await posting.ask(interactions.slash(world, "case statements"))).answer()
    turned = await posting.ask(interactions.press(world, message, "1:2:/case statements"))
    assert turned.callbacks[0]["type"] == 7
    assert message.edits == 1
    led_on = await posting.ask(interactions.press(world, message, "1::/case damages"))
    assert (await led_on.answer()).is_private
    older = await posting.ask(interactions.press(world, message, "forged"))
    assert "older answer" in texts(await older.answer())


async def test_nothing_is_answered_without_discords_signature(posting: Posting) -> None:
    body, headers = interactions.signed(interactions.ping(posting.discord.world), KEY)
    other, forged = interactions.signed(json.loads(body), Ed25519PrivateKey.generate())
    name, when = "X-Signature-Ed25519", "X-Signature-Timestamp"
    for refused in (
        await posting.status(other, forged),
        await posting.status(body + b" ", headers),
        await posting.status(body, {**headers, when: headers[when] + "1"}),
        await posting.status(body, {**headers, name: headers[name][:-2]}),
        await posting.status(body, {**headers, name: "zz" * 64}),
        await posting.status(body, {**headers, name: ""}),
        await posting.status(body, {name: headers[name]}),
        await posting.status(body, {when: headers[when]}),
        await posting.status(body, {}),
        await posting.status(b"", {}),
    ):
        assert refused == 401
    assert await posting.status(body, headers) == 200


async def test_a_recorded_request_is_answered_once(posting: Posting) -> None:
    """A command that changes nothing, too: what it shows may be private, or shown no more."""
    body, headers = interactions.signed(interactions.ping(posting.discord.world), KEY)
    name = "X-Signature-Ed25519"
    spaced = " ".join(headers[name])
    assert await posting.status(body, headers) == 200
    for used in (headers[name], headers[name].upper(), spaced[:1] + spaced[2:], headers[name] + " "):
        assert await posting.status(body, {**headers, name: used}) == 401


async def test_what_is_signed_and_no_interaction_is_a_bad_request(posting: Posting) -> None:
    world = posting.discord.world
    ping = interactions.ping(world)
    bodies: tuple[Any, ...] = (
        {},
        [],
        "text",
        None,
        {**ping, "type": 99},
        {**ping, "type": 2, "data": {}},
        {"type": 1},
    )
    for body in bodies:
        raw, headers = interactions.signed(body, KEY)
        assert await posting.status(raw, headers) == 400
    for raw in (b"{", b"\xff", b"[" * 100_000):
        headers = interactions.signed_bytes(raw, KEY)
        assert await posting.status(raw, headers) == 400


async def test_bodies_beyond_half_a_megabyte_are_not_read(posting: Posting) -> None:
    assert await posting.status(b"x" * 1_000_000, {}) == 413


async def test_no_fuzzed_signature_is_accepted() -> None:
    """A sample of what benchmarks/discord_http.py does a hundred thousand times."""
    chance = random.Random(4)  # noqa: S311  -- it chooses what to spoil
    signatures = InteractionVerifier(PUBLIC)
    body, headers = interactions.signed({"type": 1}, KEY)
    signature, when = headers["X-Signature-Ed25519"], headers["X-Signature-Timestamp"]
    assert signatures.is_valid(signature, when, body)
    for _ in range(2_000):
        raw = bytearray(bytes.fromhex(signature))
        raw[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not signatures.is_valid(raw.hex(), when, body)
        assert not signatures.is_valid(chance.randbytes(chance.randrange(80)).hex(), when, body)
        assert not signatures.is_valid(signature, str(int(when) + chance.randrange(1, 999)), body)
    assert not signatures.is_valid("é", when, body)
    assert not signatures.is_valid(signature, "\ud800", body)


@pytest.mark.parametrize(
    ("later", "is_taken"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
async def test_a_request_that_was_recorded_is_worth_nothing_five_minutes_later(
    later: int,
    is_taken: bool,  # noqa: FBT001  -- pytest passes it by name
) -> None:
    body, headers = interactions.signed({"type": 1}, KEY)
    signature, when = headers["X-Signature-Ed25519"], headers["X-Signature-Timestamp"]
    signatures = InteractionVerifier(PUBLIC, lambda: int(when) + later)
    assert signatures.is_valid(signature, when, body) is is_taken


async def test_a_signed_timestamp_that_is_no_number_is_refused() -> None:
    for when in ("", "now", "-1", "1.5", "²", "9" * 5_000):
        signature = KEY.sign(when.encode() + b"{}").hex()
        assert not InteractionVerifier(PUBLIC).is_valid(signature, when, b"{}")


@pytest_asyncio.fixture(loop_scope="module")
async def slow() -> Slow:
    return Slow()


@pytest_asyncio.fixture(loop_scope="module")
async def slowly(content: Path, slow: Slow) -> AsyncIterator[Posting]:
    """The same endpoint in this process, with a service that can be made slow."""
    async with FakeDiscord() as discord, aiohttp.ClientSession() as http:
        handler = InteractionHandler(
            service_of(content, {"case status": slow, "verify": long}), defer_after=SOON
        )
        delivery = InteractionResponder(Rest(http, discord.env["DISCORD_API_URL"]), handler)
        endpoint = InteractionsEndpoint(InteractionVerifier(PUBLIC), handler, delivery)
        site = web.Application()
        site.router.add_post(PATH, endpoint.handle)
        async with TestServer(site) as server:
            yield Posting(discord, http, str(server.make_url(PATH)))
            await endpoint.close()


async def test_an_answer_is_deferred_before_discord_waits_no_longer() -> None:
    assert signature(InteractionHandler).parameters["defer_after"].default < DEADLINE


async def test_a_slow_answer_is_announced_and_put_in_its_place(slowly: Posting, slow: Slow) -> None:
    exchange = await slowly.ask(interactions.slash(slowly.discord.world, "case status"))
    assert exchange.callbacks == [{"type": 5, "data": {"flags": 0}}]
    slow.go_on.set()
    assert "slow words" in texts(await exchange.answer())


async def test_what_discord_has_not_read_yet_is_tried_again(slowly: Posting, slow: Slow) -> None:
    slowly.discord.faults.append(Fault("PATCH", ORIGINAL, 404, error(10015, "Unknown Webhook")))
    exchange = await slowly.ask(interactions.slash(slowly.discord.world, "case status"))
    slow.go_on.set()
    assert "slow words" in texts(await exchange.answer())


async def test_pages_that_no_button_turns_follow_the_first(slowly: Posting) -> None:
    slowly.discord.faults.append(Fault("POST", FOLLOW_UP, 404, error(10015, "Unknown Webhook")))
    exchange = await slowly.ask(interactions.slash(slowly.discord.world, "verify", text=LONG_QUESTION))
    await exchange.answer(3)
    assert len(exchange.messages) == 3
    assert {message.channel for message in exchange.messages} == {CHANNEL}


async def test_an_announced_answer_is_refused_with_a_sentence_when_the_bot_stops(
    content: Path, slow: Slow
) -> None:
    async with FakeDiscord() as discord, aiohttp.ClientSession() as http:
        handler = InteractionHandler(service_of(content, {"case status": slow}), defer_after=SOON)
        endpoint = InteractionsEndpoint(
            InteractionVerifier(PUBLIC),
            handler,
            InteractionResponder(Rest(http, discord.env["DISCORD_API_URL"]), handler),
        )
        site = web.Application()
        site.router.add_post(PATH, endpoint.handle)
        async with TestServer(site) as server:
            posting = Posting(discord, http, str(server.make_url(PATH)))
            exchange = await posting.ask(interactions.slash(discord.world, "case status"))
            await asyncio.wait_for(endpoint.close(), 60)
        assert "The bot is being restarted." in texts(await exchange.answer())
        assert mistakes_of("callback", exchange.callbacks[0]) == []
