"""Connections that send no request are closed, and neither their number nor their log grows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from aiohttp import web

from bot.web.connections import CONNECTIONS, Connections, counted_connections

FOR_EVER = 3600.0
POST = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n"
REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
HALF_BODY = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 8\r\n\r\nhalf"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Site:
    """A site on a port, whose answers wait until they are let go."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.port = 0
        self.asked = asyncio.Event()
        self.let_go = asyncio.Event()
        self._writers: list[asyncio.StreamWriter] = []

    async def answer(self, _: web.Request) -> web.Response:
        self.asked.set()
        await self.let_go.wait()
        return web.Response(text="answered")

    async def take(self, request: web.Request) -> web.Response:
        self.asked.set()
        return web.Response(text=await request.text())

    async def connection(self, sent: bytes = b"GET / HTTP/1.1\r\nHost:") -> Streams:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent)
        self._writers.append(writer)
        return reader, writer

    async def close(self) -> None:
        self.let_go.set()
        for writer in self._writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not is_so():  # noqa: ASYNC110  -- nothing tells of it
                await asyncio.sleep(0.01)


@asynccontextmanager
async def site(
    most: int,
    head_timeout: float = FOR_EVER,
    idle_timeout: float = FOR_EVER,
    body_timeout: float = FOR_EVER,
) -> AsyncIterator[Site]:
    made = Site(Connections(most, head_timeout, idle_timeout, body_timeout, sweep_interval=0.01))
    application = web.Application(middlewares=[counted_connections])
    application[CONNECTIONS] = made.connections
    application.router.add_get("/", made.answer)
    application.router.add_post("/", made.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    inner = runner.server
    assert inner
    server = await asyncio.get_running_loop().create_server(
        lambda: made.connections.protocol(inner), "127.0.0.1", 0
    )
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        await made.close()
        server.close()
        await runner.cleanup()


async def test_half_a_request_is_closed_after_a_while() -> None:
    async with site(100, head_timeout=0.1) as here:
        reader, _ = await here.connection()
        async with asyncio.timeout(30):
            assert await reader.read() == b""
        await here.until(lambda: len(here.connections) == 0)


async def test_half_a_body_is_closed_after_a_while() -> None:
    async with site(100, body_timeout=0.1) as here:
        reader, _ = await here.connection(POST + b"half")
        async with asyncio.timeout(30):
            assert await reader.read() == b""
        await here.until(lambda: len(here.connections) == 0)


async def test_an_answer_may_take_longer_than_the_body_that_it_answers() -> None:
    async with site(100, body_timeout=0.0) as here:
        reader, _ = await here.connection(REQUEST)
        await here.asked.wait()
        await asyncio.sleep(0)
        here.let_go.set()
        assert b"200" in await reader.readline()


async def test_a_request_that_is_being_answered_is_not_closed() -> None:
    async with site(100, head_timeout=0.1, idle_timeout=0.1) as here:
        reader, _ = await here.connection(REQUEST)
        await here.asked.wait()
        await asyncio.sleep(0.3)
        here.let_go.set()
        assert b"200" in await reader.readline()
        # It is kept for another request, and no longer than the site likes.
        async with asyncio.timeout(30):
            assert b"answered" in await reader.read()


async def test_a_newcomer_takes_the_place_of_whoever_waited_longest_and_never_of_an_answer() -> None:
    async with site(10) as here:
        asking, _ = await here.connection(REQUEST)
        await here.asked.wait()
        with structlog.testing.capture_logs() as logged:
            for _ in range(300):
                await here.connection()
            last, _ = await here.connection(REQUEST)
            here.let_go.set()
            assert b"200" in await asking.readline()
            assert b"200" in await last.readline()
        assert len(here.connections) <= 10
        assert [one["event"] for one in logged] == ["connections closed"]


async def test_where_all_are_being_answered_a_newcomer_is_closed() -> None:
    async with site(3) as here:
        asking = [await here.connection(REQUEST) for _ in range(3)]
        await here.until(lambda: len(here.connections) == 3)
        await here.until(lambda: not here.connections.waiting)
        reader, _ = await here.connection(REQUEST)
        async with asyncio.timeout(30):
            assert await reader.read() == b""
        here.let_go.set()
        for answered, _ in asking:
            assert b"200" in await answered.readline()


async def test_half_a_body_is_closed_after_a_while_and_a_whole_one_is_answered() -> None:
    async with site(100, body_timeout=0.1) as here:
        reader, writer = await here.connection(HALF_BODY)
        writer.write(b"more")
        assert b"200" in await reader.readline()
        asking, _ = await here.connection(REQUEST)
        reader, _ = await here.connection(HALF_BODY)
        async with asyncio.timeout(30):
            assert await reader.read() == b""
        here.let_go.set()
        assert b"200" in await asking.readline()


async def test_a_newcomer_takes_the_place_of_half_a_body_and_never_of_an_answer() -> None:
    async with site(10) as here:
        asking, _ = await here.connection(REQUEST)
        await here.asked.wait()
        for _ in range(9):
            await here.connection(HALF_BODY)
        await here.until(lambda: len(here.connections) == 10 and not here.connections.waiting)
        last, _ = await here.connection(REQUEST)
        await here.until(lambda: not here.connections.waiting)
        here.let_go.set()
        assert b"200" in await last.readline()
        assert b"200" in await asking.readline()
