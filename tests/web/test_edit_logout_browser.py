"""An editor logs out in a real Chromium, by keys alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot.corpus.corpus import Corpus
from bot.db.database import open_database, writing
from bot.service.editors import add_editor
from tests.web.test_browser import assert_accessible, axe, page_of
from tests.web.test_editing import site_in

__all__ = ["axe"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_STROKES = 20
"""Times that somebody presses Tab until a button has the focus, at most."""


@pytest_asyncio.fixture(loop_scope="session")
async def login(corpus: Corpus, tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """The address of a site with one editor, and the editor's token."""
    server = TestServer(site_in(tmp_path, corpus))
    engine = open_database(f"sqlite:///{tmp_path}/bot.db")
    with writing(engine) as connection:
        token = add_editor(connection, "ada", datetime.now(UTC))
    engine.dispose()
    await server.start_server()
    yield str(server.make_url("")).rstrip("/"), token
    await server.close()


async def enter(page: Page, address: str, token: str) -> None:
    await page.goto(f"{address}/edit")
    await expect(page.locator("#token")).to_be_focused()
    await page.keyboard.type(token)
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{address}/edit")


async def test_by_keys_alone_an_editor_logs_out(browser: Browser, login: tuple[str, str]) -> None:
    address, token = login
    async with page_of(browser) as page:
        await enter(page, address, token)
        button = page.get_by_role("button", name="Log out")
        await expect(page.locator("form.session")).to_contain_text("Logged in as ada")
        for _ in range(MOST_STROKES):
            if await button.evaluate("(one) => one === document.activeElement"):
                break
            await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{address}/edit/login?left=yes")
        await expect(page.get_by_role("status")).to_have_text("You are logged out in this browser.")
        assert not [one for one in await page.context.cookies() if one.get("name") == "editor"]
        await page.goto(f"{address}/edit")
        await expect(page.locator("#token")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_axe_finds_nothing_on_the_drafts_of_who_is_logged_in(
    browser: Browser, login: tuple[str, str], scheme: str, width: int, axe: str
) -> None:
    async with page_of(browser, color_scheme=scheme, viewport={"width": width, "height": 844}) as page:
        await enter(page, *login)
        await assert_accessible(page, axe)
