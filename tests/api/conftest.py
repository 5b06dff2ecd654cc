"""The API over real sockets, on the real content or on a copy of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app.programs import mount_programs
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from bot.web.health_site import LONGEST_LINE
from bot.web.site import make_site

Client = TestClient[web.Request, web.Application]
Opens = Callable[..., Awaitable[Client]]


@pytest.fixture
async def opened() -> AsyncIterator[Opens]:
    """Opens a client of the whole site over a corpus."""
    async with AsyncExitStack() as stack:

        async def open_client(corpus: Corpus, public_url: str | None = None, per_minute: int = 0) -> Client:
            service = CommandService(corpus, Presentation(public_url=public_url))
            site = make_site(service)
            settings = Settings(public_url=public_url, api_requests_per_minute=per_minute)
            mount_programs(site, settings, service, lambda *_: None)
            server = TestServer(site)
            client = TestClient(server)
            await server.start_server(max_line_size=LONGEST_LINE)
            await client.start_server()
            stack.push_async_callback(client.close)
            return client

        yield open_client


@pytest.fixture
async def client(opened: Opens, corpus: Corpus) -> Client:
    return await opened(corpus)
