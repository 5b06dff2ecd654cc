"""The questions of a draft in a real Chromium: by keys alone, by touch, and clean for axe."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from tests.authoring.test_decisions import TEXT
from tests.web.test_browser import assert_accessible, axe, page_of
from tests.web.test_edit_browser import NO_API, PHONE, Keyboard
from tests.web.test_editing import site_in

__all__ = ["axe"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
ANSWERED = """(seen) => document.getElementById("question").dataset.seen === String(seen)
  && document.getElementById("questions").dataset.seen === String(seen)
  && document.activeElement.id === "question" """


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("questions")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(corpus: Corpus, folder: Path) -> AsyncIterator[str]:
    server = TestServer(site_in(folder, corpus))
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


async def reviewed(page: Page, address: str, case: str) -> Keyboard:
    """Begin a draft, and decide on every card by keys alone."""
    hands = Keyboard(page)
    await hands.begin(address, case, "2025-03-04", TEXT)
    await hands.review()
    return hands


async def at_question(page: Page, hands: Keyboard, asked: str) -> None:
    """Wait until a question is answered as the draft is now, and its answer has the focus."""
    await page.wait_for_function(ANSWERED, arg=hands.decisions)
    await expect(page.locator("#question h3")).to_contain_text(f"“{asked}”")


async def test_by_keys_alone_questions_are_asked_answered_and_ticked(
    browser: Browser, address: str, folder: Path
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = await reviewed(page, address, "asked")
        await hands.press(".")
        await at_question(page, hands, "what was decided")
        await expect(page.locator("#question .slack").first).to_be_visible()
        before = await page.evaluate("state.cards.map((one) => one.state)")
        await hands.press("x", "1")
        assert await page.evaluate("[state.seen, state.cards.map((one) => one.state)]") == [
            hands.decisions,
            before,
        ]
        await hands.press("=")
        hands.decisions += 1
        await page.wait_for_function(ANSWERED, arg=hands.decisions)
        while await page.locator("#question h3 b").inner_text() == "open":
            is_expected = await page.locator("#question .fits").count()
            await hands.press("0" if is_expected else "-")
            hands.decisions += 1
            await page.wait_for_function(ANSWERED, arg=hands.decisions)
        await expect(page.locator("#ticked")).to_contain_text("questions ticked")
        await hands.press("w")
        await expect(page.locator("#said")).to_have_text("Saved. The case can be asked about now.")
    case = ContentRepository(folder / "content").read().cases["asked"]
    listed = {one.ask[0]: [quote.exact for quote in one.quote] for one in case.questions}
    assert "awarded $5 million" in listed["how much was awarded"][0]
    assert listed["who is the judge"] == []


async def test_words_selected_or_typed_answer_a_question_that_is_answered_wrongly(
    browser: Browser, address: str
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        await page.add_init_script(NO_API)
        hands = await reviewed(page, address, "worded")
        await page.locator("#questions > summary").click()
        await page.get_by_label("Ask something else").fill("what was the filling")
        await hands.press("Enter")
        await at_question(page, hands, "what was the filling")
        await page.get_by_label("If wrong: the words that answer it").fill("nowhere in it")
        await hands.press("Enter")
        await expect(page.locator("#said")).to_have_text("These words do not stand in the article.")
        await page.get_by_label("If wrong: the words that answer it").fill("pies made of plaster")
        await hands.press("Enter")
        hands.decisions += 1
        await page.wait_for_function(ANSWERED, arg=hands.decisions)
        await page.get_by_label("Ask something else").fill("what was the filling")
        await hands.press("Enter")
        await at_question(page, hands, "what was the filling")
        await expect(page.locator("#question h3 b")).to_have_text("answered with the editor's words")
        await expect(page.locator("#question .discord blockquote").first).to_contain_text(
            "pies made of plaster"
        )
        await page.evaluate(
            """() => { getSelection().removeAllRanges(); getSelection().addRange(rangeOf([0, 11])); }"""
        )
        await hands.press("-")
        hands.decisions += 1
        await page.wait_for_function(ANSWERED, arg=hands.decisions)
        assert "quote: {exact: Gull Bakery" in await page.evaluate(
            "fetch(`${base}/yaml`).then((one) => one.text())"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_every_tick_is_a_button_and_axe_finds_nothing(
    browser: Browser, address: str, scheme: str, axe: str
) -> None:
    async with page_of(browser, viewport=PHONE, has_touch=True, color_scheme=scheme) as page:
        hands = await reviewed(page, address, f"touched-{scheme}")
        await page.locator("#questions > summary").tap()
        await page.wait_for_selector("#question .slack")
        await page.get_by_role("button", name="Next question .", exact=True).tap()
        await page.wait_for_function(ANSWERED, arg=hands.decisions)
        await page.get_by_role("button", name="Wrong -", exact=True).tap()
        hands.decisions += 1
        await page.wait_for_function(ANSWERED, arg=hands.decisions)
        await page.get_by_role("button", name="The article does not say 0", exact=True).tap()
        hands.decisions += 1
        await page.wait_for_function(ANSWERED, arg=hands.decisions)
        await page.locator("#question summary", has_text="Asked in other words").tap()
        await assert_accessible(page, axe)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        small = await page.locator("#questions button, #questions summary").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility() && one.offsetHeight < 24).length"
        )
        assert small == 0
