"""Reports of readers: from the pages of this site alone, within a limit, into the editors' inbox."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from multidict import CIMultiDict
from sqlalchemy import Engine

from bot.corpus.corpus import Corpus
from bot.db import reports
from bot.db.database import open_database
from bot.rendering.render import Presentation
from bot.service.client_address import client_address
from bot.service.command_service import CommandService
from bot.service.conduct import Conduct
from bot.service.reports import MOST_OF_A_MEMBER, Reports
from bot.settings.parsers import networks
from bot.web.site import make_site
from tests.databases import migrated

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WRONG = {"command": "/case status case:carroll-v-trump", "reason": "The date is wrong."}

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))


@pytest.fixture
async def client(corpus: Corpus, engine: Engine) -> AsyncIterator[Client]:
    service = CommandService(corpus, Presentation(), conduct=Conduct(inbox=Reports(engine)))
    client = TestClient(TestServer(make_site(service, takes_reports=True)))
    await client.start_server()
    yield client
    await client.close()
    engine.dispose()


def stored(engine: Engine) -> list[tuple[str, str, str]]:
    with engine.connect() as connection:
        return [(one.platform, one.command, one.reason) for one in reports.listed(connection).rows]


async def test_a_report_from_a_page_is_in_the_inbox_without_its_sender(
    client: Client, engine: Engine
) -> None:
    response = await client.post("/report", data=WRONG, headers=SAME_ORIGIN)
    page = await response.text()
    assert response.status == 200
    assert "Thank you. The editors see what you wrote, and not who you are." in page
    assert '<a href="/playground?command=/case%20status%20case%3Acarroll-v-trump">' in page
    assert stored(engine) == [("web", WRONG["command"], WRONG["reason"])]


@pytest.mark.parametrize("path", ["/cases/carroll-v-trump", "/playground?command=/case+status"])
async def test_every_answer_of_a_page_has_a_form_that_reports_it(client: Client, path: str) -> None:
    page = await (await client.get(path)).text()
    forms = re.findall(
        r'<form class="check" action="/report" method="post">\s*<input [^>]*value="([^"]*)"', page
    )
    answers = len(re.findall('<article class="answer">', page)) or 1
    assert len(forms) == answers
    assert all(one.startswith("/case ") for one in forms)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
    ],
)
async def test_no_other_site_can_send_a_report(
    client: Client, engine: Engine, headers: dict[str, str]
) -> None:
    response = await client.post("/report", data=WRONG, headers=headers)
    assert response.status == 403
    assert "Reports are taken from the pages of this site alone." in await response.text()
    assert stored(engine) == []


async def test_over_plain_http_the_origin_says_whose_form_it_is(client: Client, engine: Engine) -> None:
    origin = {"Origin": str(client.make_url("/")).rstrip("/")}
    assert (await client.post("/report", data=WRONG, headers=origin)).status == 200
    assert len(stored(engine)) == 1


async def test_a_reason_has_a_length_and_has_to_be_there(client: Client, engine: Engine) -> None:
    long = await client.post("/report", data={**WRONG, "reason": "x" * 501}, headers=SAME_ORIGIN)
    assert long.status == 413
    assert "A report has 500 characters at most." in await long.text()
    empty = await client.post("/report", data={**WRONG, "reason": " "}, headers=SAME_ORIGIN)
    assert "Say in a few words what is wrong." in await empty.text()
    assert stored(engine) == []


async def test_a_client_has_a_limit_and_another_one_its_own(client: Client, engine: Engine) -> None:
    for _ in range(MOST_OF_A_MEMBER):
        await client.post("/report", data=WRONG, headers=SAME_ORIGIN)
    response = await client.post("/report", data=WRONG, headers=SAME_ORIGIN)
    assert "You have reported several answers." in await response.text()
    assert len(stored(engine)) == MOST_OF_A_MEMBER
    other = {**SAME_ORIGIN, "X-Forwarded-For": "203.0.113.7"}
    assert "Thank you." in await (await client.post("/report", data=WRONG, headers=other)).text()


async def test_without_an_inbox_there_is_neither_form_nor_address(corpus: Corpus) -> None:
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation()))))
    await client.start_server()
    assert 'action="/report"' not in await (await client.get("/cases/carroll-v-trump")).text()
    assert (await client.post("/report", data=WRONG, headers=SAME_ORIGIN)).status == 404
    await client.close()


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::/64"),
        ("2001:db8::9", "", "2001:db8::/64"),
        ("::1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", " , ", "127.0.0.1"),
        ("", "203.0.113.7", ""),
    ],
)
def test_a_client_is_known_by_its_address(remote: str, forwarded: str, address: str) -> None:
    assert client_address(remote, forwarded) == address


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("172.18.0.5", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("172.18.0.5", "198.51.100.1, 203.0.113.9, 2001:db8::2", "203.0.113.9"),
        ("172.18.0.5", "", "172.18.0.5"),
        ("172.18.0.5", "203.0.113.9, unknown", "unknown"),
        ("172.19.0.5", "203.0.113.9", "172.19.0.5"),
        ("127.0.0.1", "203.0.113.9, 172.18.0.5", "203.0.113.9"),
    ],
)
def test_behind_trusted_proxies_a_client_is_the_last_that_is_none(
    remote: str, forwarded: str, address: str
) -> None:
    assert client_address(remote, forwarded, networks("172.18.0.0/16, 2001:db8::2")) == address


async def test_a_line_that_a_proxy_adds_goes_before_what_the_client_has_sent(
    client: Client, engine: Engine
) -> None:
    for number in range(MOST_OF_A_MEMBER + 1):
        sent = [*SAME_ORIGIN.items(), ("X-Forwarded-For", f"198.51.100.{number}"), ("X-Forwarded-For", "::2")]
        await client.post("/report", data=WRONG, headers=CIMultiDict(sent))
    assert len(stored(engine)) == MOST_OF_A_MEMBER
