"""The pages on privacy and terms: true to what is stored, in each language, with whom to write to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.corpus.corpus import Corpus
from bot.db.deliveries import purge
from bot.db.handled_requests import KEPT_FOR
from bot.db.tables import METADATA
from bot.digests.delivery.worker import RETENTION
from bot.platforms.slack.manifest import manifest
from bot.rendering.render import Presentation
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService
from bot.service.stored_data import STORED
from bot.web.site import make_site
from tests.docs.documents import GUIDES, text_of

Client = TestClient[web.Request, web.Application]
CONTACT = "mailto:help@example.org"


@pytest.fixture(params=[CONTACT, None])
async def client(request: pytest.FixtureRequest, corpus: Corpus) -> AsyncIterator[Client]:
    site = make_site(CommandService(corpus, Presentation()), support_contact=request.param)
    async with TestClient(TestServer(site)) as client:
        yield client


def test_every_table_is_on_the_page_and_no_other() -> None:
    assert STORED.keys() == METADATA.tables.keys()


def test_a_table_with_a_column_for_people_is_said_to_be_about_them() -> None:
    people = {"owner", "person", "installed_by", "key", "value"}
    for name, table in METADATA.tables.items():
        if people & {column.name for column in table.columns}:
            assert STORED[name].is_about_people, name


def test_what_is_kept_for_days_is_kept_for_those() -> None:
    assert RETENTION.days == 30
    assert str(STORED["deliveries"].kept) == "30 days"
    assert "30 days" in str(STORED["subscriptions"].kept)
    assert KEPT_FOR.days == 1
    assert str(STORED["handled_requests"].kept) == "a day"
    assert purge.__doc__


@pytest.mark.parametrize("language", ["en", "de", "es"])
async def test_the_page_on_privacy_lists_all_of_it(client: Client, language: str) -> None:
    response = await client.get("/privacy", headers={"Accept-Language": language})
    text = (await response.text()).replace("&#39;", "'")
    words = Wording(language)
    assert response.status == 200
    for one in STORED.values():
        assert words.say(one.what) in text
        assert words.say(one.kept) in text


@pytest.mark.parametrize("path", ["/privacy", "/terms"])
async def test_whom_to_write_to_is_on_both_pages(client: Client, path: str) -> None:
    text = await (await client.get(path)).text()
    has_contact = f'<a href="{CONTACT}">help@example.org</a>' in text
    assert has_contact is ("has named no address" not in text)


async def test_every_page_leads_to_both(client: Client) -> None:
    text = await (await client.get("/")).text()
    assert 'href="/privacy"' in text
    assert 'href="/terms"' in text


def test_the_apps_description_on_slack_leads_to_both() -> None:
    described = manifest("", "https://cases.example.org")["display_information"]["long_description"]
    assert 175 <= len(described) <= 4_000
    assert "https://cases.example.org/privacy" in described
    assert "https://cases.example.org/terms" in described


@pytest.mark.parametrize("guide", ["slack-admins.md", "discord-admins.md"])
def test_the_guides_say_where_the_pages_are_and_how_to_be_forgotten(guide: str) -> None:
    text = text_of(Path(GUIDES / guide))
    assert "/privacy" in text
    assert "python -m bot forget person" in text
