"""Discord over HTTP: interactions a second of one core, beside a bare handler that verifies a signature.

It says a constant as long as the answer, since sending costs most. Each is a server in a process of its own.
A second is one of a processor's work for them: what else the machine does is no matter. Each request has a
signature of its own, since one that comes again is refused. Then twenty thousand requests with fuzzed
signatures, of which none may pass.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any

from _measure import ROOT, p50, processor_seconds, settled, table
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.platforms.discord.interactions_endpoint import PATH, InteractionVerifier
from tests.fakes.discord.interactions import interaction, press, signed, slash
from tests.fakes.discord.world import CHANNEL, World

ROUNDS = 9
REQUESTS = 400
CONNECTIONS = 8
FUZZED, FUZZED_OVER_HTTP = 18_000, 2_000
IDS = count(1)
"""The ids of interactions: each is used once."""
MEMBERS, CHANNELS, SERVERS = 10**17, 2 * 10**17, 3 * 10**17
"""What is added to them for the ids of members, of channels and of servers."""
OF_A_SERVER = 20
"""Requests from one server, below the limit of a server: its preferences are read for the first of them."""
PORTS = (18_091, 18_092)
Request = tuple[bytes, dict[str, str]]
"""The body of a request and its headers."""


async def main() -> None:
    """Both tables."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    world = World()
    asked = {
        "`/case damages`": slash(world, "case damages", case="carroll-v-trump"),
        "turning a page": press(world, world.store(CHANNEL, {}), "1:2:/case statements"),
        "a PING": interaction(world, 1, {}),
    }
    with tempfile.TemporaryDirectory() as folder:
        async with (
            _running([sys.executable, __file__, "bare"], PORTS[0], public, folder) as bare,
            _running([sys.executable, "-m", "bot", "web"], PORTS[1], public, folder) as ours,
        ):
            # After its first answer ours prepares the newest case for questions.
            await _over_one(PORTS[1], [_written(PORTS[1], *_signed_anew(asked["a PING"], key))])
            await settled(ours)
            rows = [
                await _row(name, partial(_signed_anew, raw, key), bare, ours) for name, raw in asked.items()
            ]
            accepted = await _accepted_over_http(key)
    table(("interaction", "baseline, a second of one core", "ours", "to the baseline"), rows)
    accepted += sum(_accepted(key, public))
    total = f"{FUZZED + FUZZED_OVER_HTTP:,}"
    table(("requests with fuzzed signatures", "accepted"), [(total, str(accepted))])


