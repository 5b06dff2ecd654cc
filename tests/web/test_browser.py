"""The pages in a real Chromium: as one types, on a phone, by keyboard alone, without scripts, in the dark."""

import os
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from aiohttp.test_utils import BaseTestServer, TestServer
from playwright.async_api import Browser, Page, expect

from bot.app.chat_payloads import AdapterPayloads
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.site import make_site
from tests.corpora import Corpora
from tests.proofs import LONG

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAGES = [
    "/",
    "/check",
    "/about/accuracy",
    "/api",
    "/playground",
    "/playground?command=/digest+schedule",
    "/gallery",
    "/cases/carroll-v-trump",
    "/cases/carroll-v-trump/sources/article",
    "/nowhere",
]
ARTICLE = Path(__file__).parent.parent.parent / "content/carroll-v-trump/sources/2023-07-12.txt"
LONG_TEXT_WORDS, LONG_TEXT_SECONDS = 3_000, 1.0
"""A text of so many words is checked in less than so many seconds of the process's own time."""
MIXED = 'Trump wrote "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!" and that he "did rape her."'
NO_AXE = "AXE_CORE does not name the script of axe-core (npm pack axe-core; axe.min.js is in it)"
PHONE = {"width": 360, "height": 740}
TODAY = date(2026, 7, 13)
SCREEN = {"width": 390, "height": 844}
MOST_SCREENS, MOST_SCREENS_OF_STATEMENTS = 1.3, 1.6
"""Screens of a phone that the first message of a short answer takes at most, its buttons included."""
COMMANDS = ("status", "damages", "statements", "timeline", "people", "sources", "caveats")
FOLDERS = ("content", "tests/cases_over_time", "tests/cases_invented")
RULES: Mapping[str, tuple[str, ...]] = {
    "light": (),
    "dark": () if LONG else ("color-contrast", "link-in-text-block"),
}
"""The rules of axe-core that are looked at, or all: a page in the dark differs by its colours alone."""
TOUCH = 24
"""CSS pixels: the least target size of WCAG 2.2, level AA."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(corpus: Corpus) -> AsyncIterator[str]:
    service = CommandService(corpus, Presentation(), today=lambda: TODAY)
    server = TestServer(make_site(service, chat=AdapterPayloads(), takes_reports=True))
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
        shown = page.locator(".pane .discord")
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
        first = await page.locator(".pane .discord").inner_text()
        await page.locator(".pane .discord").get_by_role("link", name="2/").click()
        await expect(page.locator(".pane .discord").get_by_role("link", name="◀ 1/")).to_be_visible()
        assert await page.locator(".pane .discord").inner_text() != first
        await page.go_back()
        await expect(page.locator(".pane .discord").get_by_role("link", name="2/")).to_be_visible()


async def test_everything_works_without_scripts(browser: Browser, address: str) -> None:
    async with page_of(browser, java_script_enabled=False) as page:
        await page.goto(f"{address}/playground")
        await page.get_by_label("Type a command").fill("/case statements")
        await page.get_by_role("button", name="Show").click()
        await expect(page.locator(".pane .discord")).to_contain_text("Carroll v. Trump · statements")
        await page.locator(".pane .slack").get_by_role("link", name="2/").click()
        await expect(page.locator(".pane .slack").get_by_role("link", name="◀ 1/")).to_be_visible()


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


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, which AXE_CORE names; .ci/ brings it."""
    if path := os.environ.get("AXE_CORE"):
        return Path(path).read_text("utf-8")
    if os.environ.get("CI"):
        pytest.fail(NO_AXE)
    pytest.skip(NO_AXE)


async def assert_accessible(page: Page, axe: str, rules: Sequence[str] = ()) -> None:
    """Axe-core finds nothing on the page, best practices included, and no id stands in it twice.

    With rules, it looks for what breaks these alone.
    """
    await page.evaluate(axe)
    found = await page.evaluate(
        "rules => axe.run(document, rules.length ? {runOnly: rules} : {})", list(rules)
    )
    assert [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ] == []
    ids = await page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
