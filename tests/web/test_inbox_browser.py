"""The editors' inbox in a real Chromium: by keys alone, on a phone, and clean for axe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect
from sqlalchemy import Engine

from bot.app.chat_payloads import AdapterPayloads
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db import reports, suggestions, watched_pages
from bot.db.database import open_database, writing
from bot.db.reports import NewReport
from bot.db.suggestions import NewSuggestion, Suggester
from bot.db.watched_pages import NewEdition
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.editors import Editors
from bot.service.inbox.entries import EditorsInbox
from bot.service.inbox.suggestions import LIMITS
from bot.web.editing.access import EditorAccess
from bot.web.editing.site import EditingFolders, add_editing
from bot.web.site import make_site
from tests.conftest import ARTICLE
from tests.databases import migrated
from tests.web.test_browser import assert_accessible, axe, page_of

__all__ = ["axe"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
PHONE = {"width": 390, "height": 844}
LINK = f"https://news.example.org/{'verdict-of-the-court-' * 8}?q=%3Cscript%3E"
HEAD = """\
title: Stone v. Bell Works
revised: 2026-01-02
sources:
  - {id: article, file: sources/a.txt, sha256: SHA, date_published: 2025-06-01}
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from hashlib import sha256  # noqa: PLC0415  -- of this fixture alone

    folder = tmp_path_factory.mktemp("inbox")
    (folder / "content/stone/sources").mkdir(parents=True)
    (folder / "content/stone/sources/a.txt").write_text(ARTICLE, "utf-8")
    digest = sha256(ARTICLE.encode()).hexdigest()
    (folder / "content/stone/case.yaml").write_text(HEAD.replace("SHA", digest), "utf-8")
    return folder


def fill(engine: Engine) -> None:
    with writing(engine) as connection:
        new = NewSuggestion("key", LINK)
        suggestions.add(connection, new, Suggester("slack", "T1", "U1"), NOW, LIMITS)
        text = ARTICLE.replace("$5 million", "$3 million")
        edition = NewEdition("https://news.example.org/a", "stone", "article", text, "<script>Stone wins")
        watched_pages.propose(connection, edition, NOW)
        reports.add(connection, NewReport("slack", "/case damages", "It was three."), NOW, 9)
        watched_pages.watch(connection, {LINK: NOW}, NOW)
        page = watched_pages.claim(connection, [LINK], NOW, NOW)
        assert page
        watched_pages.note(connection, page, {"failures": 2, "failure": "The page is gone."})


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(folder: Path) -> AsyncIterator[str]:
    engine = open_database(migrated(f"sqlite:///{folder}/bot.db"))
    fill(engine)
    corpus = Corpus(ContentRepository(folder / "content"))
    corpus.read()
    site = make_site(CommandService(corpus, Presentation()), chat=AdapterPayloads())
    folders = EditingFolders(folder / "drafts", folder / "content")
    add_editing(site, folders, EditorAccess(Editors(engine)), kept=EditorsInbox(engine, lambda: NOW))
    server = TestServer(site)
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()
    engine.dispose()


async def is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_is_clean_for_axe_and_as_wide_as_a_phone(
    browser: Browser, address: str, axe: str, scheme: str
) -> None:
    async with page_of(browser, viewport=PHONE, color_scheme=scheme) as page:
        of_a_kind = "/edit/inbox?kind=report&after=0"
        for path in ("/edit/inbox", of_a_kind, "/edit/inbox/suggestion-1", "/edit/inbox/edition-1"):
            response = await page.goto(address + path)
            assert response
            policy = response.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert await is_as_wide_as_the_screen(page)
            await assert_accessible(page, axe)


async def press_until_focused(page: Page, name: str) -> None:
    """Press Tab until a link or button of that name has the focus, and Enter."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        focused = "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText)"
        if str(await page.evaluate(focused)).startswith(name):
            await page.keyboard.press("Enter")
            return
    raise AssertionError(f"no {name!r} can be reached by keys")


async def test_by_keys_alone_entries_are_read_accepted_and_dismissed(
    browser: Browser, address: str, folder: Path
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        await page.goto(f"{address}/edit")
        await press_until_focused(page, "Editors' inbox")
        await page.wait_for_url(f"{address}/edit/inbox")
        await press_until_focused(page, "<script>Stone wins")
        await page.wait_for_url(f"{address}/edit/inbox/edition-1")
        await expect(page.locator("del")).to_have_text("$5")
        await expect(page.locator("ins")).to_have_text("$3")
        await press_until_focused(page, "Write it into the case")
        await page.wait_for_url(f"{address}/edit/inbox")
        await expect(page.locator("main")).not_to_contain_text("Stone wins")
        await press_until_focused(page, "Dealt with: /case damages")
        await expect(page.locator("main")).not_to_contain_text("It was three.")
        await press_until_focused(page, "https://news.example.org")
        await page.wait_for_url(f"{address}/edit/inbox/suggestion-1")
        await press_until_focused(page, "Dismiss")
        await page.wait_for_url(f"{address}/edit/inbox")
        await expect(page.locator("main")).to_contain_text("The page is gone. (2 ×)")
    assert len(ContentRepository(folder / "content").read().cases["stone"].sources) == 2


async def test_by_keys_alone_an_editor_reads_all_pages_of_it_on_a_phone(
    browser: Browser, address: str, folder: Path
) -> None:
    engine = open_database(f"sqlite:///{folder}/bot.db")
    with writing(engine) as connection:
        for number in range(50):
            reports.add(connection, NewReport("slack", f"/case people {number}", "It was four."), NOW, 99)
    engine.dispose()
    async with page_of(browser, viewport=PHONE) as page:
        await page.goto(f"{address}/edit/inbox")
        for first in (21, 41):
            await press_until_focused(page, "Later entries")
            await expect(page.locator("h2")).to_contain_text(f"{first}–")
            assert await is_as_wide_as_the_screen(page)
        await press_until_focused(page, "← Earlier entries")
        await expect(page.locator("h2")).to_contain_text("21–40 of 5")
        await press_until_focused(page, "Dealt with: /case people 2")
        await expect(page.locator("h2")).to_contain_text("21–40 of ")
        await press_until_focused(page, "All kinds of entries")
        await page.wait_for_url(f"{address}/edit/inbox")
