"""Feeds of changes and corrections, files for machines that look around, and how responses travel."""

import gzip
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.proof import html_quotations
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.feeds import ATOM, Feed, as_json, atom
from bot.web.site import make_site
from tests.digests.over_time import both_reports, first_report, write_case
from tests.judges import judge, printed

Client = TestClient[web.Request, web.Application]
BASE = "https://cases.example.org"
NAMES = {"": ATOM}
SCHEMA = Path(__file__).parent / "atom.rng"
PLAIN = {"Accept-Encoding": "identity"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": {"type": "array", "minItems": 1, "items": {"required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:uuid:"},
                    "url": {"type": "string", "format": "uri"},
                    "title": {"type": "string"},
                    "content_html": {"type": "string"},
                    "date_published": {"type": "string", "format": "date-time"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), the fields that are used here."""


async def client_of(content: Path, public_url: str | None = BASE, contact: str | None = None) -> Client:
    corpus = Corpus(ContentRepository(content))
    corpus.read()
    service = CommandService(corpus, Presentation(public_url=public_url))
    client = TestClient(
        TestServer(make_site(service, security_contact=contact)), auto_decompress=False, headers=PLAIN
    )
    await client.start_server()
    return client


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(*versions: str) -> Path:
        for number, text in enumerate(versions):
            write_case(tmp_path / "content", text, keep=str(number) if number else None)
        return tmp_path / "content"

    return write


@pytest.fixture
async def client(written: Callable[..., Path]) -> AsyncIterator[Client]:
    client = await client_of(written(first_report(), both_reports()))
    yield client
    await client.close()


async def case_of(client: Client) -> str:
    page = await (await client.get("/")).text()
    return str(re.findall(r'href="/cases/([^"/]+)"', page)[0])


def checked_atom(body: bytes) -> list[ET.Element]:
    """The entries of a feed that has what RFC 4287, 4.1, asks of it."""
    root = ET.fromstring(body)  # noqa: S314  -- what was made here
    assert root.tag == f"{{{ATOM}}}feed"
    entries = root.findall("entry", NAMES)
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(name, NAMES)) == 1
            assert element.findtext(name, "", NAMES)
        assert datetime.fromisoformat(element.findtext("updated", "", NAMES)).tzinfo is UTC
        assert [one.get("rel") for one in element.findall("link", NAMES)].count("alternate") == 1
    assert root.find("author/name", NAMES) is not None
    ids = [entry.findtext("id", "", NAMES) for entry in entries]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    return entries


async def test_each_change_is_an_entry_with_the_words_of_the_source(client: Client) -> None:
    case = await case_of(client)
    for path in ("/feed.atom", f"/cases/{case}/feed.atom"):
        response = await client.get(path)
        assert response.content_type == "application/atom+xml"
        entries = checked_atom(await response.read())
        titles = [entry.findtext("title", "", NAMES) for entry in entries]
        assert any("€3.2 million was reduced to €1.9 million" in title for title in titles)
        shown = [entry.findtext("content", "", NAMES) for entry in entries]
        assert sum(len(html_quotations(one)) for one in shown) > len(entries)
        assert all(f'href="{BASE}/cases/{case}' in one for one in shown if "<blockquote" in one)
        assert not any('="/' in one for one in shown)


VALIDATE = """
import sys
from lxml import etree
schema = etree.RelaxNG(etree.parse(sys.argv[1]))
for path in sys.argv[2:]:
    schema.validate(etree.parse(path))
    print(path.rpartition("/")[2], *schema.error_log)
"""


async def test_feeds_keep_the_schema_of_atom_and_a_broken_one_does_not(
    client: Client, tmp_path: Path
) -> None:
    validator = judge("bin/python")
    case = await case_of(client)
    feeds = {
        "all": await (await client.get("/feed.atom")).read(),
        "case": await (await client.get(f"/cases/{case}/feed.atom")).read(),
        "german": await (
            await client.get(f"/cases/{case}/feed.atom", headers={"Accept-Language": "de"})
        ).read(),
    }
    assert feeds["case"].count(b"<entry>") > 1
    broken = {
        "no-instant": re.sub(rb"<updated>.*?</updated>", b"", feeds["case"], count=1),
        "no-zone": feeds["case"]
        .replace(b"+00:00</updated>", b"</updated>")
        .replace(b"Z</updated>", b"</updated>"),
        "two-titles": feeds["case"].replace(b"<entry>", b"<entry><title>x</title>", 1),
        "no-address": re.sub(rb' href="[^"]*"', b"", feeds["case"], count=1),
    }
    for name, body in {**feeds, **broken}.items():
        (tmp_path / name).write_bytes(body)
    files = [str(tmp_path / name) for name in (*feeds, *broken)]
    output = await printed(validator, "-c", VALIDATE, str(SCHEMA), *files, status=0)
    said = dict(line.partition(" ")[::2] for line in output.splitlines() if line)
    assert [said[name] for name in feeds] == [""] * len(feeds), output
    assert all(said[name] for name in broken), output


async def test_the_feed_is_the_same_as_json(client: Client) -> None:
    case = await case_of(client)
    for path in ("/feed.json", f"/cases/{case}/feed.json"):
        response = await client.get(path)
        assert response.content_type == "application/feed+json"
        feed: dict[str, Any] = json.loads(await response.read())
        jsonschema_rs.validate(JSON_FEED, feed, validate_formats=True)
        assert feed["feed_url"] == BASE + path
        entries = checked_atom(await (await client.get(path.replace("json", "atom"))).read())
        assert [one["id"] for one in feed["items"]] == [one.findtext("id", "", NAMES) for one in entries]


async def test_a_feed_speaks_the_readers_language(client: Client) -> None:
    response = await client.get("/feed.json", headers={"Accept-Language": "de"})
    feed = json.loads(await response.read())
    assert (feed["language"], response.headers["Content-Language"]) == ("de", "de")
    assert feed["title"] == "Änderungen und Berichtigungen aller Fälle"


async def test_pages_lead_to_their_feeds(client: Client) -> None:
    case = await case_of(client)
    page = await (await client.get(f"/cases/{case}")).text()
    for address in re.findall(
        r'<link rel="alternate" type="application/(?:atom\+xml|feed\+json)" href="([^"]+)"', page
    ):
        assert (await client.get(address)).status == 200


async def test_a_case_that_never_changed_has_an_empty_feed(written: Callable[..., Path]) -> None:
    client = await client_of(written(first_report()), public_url=None)
    case = await case_of(client)
    assert checked_atom(await (await client.get(f"/cases/{case}/feed.atom")).read()) == []
    assert checked_atom(await (await client.get("/feed.atom")).read()) == []
    assert json.loads(await (await client.get("/feed.json")).read())["items"] == []
    assert (await client.get("/cases/nobody/feed.atom")).status == 404
    await client.close()


async def test_of_a_withdrawn_case_a_feed_says_that_alone(written: Callable[..., Path]) -> None:
    last = f"{both_reports()}\nwithdrawn: {{date: 2025-03-01, why: a retraction}}\n"
    client = await client_of(written(first_report(), last))
    case = await case_of(client)
    for path in ("/feed.atom", f"/cases/{case}/feed.atom"):
        [entry] = checked_atom(await (await client.get(path)).read())
        assert "was withdrawn on 1 March 2025: a retraction" in entry.findtext("content", "", NAMES)
        assert "<blockquote" not in entry.findtext("content", "", NAMES)
    assert f"/cases/{case}<" not in await (await client.get("/sitemap.xml")).text()
    await client.close()


def test_what_xml_cannot_hold_breaks_no_feed() -> None:
    feed = Feed("urn:x", "a\x00b\ud800c", "2024-01-01", "/", "en", ())
    assert ET.fromstring(atom(feed, BASE, "/feed.atom")).findtext("title", "", NAMES) == "a\ufffdb\ufffdc"  # noqa: S314
    assert as_json(feed, "", "/feed.json")["items"] == []


async def test_the_sitemap_lists_the_cases_and_robots_lead_to_it(client: Client) -> None:
    root = ET.fromstring(await (await client.get("/sitemap.xml")).read())  # noqa: S314  -- what was made here
    addresses = [str(one.text) for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{BASE}/cases/{await case_of(client)}" in addresses
    for address in addresses:
        assert (await client.get(address.removeprefix(BASE))).status == 200
    robots = await (await client.get("/robots.txt")).text()
    assert robots.startswith("User-agent: *\nDisallow: /playground\n")
    assert robots.endswith(f"\nSitemap: {BASE}/sitemap.xml\n")


async def test_without_an_address_there_is_no_sitemap_and_without_a_contact_no_security_txt(
    written: Callable[..., Path],
) -> None:
    client = await client_of(written(first_report()), public_url=None)
    assert (await client.get("/sitemap.xml")).status == 404
    assert "Sitemap" not in await (await client.get("/robots.txt")).text()
    assert (await client.get("/.well-known/security.txt")).status == 404
    await client.close()


async def test_security_txt_says_whom_to_write_to(written: Callable[..., Path]) -> None:
    client = await client_of(written(first_report()), contact="mailto:security@example.org")
    text = await (await client.get("/.well-known/security.txt")).text()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == f"{BASE}/.well-known/security.txt"
    remaining = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert 0 < remaining.days < 365
    await client.close()


@pytest.mark.parametrize("path", ["/", "/feed.atom", "/feed.json", "/check", "/playground", "/robots.txt"])
async def test_what_has_not_changed_is_not_sent_again(client: Client, path: str) -> None:
    first = await client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = await client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Content-Security-Policy"]
    assert (await client.get(path, headers={"If-None-Match": '"other"'})).status == 200
    german = await client.get(path, headers={"Accept-Language": "de", "If-None-Match": tag})
    assert german.status == (304 if path == "/robots.txt" else 200)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("GZIP ; q=1.0", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("identity", False),
        ("xgzip", False),
        ("", False),
    ],
)
async def test_texts_travel_compressed_where_the_client_takes_it(
    client: Client, accepted: str, *, packed: bool
) -> None:
    plain = await (await client.get("/playground", headers={"Accept-Encoding": "identity"})).read()
    response = await client.get("/playground", headers={"Accept-Encoding": accepted})
    body = await response.read()
    assert (response.headers.get("Content-Encoding") == "gzip") == packed
    assert (gzip.decompress(body) if packed else body) == plain
    assert "Accept-Encoding" in response.headers["Vary"]
    assert len(body) < len(plain) / 2 or not packed


async def test_a_checked_text_has_no_etag(client: Client) -> None:
    response = await client.post("/check", data={"text": '"he said it all" again'})
    assert "ETag" not in response.headers