async def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: str, axe: str) -> None:
    async with page_of(browser, color_scheme=scheme) as page:
        await page.goto(address + path)
        await assert_accessible(page, axe, RULES[scheme])


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_a_report(
    browser: Browser, address: str, size: dict[str, int], scheme: str, axe: str
) -> None:
    async with page_of(browser, color_scheme=scheme, viewport=size) as page:
        await check(page, address, MIXED)
        await assert_accessible(page, axe, RULES[scheme])


async def check(page: Page, address: str, text: str) -> None:
    await page.goto(f"{address}/check")
    await page.get_by_label("The text").fill(text)
    await page.get_by_role("button", name="Check", exact=True).click()
    await expect(page.locator("#verdict")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_a_pasted_text_is_checked_and_each_mark_leads_to_its_verdict_and_back(
    browser: Browser, address: str, *, scripts: bool
) -> None:
    async with page_of(browser, viewport=PHONE, java_script_enabled=scripts) as page:
        await check(page, address, MIXED)
        assert page.url == f"{address}/check"
        await expect(page.locator("mark.altered")).to_have_text("did rape her.")
        await page.get_by_role("link", name="2 ≠ Altered").first.click()
        await expect(page.locator("#claim-2")).to_be_in_viewport()
        await expect(page.locator("#claim-2")).to_contain_text("Changed: did → didn't")
        await page.locator("#claim-2 h4").get_by_role("link").click()
        await expect(page.locator("mark.altered")).to_be_in_viewport()
        await expect(page.get_by_label("The text")).to_have_value(MIXED)


async def test_a_text_is_checked_by_keyboard_alone(browser: Browser, address: str) -> None:
    async with page_of(browser) as page:
        await page.goto(f"{address}/check")
        for _ in range(10):
            await page.keyboard.press("Tab")
            if await page.get_by_label("The text").evaluate("field => field === document.activeElement"):
                break
        await page.keyboard.insert_text(MIXED)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("#verdict")).to_contain_text("2 quotations found")
        for _ in range(10):
            await page.keyboard.press("Tab")
            if "claim-1" in str(await page.evaluate("document.activeElement.hash || ''")):
                break
        await page.keyboard.press("Enter")
        await expect(page.locator("#claim-1")).to_be_in_viewport()


async def test_verdicts_can_be_told_apart_without_colours(browser: Browser, address: str) -> None:
    async with page_of(browser, forced_colors="active") as page:
        await check(page, address, MIXED)
        lines = "marks => marks.map((mark) => getComputedStyle(mark).textDecorationStyle)"
        assert await page.locator(".text-checked mark").evaluate_all(lines) == ["solid", "wavy"]
        assert await page.locator(".text-checked .tag").all_inner_texts() == ["1 ✓ Verbatim", "2 ≠ Altered"]


async def test_three_thousand_words_are_answered_in_a_second(browser: Browser, address: str) -> None:
    quoted = [f'"{line.strip()}"' for line in ARTICLE.read_text("utf-8").split(". ") if line.strip()]
    plain = ["gardens and rivers of the far valley " * 6] * len(quoted)
    words = " ".join(chain.from_iterable(zip(plain, quoted, strict=True))).split()
    text = " ".join((words * 4)[:LONG_TEXT_WORDS])[:20_000]
    assert len(text.split()) == LONG_TEXT_WORDS
    async with page_of(browser) as page:
        await check(page, address, MIXED)
        await page.get_by_label("The text").fill(text)
        begun = time.process_time()
        await page.get_by_role("button", name="Check", exact=True).click()
        await expect(page.locator("#verdict")).to_contain_text("found, all")
        await page.wait_for_load_state()
        assert time.process_time() - begun < LONG_TEXT_SECONDS
        quotations = await page.locator(".claims li").count()
        assert quotations >= 50
        timing = await page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
        print(f"{quotations} quotations, from the click to the loaded page: {timing['loadEventEnd']:.0f} ms")  # noqa: T201  -- a figure


