"""The site below a path of a host, behind a proxy that takes the path off: every link is followed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app.chat_payloads import AdapterPayloads
from bot.app.programs import mount_programs
from bot.corpus.corpus import Corpus
from bot.platforms.slack.manifest import manifest
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from bot.web.path_prefix import prefix_of
from bot.web.site import STATIC, make_site

HOST, PREFIX = "https://example.org", "/law"
BASE = HOST + PREFIX
MOST_PAGES = 60
Client = TestClient[web.Request, web.Application]
LINK = re.compile(r'\b(?:href|src|action)="([^"]*)"')


@pytest.fixture
async def client(corpus: Corpus) -> AsyncIterator[Client]:
    service = CommandService(corpus, Presentation(public_url=BASE))
    site = make_site(
        service, security_contact="mailto:a@example.org", chat=AdapterPayloads(), takes_reports=True
    )
    mount_programs(site, Settings(public_url=BASE), service, lambda *_: None)
    async with TestClient(TestServer(site)) as client:
        yield client


def below(address: str) -> str | None:
    """What the proxy passes on of an address on a page; None for one of another host. It has to be below."""
    host = address.startswith(HOST)
    if not address.startswith("/") and not host:
        return None
    path = address.removeprefix(HOST)
    assert path == PREFIX or path.startswith((f"{PREFIX}/", f"{PREFIX}?")), address
    return path.removeprefix(PREFIX) or "/"


async def test_every_link_of_every_page_stays_below_the_path_and_leads_somewhere(client: Client) -> None:
    waiting, seen = (
        ["/", "/cases/carroll-v-trump", "/playground?command=/case%20sources", "/api", "/gallery"],
        set[str](),
    )
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if (shown := path.partition("#")[0]) in seen:
            continue
        seen.add(shown)
        async with client.get(shown) as response:
            assert response.status in {200, 405}, shown  # what is only posted to is a link of a form
            if response.content_type != "text/html":
                continue
            found = [below(unescape(one)) for one in LINK.findall(await response.text())]
        waiting += [one for one in found if one]
    kinds = {urlsplit(path).path.split("/")[1] for path in seen}
    assert {"cases", "static", "playground", "feed.atom", "check", "about", "api", "oembed"} <= kinds


async def test_what_programs_read_has_the_whole_address(client: Client) -> None:
    for path in ("/sitemap.xml", "/feed.atom", "/feed.json", "/robots.txt", "/.well-known/security.txt"):
        text = await (await client.get(path)).text()
        assert f"{BASE}/" in text, path
        assert f"{BASE}{PREFIX}" not in text, path
        assert f'"{HOST}/cases' not in text, path
    assert f"Disallow: {PREFIX}/playground\n" in await (await client.get("/robots.txt")).text()
    case = "/cases/carroll-v-trump"
    card: dict[str, Any] = await (await client.get("/oembed", params={"url": BASE + case})).json()
    assert card["version"] == "1.0"
    document: dict[str, Any] = await (await client.get("/api/v1/openapi.json")).json()
    assert document["servers"] == [{"url": f"{BASE}/api/v1"}]
    page = await (await client.get(case)).text()
    assert f'<link rel="canonical" href="{BASE}{case}">' in page


def test_slack_is_sent_back_to_the_path() -> None:
    made = manifest("", BASE, over_http=True)
    assert made["oauth_config"]["redirect_urls"] == [f"{BASE}/slack/oauth_redirect"]
    assert f"{BASE}/slack/events" in str(made)


async def test_an_error_page_and_a_fragment_of_the_playground_stay_below_it_too(client: Client) -> None:
    for response in (
        await client.get("/nowhere"),
        await client.post("/playground", data={"command": "/case status", "page": "1"}),
    ):
        for address in LINK.findall(await response.text()):
            below(unescape(address))


def test_scripts_and_styles_name_no_address_of_their_own() -> None:
    for file in Path(STATIC).iterdir():
        if file.suffix in {".js", ".css"}:
            assert not re.search(r"""["'(]/[a-z]""", file.read_text("utf-8")), file.name


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        (None, ""),
        ("https://a.example", ""),
        ("https://a.example/b", "/b"),
        ("https://a.example/b/c/", "/b/c"),
    ],
)
def test_the_prefix_is_the_path_of_the_public_address(address: str | None, prefix: str) -> None:
    assert prefix_of(address) == prefix


async def test_at_the_root_of_a_host_pages_are_as_they_were(corpus: Corpus) -> None:
    service = CommandService(corpus, Presentation(public_url=HOST))
    async with TestClient(TestServer(make_site(service))) as client:
        assert 'href="/static/style.css"' in await (await client.get("/")).text()


async def test_every_response_says_how_long_it_may_be_kept(client: Client) -> None:
    for path in (
        "/",
        "/static/playground.js",
        "/static/style.css",
        "/nowhere",
        "/cases/nowhere",
        "/robots.txt",
    ):
        assert (await client.get(path)).headers["Cache-Control"] == "no-cache", path
    first = await client.get("/static/style.css")
    again = await client.get("/static/style.css", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert (await client.post("/check", data={"text": "x"})).headers["Cache-Control"] == "no-store"