def _signed_anew(raw: dict[str, Any], key: Ed25519PrivateKey) -> Request:
    """Sign an interaction under a new id, by a member and in a channel of its own.

    A flood by one member, in one channel or in one server is answered by refusals, which are not measured.
    """
    one = next(IDS)
    anew = {**raw, "id": str(one)}
    if "member" in raw:
        user = {**raw["member"]["user"], "id": str(MEMBERS + one)}
        where = str(CHANNELS + one)
        anew["guild_id"] = str(SERVERS + one // OF_A_SERVER)
        anew |= {"channel_id": where, "member": {**raw["member"], "user": user}}
        anew |= {"channel": {**raw["channel"], "id": where}} if "channel" in raw else {}
    return signed(anew, key)


async def _row(name: str, request: Callable[[], Request], bare: int, ours: int) -> tuple[str, ...]:
    [(_, long)] = await _over_one(PORTS[1], [_written(PORTS[1], *request())])
    rates: tuple[list[float], list[float]] = ([], [])
    for round_ in range(ROUNDS + 1):
        for pid, port, taken in zip((bare, ours), PORTS, rates, strict=True):
            requests = [_written(port, *request(), long) for _ in range(REQUESTS)]
            before = processor_seconds(pid)
            await _ask(port, requests)
            if round_:
                taken.append(REQUESTS / (processor_seconds(pid) - before))
    # Of each round, so that both had the same machine.
    ratio = p50(own / theirs for theirs, own in zip(*rates, strict=True))
    return name, f"{p50(rates[0]):,.0f}", f"{p50(rates[1]):,.0f}", f"{ratio:.0%}"


async def _ask(port: int, requests: list[bytes]) -> None:
    """Send requests over a few connections, each of which is answered with 200."""
    parts = [requests[at::CONNECTIONS] for at in range(CONNECTIONS)]
    statuses = await asyncio.gather(*(_over_one(port, part) for part in parts))
    refused = {status for listed in statuses for status, _ in listed} - {b"200"}
    if refused:
        raise RuntimeError(f"not answered, but refused with {refused}")


def _written(port: int, body: bytes, headers: dict[str, str], long: int = 0) -> bytes:
    lines = [f"POST {PATH} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}"]
    lines.append(f"X-Length: {long}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _over_one(port: int, requests: list[bytes]) -> list[tuple[bytes, int]]:
    """The status of each response, and the length of its body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    statuses = []
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        [size] = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        length = int(size.split(b":")[1])
        await reader.readexactly(length)
        statuses.append((head.split(maxsplit=2)[1], length))
    writer.close()
    return statuses


def _fuzzed(key: Ed25519PrivateKey, times: int, chance: random.Random) -> Iterator[Request]:
    """Requests of which a part of what is signed, or of the signature, has been changed."""
    body, headers = signed({"type": 1, "id": "1", "token": "t", "application_id": "1"}, key)
    name, when = "X-Signature-Ed25519", "X-Signature-Timestamp"
    good = bytes.fromhex(headers[name])
    for _ in range(times):
        match chance.randrange(5):
            case 0:
                flipped = bytearray(good)
                flipped[chance.randrange(64)] ^= 1 << chance.randrange(8)
                yield body, {**headers, name: flipped.hex()}
            case 1:
                yield body, {**headers, name: chance.randbytes(chance.choice([0, 32, 63, 64, 65])).hex()}
            case 2:
                yield body, {**headers, when: str(int(headers[when]) + chance.randrange(1, 9_999))}
            case 3:
                at = chance.randrange(len(body))
                yield body[:at] + bytes([body[at] ^ (1 << chance.randrange(7))]) + body[at + 1 :], headers
            case _:
                yield body, {**headers, name: "".join(chance.choices("0123456789abcdefg -", k=128))}


def _accepted(key: Ed25519PrivateKey, public: str) -> Iterator[bool]:
    signatures = InteractionVerifier(public)
    chance = random.Random(1)  # noqa: S311  -- it chooses what to spoil
    for body, headers in _fuzzed(key, FUZZED, chance):
        yield signatures.is_valid(headers["X-Signature-Ed25519"], headers["X-Signature-Timestamp"], body)


async def _accepted_over_http(key: Ed25519PrivateKey) -> int:
    chance = random.Random(2)  # noqa: S311  -- as above
    requests = [_written(PORTS[1], *request) for request in _fuzzed(key, FUZZED_OVER_HTTP, chance)]
    return sum(status != b"401" for status, _ in await _over_one(PORTS[1], requests))


@asynccontextmanager
async def _running(command: list[str], port: int, public: str, folder: str) -> AsyncIterator[int]:
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
        "CONTENT_DIR": str(ROOT / "content"),
        "PORT": str(port),
        "DISCORD_PUBLIC_KEY": public,
        "LOG_LEVEL": "error",
    }
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=env, stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout:
            await process.stdout.readline()
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def bare() -> None:
    """The least that a server can do: verify, and say a constant."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(os.environ["DISCORD_PUBLIC_KEY"]))

    async def handle(request: web.Request) -> web.Response:
        body = await request.read()
        signature, timestamp = (
            request.headers["X-Signature-Ed25519"],
            request.headers["X-Signature-Timestamp"],
        )
        try:
            key.verify(bytes.fromhex(signature), timestamp.encode() + body)
        except InvalidSignature:
            return web.Response(status=401)
        constant = b"x" * int(request.headers["X-Length"])
        return web.Response(body=constant, content_type="application/json")

    site = web.Application()
    site.router.add_post(PATH, handle)
    web.run_app(
        site,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        access_log=None,
        print=lambda line: print(line, flush=True),
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["bare"]:
        bare()
    else:
        asyncio.run(main())
