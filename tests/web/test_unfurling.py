"""What a posted link shows: whole quotations or none, their data, and nothing of what was withdrawn."""

import json
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.spans import selectors_of_facts
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.search.archive import Archive
from bot.service.command_service import CommandService
from bot.web.site import make_site
from bot.web.unfurling import DESCRIPTION_BYTES, TITLE_BYTES, quotation_card
from tests.rendering.hostile import CASE as INVENTED_CASE
from tests.rendering.hostile import quotation_of

Client = TestClient[web.Request, web.Application]
BASE = "https://cases.example.org"
CASE = "/cases/carroll-v-trump"
ARTICLE = f"{CASE}/sources/article"


async def client_of(corpus: Corpus) -> Client:
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation(public_url=BASE)))))
    await client.start_server()
    return client


@pytest.fixture
async def client(corpus: Corpus) -> AsyncIterator[Client]:
    client = await client_of(corpus)
    yield client
    await client.close()


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.data: list[Any] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[given.get("property") or given.get("name", "")] = given.get("content", "")
        if tag == "link":
            self.links[given.get("type") or given["rel"]] = given["href"]
        self._inside = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data.append(json.loads(data))
        self._inside = False


async def head_of(client: Client, path: str) -> _Head:
    response = await client.get(path)
    head = _Head()
    head.feed(await response.text())
    return head


def ids_of(archive: Archive) -> list[tuple[str, str]]:
    case = archive.library.cases["carroll-v-trump"]
    return sorted({(one.id, one.exact) for one in selectors_of_facts(case)})


async def test_every_permalink_has_a_card_with_a_whole_quotation_or_none(
    client: Client, archive: Archive
) -> None:
    for name, text in ids_of(archive):
        path = f"{ARTICLE}?q={name}"
        head = await head_of(client, path)
        title, description = head.meta["og:title"], head.meta["og:description"]
        assert 0 < len(title.encode()) <= TITLE_BYTES
        assert 0 < len(description.encode()) <= DESCRIPTION_BYTES
        assert head.meta["description"] == description
        assert head.meta["og:url"] == head.links["canonical"] == BASE + path
        assert re.fullmatch(r"#[0-9a-f]{6}", head.meta["theme-color"])
        line = " ".join(text.split())
        assert description.startswith(f"“{line}” — ") or "“" not in description
        [data] = head.data
        assert (data["@type"], data["text"], data["identifier"]) == ("Quotation", text, name)
        assert data["url"].startswith(BASE + path)
        assert data["isPartOf"]["@type"] == "NewsArticle"


async def test_the_data_say_whose_words_they_are(client: Client, archive: Archive) -> None:
    named = {text: name for name, text in ids_of(archive)}
    words = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
    head = await head_of(client, f"{ARTICLE}?q={named[words]}")
    assert head.data[0]["creator"] == {"@type": "Person", "name": "Donald Trump"}
    assert head.data[0]["creditText"] == "Donald Trump · Truth Social · third post"
    assert head.meta["og:title"] == "Donald Trump · Truth Social · third post · Carroll v. Trump"
    assert head.meta["og:description"] == f"“{words}” — Donald Trump · Truth Social · third post"


async def test_whose_words_are_inferred_is_in_the_credit_alone(client: Client, archive: Archive) -> None:
    names = [name for name, text in ids_of(archive) if text.startswith("The statements that I made")]
    assert names
    for name in names:
        [data] = (await head_of(client, f"{ARTICLE}?q={name}")).data
        assert "creator" not in data
        assert data["creditText"] == "Donald Trump · attribution inferred"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=500).filter(str.strip))
def test_no_card_has_a_part_of_a_quotation(words: str) -> None:
    quotation = quotation_of(words)
    card = quotation_card(quotation, INVENTED_CASE, Wording())
    assert len(card.title.encode()) <= TITLE_BYTES
    assert len(card.description.encode()) <= DESCRIPTION_BYTES
    assert not card.description.startswith("“") or " ".join(words.split()) in card.description


@pytest.mark.parametrize("path", ["/", "/check", CASE, ARTICLE])
async def test_other_pages_have_cards_too(client: Client, path: str) -> None:
    head = await head_of(client, path)
    assert head.links["canonical"] == BASE + path
    assert head.meta["og:description"]
    assert not head.data


async def embedded(client: Client, address: str, status: int = 200, **more: str) -> Mapping[str, Any]:
    response = await client.get("/oembed", params={"url": address, **more})
    assert response.status == status
    found: Mapping[str, Any] = await response.json()
    return found


async def test_oembed_tells_what_a_page_is(client: Client, archive: Archive) -> None:
    name, _ = ids_of(archive)[0]
    for path in (CASE, ARTICLE, f"{ARTICLE}?q={name}"):
        head = await head_of(client, path)
        linked = head.links["application/json+oembed"].removeprefix(BASE)
        found = await (await client.get(linked)).json()
        assert (found["version"], found["type"]) == ("1.0", "link")
        assert found["title"] == head.meta["og:title"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        f"{BASE}/",
        f"{BASE}{CASE}x",
        f"{BASE}{ARTICLE}?q=zzzzzz",
        "https://evil.example" + CASE,
        "https://[" + CASE,
    ],
)
async def test_oembed_knows_its_own_pages_alone(client: Client, address: str) -> None:
    assert "error" in await embedded(client, address, 404)


async def test_oembed_makes_json_alone(client: Client) -> None:
    await embedded(client, BASE + CASE, 501, format="xml")


async def test_what_was_withdrawn_has_no_card(content: Path, tmp_path: Path, archive: Archive) -> None:
    copy = shutil.copytree(content, tmp_path / "content")
    file = copy / "carroll-v-trump" / "case.yaml"
    file.write_text(file.read_text("utf-8") + "\nwithdrawn: {date: 2025-03-01, why: a retraction}\n", "utf-8")
    corpus = Corpus(ContentRepository(copy))
    corpus.read()
    client = await client_of(corpus)
    for path in (CASE, f"{ARTICLE}?q={ids_of(archive)[0][0]}"):
        response = await client.get(path)
        assert response.status == 410
        assert "og:title" not in await response.text()
        assert "withdrawn" in (await embedded(client, BASE + path, 410))["error"]
    await client.close()


async def test_a_bot_without_a_public_address_gives_no_absolute_ones(corpus: Corpus) -> None:
    client = TestClient(TestServer(make_site(CommandService(corpus, Presentation()))))
    await client.start_server()
    head = await head_of(client, CASE)
    assert "canonical" not in head.links
    assert head.meta["og:title"] == "Carroll v. Trump"
    await client.close()