@pytest.mark.parametrize("path", PAGES)
async def test_on_a_phone_nothing_runs_out_of_the_page(browser: Browser, address: str, path: str) -> None:
    async with page_of(browser, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        await page.goto(address + path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for control in await page.locator("button, input, .buttons a, .next a").all():
            if await control.is_visible():
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


@pytest.mark.parametrize("folder", FOLDERS)
async def test_the_first_message_of_a_short_answer_fits_a_phone(
    browser: Browser, corpora: Corpora, folder: str
) -> None:
    corpus = corpora(Path(__file__).parents[2] / folder)
    service = CommandService(corpus, Presentation(public_url="https://q.example"), today=lambda: TODAY)
    server = TestServer(make_site(service, chat=AdapterPayloads()))
    await server.start_server()
    tall = []
    async with page_of(browser, viewport=SCREEN) as page:
        for case in sorted(corpus.archive.library.cases):
            for command in COMMANDS:
                asked = f"/case+{command}+case:{case}"
                await page.goto(f"{server.make_url('/playground')}?command={asked}")
                most = MOST_SCREENS_OF_STATEMENTS if command == "statements" else MOST_SCREENS
                for platform in ("discord", "slack"):
                    box = await page.locator(f".{platform}").first.bounding_box()
                    assert box
                    if (screens := box["height"] / SCREEN["height"]) > most:
                        tall.append(f"{asked} {platform}: {screens:.2f}")
    await server.close()
    assert tall == []


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


PREFIX = "/law"


@asynccontextmanager
async def below_a_path(corpus: Corpus) -> AsyncIterator[str]:
    """A host that passes on what is below PREFIX without it, as a proxy does; all else is not there."""
    to: list[BaseTestServer] = []

    async def pass_on(request: web.Request) -> web.Response:
        path = request.path_qs.removeprefix(PREFIX)
        async with (
            ClientSession(auto_decompress=False) as session,
            session.request(
                request.method,
                to[0].make_url(path or "/"),
                headers=request.headers,
                data=await request.read(),
                allow_redirects=False,
            ) as response,
        ):
            passed = {name: value for name, value in response.headers.items() if name != "Transfer-Encoding"}
            return web.Response(body=await response.read(), status=response.status, headers=passed)

    host = web.Application()
    host.router.add_route("*", PREFIX + "{path:.*}", pass_on)
    async with TestServer(host) as outer:
        address = f"{outer.make_url('')}".rstrip("/") + PREFIX
        service = CommandService(corpus, Presentation(public_url=address), today=lambda: TODAY)
        async with TestServer(make_site(service, chat=AdapterPayloads(), takes_reports=True)) as inner:
            to.append(inner)
            yield address


async def test_below_a_path_of_a_host_pages_look_and_work_the_same(browser: Browser, corpus: Corpus) -> None:
    async with below_a_path(corpus) as address, page_of(browser) as page:
        missing: list[str] = []
        page.on("response", lambda one: missing.append(one.url) if one.status in {404, 405, 421} else None)
        await page.goto(f"{address}/playground")
        await page.get_by_label("Type a command").fill("/quote travesty of justice")
        await expect(page.locator(".discord blockquote")).to_have_count(1)
        assert page.url.startswith(f"{address}/playground?command=")
        await page.goto(address)
        await page.get_by_label("Ask as you would in chat").press("Enter")
        await expect(page.locator(".pane .discord")).to_contain_text("Carroll was awarded $5 million")
        await page.goto(f"{address}/check")
        await page.get_by_label("The text").fill(MIXED)
        await page.get_by_role("button", name="Check").click()
        await expect(page.locator("mark").first).to_be_visible()
        assert page.url.startswith(f"{address}/check")
        await page.goto(f"{address}/cases/carroll-v-trump")
        assert await page.evaluate("getComputedStyle(document.body).fontFamily") != ""
        assert await page.evaluate("document.styleSheets[0].cssRules.length") > 0
        assert missing == []
