"""``/case suggest`` on Discord: a link or a file goes to the editors, and the asker alone is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.corpus.articles.fetching import fetch_as
from bot.db import suggestions as rows
from bot.db.database import open_database
from bot.platforms.discord.interaction import displayed
from bot.platforms.discord.registration import commands
from bot.rendering.discord import EPHEMERAL
from bot.service.inbox.attachments import MOST_BYTES
from bot.service.inbox.suggestions import Suggestions
from tests.databases import migrated
from tests.fakes.discord import interactions
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.pages import FakePage, FakeSite, fake_site
from tests.platforms.discord.running import connected, service_of

LINK = "https://news.example.org/verdict"
CDN = "https://cdn.discordapp.com"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def site() -> Iterator[FakeSite]:
    """Stands in for Discord's host of attached files."""
    with fake_site() as site:
        yield site


@pytest.fixture
async def discord(content: Path, engine: Engine, site: FakeSite) -> AsyncIterator[FakeDiscord]:
    def fetch(address: str) -> bytes:
        return fetch_as(address.replace(CDN, site.address), replace(site.rules, most=MOST_BYTES)).raw

    async with FakeDiscord() as running:
        handlers = Suggestions(engine, fetch=fetch).handlers(lambda: service.archive.library)
        service = service_of(content, handlers)
        async with connected(running, service):
            yield running
        assert running.rest.violations == []


async def reply_to(discord: FakeDiscord, asked: dict[str, Any]) -> str:
    answer = await (await discord.send(asked)).answer()
    assert answer.payload["flags"] & EPHEMERAL
    return "\n".join(displayed(answer.payload["components"]))


async def test_a_link_and_a_file_go_to_the_editors_and_the_asker_alone_is_told(
    discord: FakeDiscord, engine: Engine, site: FakeSite
) -> None:
    suggested = interactions.slash(discord.world, "case suggest", link=LINK)
    assert "The editors have the article" in await reply_to(discord, suggested)
    asked = site.pages["/attachments"] = FakePage()
    file = interactions.attached(interactions.slash(discord.world, "case suggest"), "file", "verdict.pdf")
    [url] = [one["url"] for one in file["data"]["resolved"]["attachments"].values()]
    site.pages[url.removeprefix(CDN)] = replace(asked, body=b"%PDF-1.7 verdict")
    assert "The editors have the article" in await reply_to(discord, file)
    with engine.connect() as connection:
        assert [(one.link, one.file_name) for one in rows.listed(connection).rows] == [
            (LINK, ""),
            ("", "verdict.pdf"),
        ]
        assert rows.file_of(connection, 2) == b"%PDF-1.7 verdict"


async def test_a_program_that_calls_itself_a_pdf_is_refused_to_the_asker_alone(
    discord: FakeDiscord, engine: Engine, site: FakeSite
) -> None:
    file = interactions.attached(interactions.slash(discord.world, "case suggest"), "file", "verdict.pdf")
    [url] = [one["url"] for one in file["data"]["resolved"]["attachments"].values()]
    site.pages[url.removeprefix(CDN)] = FakePage(b"MZ\x90\0")
    assert "This file is not what its name says" in await reply_to(discord, file)
    with engine.connect() as connection:
        assert rows.listed(connection).rows == ()


async def test_in_german_the_names_of_the_command_are_understood(
    discord: FakeDiscord, engine: Engine
) -> None:
    asked = interactions.slash(discord.world, "fall vorschlagen", link=LINK) | {"locale": "de"}
    assert "Die Redaktion hat den Artikel" in await reply_to(discord, asked)
    with engine.connect() as connection:
        assert [one.link for one in rows.listed(connection).rows] == [LINK]


def test_discord_is_told_of_a_file_that_may_be_attached() -> None:
    [case] = [one for one in commands() if one["name"] == "case"]
    [suggest] = [one for one in case["options"] if one["name"] == "suggest"]
    by_name = {one["name"]: one for one in suggest["options"]}
    assert {name: one["type"] for name, one in by_name.items()} == {
        "link": 3,
        "case": 3,
        "file": 11,
        "private": 5,
    }
    assert by_name["case"]["autocomplete"]
    assert not any(one.get("required") for one in by_name.values())
