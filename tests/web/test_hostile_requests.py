"""What anybody on the network can send makes no answer with 500, and no line of an error in the log."""

from __future__ import annotations

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.cases.library import Library
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.health_site import make_health_site
from bot.web.public_pages import LOAD_PROGRESS
from bot.web.site import make_site


async def receive(request: web.Request) -> web.Response:
    """Read a body as the routes of the chat platforms do."""
    return web.Response(body=await request.clone(client_max_size=1024 * 1024).read())


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/", 404, "There is nothing at this address."),
        ("GET", "/metrics/", 404, "There is nothing at this address."),
        ("POST", "/metrics", 405, "This address does not take that kind of request."),
    ],
)
async def test_a_management_port_refuses_what_it_does_not_have_without_a_page(
    method: str, path: str, status: int, said: str
) -> None:
    server = TestServer(make_health_site(Library))
    async with TestClient(server) as client:
        with structlog.testing.capture_logs() as logged:
            response = await client.request(method, path)
        assert (response.status, response.content_type) == (status, "text/plain")
        assert said in await response.text()
    assert not logged


async def test_a_body_that_is_not_packed_as_it_says_is_a_bad_request(corpus: Corpus) -> None:
    site = make_site(CommandService(corpus, Presentation()))
    site.add_routes([web.post("/slack/events", receive)])
    async with TestClient(TestServer(site)) as client:
        with structlog.testing.capture_logs() as logged:
            response = await client.post(
                "/slack/events", data=b"no gzip", headers={"Content-Encoding": "gzip"}
            )
        assert response.status == 400
    assert not logged


async def test_while_the_cases_are_read_pages_and_programs_are_told_so(corpus: Corpus) -> None:
    class Reading:
        is_done, read, of = False, 0, 0

    site = make_site(CommandService(corpus, Presentation()))
    site[LOAD_PROGRESS] = Reading()
    async with TestClient(TestServer(site)) as client:
        for language, said in (("en", "The cases are being read"), ("de", "Die Fälle werden gerade")):
            response = await client.get("/", headers={"Accept-Language": language})
            assert (response.status, response.headers["Retry-After"]) == (503, "2")
            assert said in await response.text()
