"""The tutorial about a first case: its keys make the case that it says, on the real page in Chromium."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.cli.main import main
from bot.corpus.content import ContentRepository
from docs.draw_screens import IMAGES
from docs.picture_edit import TUTORIAL, site_below, whole
from tests.web.conftest import browser

__all__ = ["browser"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
MOST_BYTES = 600_000
"""Bytes of the tutorial's pictures together."""
CASE = "quillfeather-v-tramways"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tutorial")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(folder: Path) -> AsyncIterator[str]:
    server = TestServer(site_below(folder))
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


async def test_the_keys_of_the_tutorial_make_the_case_that_it_says(
    browser: Browser, address: str, folder: Path
) -> None:
    taken: list[str] = []

    async def take(name: str) -> None:
        taken.append(f"edit-{name}.png")

    page = await browser.new_page(locale="en-GB")
    await whole(page, address, take)
    await page.close()
    pictures = re.findall(r"\(\.\./images/([^)]+)\)", TUTORIAL.read_text("utf-8"))
    assert taken == pictures
    assert sum((IMAGES / name).stat().st_size for name in pictures) <= MOST_BYTES
    assert main(["check", "--review", str(folder / "content" / CASE)]) == 0
    case = ContentRepository(folder / "content").read().cases[CASE]
    names = {one.id: str(one.name) for one in case.parties}
    [ruling], [award] = case.rulings, case.awards
    assert (ruling.outcome, str(ruling.claim), names[ruling.against or ""]) == (
        "liable",
        "nuisance",
        "Marmalade Lane Tramways",
    )
    assert ruling.date
    assert (ruling.date.edtf, award.to) == ("2021-05-04", "quillfeather")
    assert [names[one.speaker] for one in case.statements] == ["Odalys Quillfeather", "The company's lawyer"]
    assert [one.date.edtf for one in case.events if one.date] == ["2018", "2021-06"]
