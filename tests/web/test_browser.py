"""The pages in a real Chromium: as one types, on a phone, by keyboard alone, without scripts, in the dark."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.site import make_site

pytestmark = pytest.mark.asyncio(loop_scope="module")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE_FOUND = (
    "No Chromium on PATH: install it (on Debian: apt-get install chromium) to test the pages in a browser"
)
ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root; the pages are our own
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ["/", "/playground", "/cases/carroll-v-trump", "/cases/carroll-v-trump/sources/article", "/nowhere"]
PHONE = {"width": 360, "height": 740}
TOUCH = 24
"""CSS pixels: the least target size of WCAG 2.2, level AA."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        if os.environ.get("CI"):
            pytest.fail(NONE_FOUND)
        pytest.skip(NONE_FOUND)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(corpus: Corpus) -> AsyncIterator[str]:
    server = TestServer(make_site(CommandService(corpus, Presentation())))
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


@asynccontextmanager
async def page_of(browser: Browser, **context: Any) -> AsyncIterator[Page]:
    """A page that fails the test on anything that the browser complains of."""
    window = await browser.new_context(**context)
    page = await window.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    await window.close()
    assert [text for text in complaints if "404 (Not Found)" not in text] == []


async def test_the_answer_appears_in_three_forms_as_one_types(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        await page.goto(f"{address}/playground")
        await page.get_by_label("Type a command").fill("/quote travesty of justice")
        words = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
        await expect(page.locator(".discord blockquote")).to_have_count(1)
        await expect(page.locator(".discord blockquote")).to_have_text(words)
        await expect(page.locator(".slack blockquote")).to_have_text(words)
        await expect(page.locator("pre.text")).to_contain_text(f"  │ {words}")
        assert page.url.endswith("/playground?command=%2Fquote+travesty+of+justice&page=1")
        boxes = [await page.locator(".pane").nth(number).bounding_box() for number in range(3)]
        assert len({box["y"] for box in boxes if box}) == 1, "the three stand side by side"
        picture = await page.screenshot(path=tmp_path / "playground.png")
        assert len(picture) > 20_000


async def test_a_newcomer_sees_the_three_amounts_of_the_first_case(browser: Browser, address: str) -> None:
    async with page_of(browser) as page:
        await page.goto(address)
        await page.get_by_label("Ask as you would in chat").press("Enter")
        shown = page.locator(".discord")
        await expect(shown).to_contain_text(
            "Carroll was awarded $5 million in damages in the defamation case."
        )
        await expect(shown).to_contain_text("$5,000,000, while at the same time")
        await expect(shown).to_contain_text("she is seeking $10 million in damages")
        await expect(shown).to_contain_text("Donald Trump · Truth Social · third post")


async def test_what_is_half_typed_gets_a_sentence_and_no_error(browser: Browser, address: str) -> None:
    async with page_of(browser) as page:
        await page.goto(f"{address}/playground")
        await page.get_by_label("Type a command").fill("/case stat")
        await expect(page.locator(".message")).to_contain_text("Did you mean /case status?")


async def test_buttons_work_and_the_way_back_too(browser: Browser, address: str) -> None:
    async with page_of(browser) as page:
        await page.goto(f"{address}/playground?command=/case+statements")
        first = await page.locator(".discord").inner_text()
        await page.locator(".discord").get_by_role("link", name="2/").click()
        await expect(page.locator(".discord").get_by_role("link", name="◀ 1/")).to_be_visible()
        assert await page.locator(".discord").inner_text() != first
        await page.go_back()
        await expect(page.locator(".discord").get_by_role("link", name="2/")).to_be_visible()


async def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    async with page_of(browser, java_script_enabled=False) as page:
        await page.goto(f"{address}/playground")
        await page.get_by_label("Type a command").fill("/case statements")
        await page.get_by_role("button", name="Show").click()
        await expect(page.locator(".discord")).to_contain_text("Carroll v. Trump · statements")
        await page.locator(".slack").get_by_role("link", name="2/").click()
        await expect(page.locator(".slack").get_by_role("link", name="◀ 1/")).to_be_visible()


async def test_everything_works_by_keyboard_alone(browser: Browser, address: str) -> None:
    async with page_of(browser) as page:
        await page.goto(f"{address}/cases/carroll-v-trump")
        await page.keyboard.press("Tab")
        await expect(page.get_by_text("Skip to the content")).to_be_focused()
        await expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
        await page.goto(f"{address}/playground")
        await expect(page.get_by_label("Type a command")).to_be_focused()
        await page.keyboard.press("ControlOrMeta+a")
        await page.keyboard.type("/help quote")
        await page.keyboard.press("Enter")
        await expect(page.locator("pre.text")).to_contain_text("For example: /quote travesty of justice")
        for _ in range(30):
            await page.keyboard.press("Tab")
            if await page.locator("pre.text").evaluate("pane => pane === document.activeElement"):
                return
        pytest.fail("the plain text cannot be reached by keyboard, and so not be scrolled")


async def test_a_permalink_opens_at_the_marked_words(browser: Browser, address: str) -> None:
    async with page_of(browser, viewport=PHONE) as page:
        await page.goto(f"{address}/cases/carroll-v-trump")
        link = page.locator("#status figcaption").filter(has_text="third post").first.get_by_role("link")
        await link.click()
        mark = page.locator("mark")
        await expect(mark).to_have_text("WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!")
        await expect(mark).to_be_in_viewport()
        await page.get_by_role("link", name="Next quotation").click()
        await expect(page.locator("mark")).to_have_text("Trump said.")
        await expect(page.locator("mark")).to_be_in_viewport()


@pytest.mark.parametrize("path", PAGES)
async def test_on_a_phone_nothing_runs_out_of_the_page(browser: Browser, address: str, path: str) -> None:
    async with page_of(browser, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        await page.goto(address + path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for control in await page.locator("button, input, .buttons a, .next a").all():
            box = await control.bounding_box()
            assert box
            assert box["height"] >= TOUCH


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
async def test_words_stand_out_in_light_and_dark(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    async with page_of(browser, color_scheme=scheme) as page:
        await page.goto(address + path)
        weak = await page.evaluate(CONTRASTS)
        assert weak == []
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, ground[4:-1].split(","))) > 384) == (scheme == "light")


CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const weak = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest(".off")) continue;
    const [one, other] = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) weak.push(`${element.tagName} ${element.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(weak)];
}"""
