"""What unfurl.js, open-graph-scraper and the types of schema.org make of permalinks on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp.test_utils import TestClient, TestServer, unused_port

from bot.cases.spans import selectors_of_facts
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.site import make_site
from tests.corpora import Corpora
from tests.judges import FOLDER, NODE, judge, printed
from tests.web.test_unfurling import Client, head_of

HERE = Path(__file__).parent
EACH = 3
"""Permalinks that are looked at of each invented case."""
TYPED = """import type {{ Quotation, WithContext }} from "schema-dts";
export const found: WithContext<Quotation>[] = {data};
"""


class Pages(NamedTuple):
    """A client of the pages of the invented cases, and some permalinks with their quotations."""

    client: Client
    permalinks: list[tuple[str, str]]

    @property
    def base(self) -> str:
        """The public address, at which the pages are served."""
        return str(self.client.make_url("")).rstrip("/")


@pytest.fixture
async def pages(corpora: Corpora) -> AsyncIterator[Pages]:
    corpus = corpora(HERE.parent / "cases_invented")
    port = unused_port()
    service = CommandService(corpus, Presentation(public_url=f"http://127.0.0.1:{port}"))
    client = TestClient(TestServer(make_site(service), port=port))
    await client.start_server()
    permalinks = [
        (f"/cases/{case.id}/sources/{one.source}?q={one.id}", one.exact)
        for case in corpus.archive.library.cases.values()
        for one in list(selectors_of_facts(case))[:EACH]
    ]
    yield Pages(client, permalinks)
    await client.close()


async def test_links_unfurl_to_the_same_card_with_a_whole_quotation_or_none(pages: Pages) -> None:
    judge("node_modules/unfurl.js")
    addresses = [pages.base + path for path, _ in pages.permalinks]
    script = str(HERE / "judges/unfurl.cjs")
    found: list[dict[str, Any]] = json.loads(await printed(NODE, script, str(FOLDER), *addresses, status=0))
    assert len(found) == len(pages.permalinks) > 2 * EACH
    pictures = 0
    for (path, exact), one in zip(pages.permalinks, found, strict=True):
        meta = (await head_of(pages.client, path)).meta
        by_unfurl, by_scraper = one["unfurl"], one["scraper"]
        graph = by_unfurl["open_graph"]
        assert graph["title"] == by_scraper["ogTitle"] == meta["og:title"]
        assert graph["description"] == by_scraper["ogDescription"] == meta["og:description"]
        assert graph["url"] == by_scraper["ogUrl"] == by_unfurl["canonical_url"] == pages.base + path
        assert by_unfurl["theme_color"] == meta["theme-color"]
        assert by_unfurl["oEmbed"]["type"] == "link"
        assert by_unfurl["oEmbed"]["title"] == meta["og:title"]
        assert "“" not in graph["description"] or " ".join(exact.split()) in graph["description"]
        if "og:image" in meta:
            pictures += 1
            [image], [seen] = graph["images"], by_scraper["ogImage"]
            assert image["url"] == seen["url"] == meta["og:image"]
            assert (int(image["width"]), int(image["height"])) == (1200, 630)
            assert " ".join(exact.split()) in image["alt"]
    assert pictures > EACH


async def test_the_data_of_quotations_are_of_the_types_of_schema_org(pages: Pages, tmp_path: Path) -> None:
    compiler = judge("node_modules/typescript/bin/tsc")
    (tmp_path / "node_modules").symlink_to(FOLDER / "node_modules")
    data = [one for path, _ in pages.permalinks for one in (await head_of(pages.client, path)).data]
    assert len(data) == len(pages.permalinks)
    options = ("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext")
    right, wrong = tmp_path / "right.ts", tmp_path / "wrong.ts"
    right.write_text(TYPED.format(data=json.dumps(data)), encoding="utf-8")
    wrong.write_text(TYPED.format(data=json.dumps([{**data[0], "creatr": "x"}])), encoding="utf-8")
    assert await printed(NODE, compiler, *options, str(right), status=0, folder=tmp_path) == ""
    assert "creatr" in await printed(NODE, compiler, *options, str(wrong), folder=tmp_path)
