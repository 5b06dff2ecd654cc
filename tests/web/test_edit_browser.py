"""The review of an article in a real Chromium: by keys alone, by touch, painted right, and clean for axe."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, Route, expect

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from tests.authoring.test_decisions import GOLD, TEXT
from tests.web.test_browser import assert_accessible, axe, page_of
from tests.web.test_editing import site_in

__all__ = ["axe"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
ARTICLE = GOLD / "agency-wire-a.txt"
PHONE = {"width": 390, "height": 844}
MOST_DECISIONS = 60
"""Decisions on an invented article of some 600 words, at most."""
SETTLED = """(seen) => state.seen === seen && !waiting
    && document.querySelector("#card article")?.dataset.card === current"""
NO_API = "delete window.Highlight; delete CSS.highlights;"
HIGHLIGHTED = """() => Object.fromEntries([...CSS.highlights].map(
  ([name, one]) => [name, [...one].map((range) => range.toString())]))"""
MARKED = (
    """() => [...document.querySelectorAll("#article mark")].map((one) => [one.className, one.textContent])"""
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editing")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address(corpus: Corpus, folder: Path) -> AsyncIterator[str]:
    server = TestServer(site_in(folder, corpus))
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


class Keyboard:
    """Hands on a keyboard that count what they press; a pasted or typed text counts each character."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes, self.decisions = page, 0, 0
        self.took_sure = False

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.strokes += 1
            await self.page.keyboard.press(key)

    async def type(self, words: str) -> None:
        self.strokes += len(words)
        await self.page.keyboard.type(words)

    async def begin(self, address: str, case: str, published: str, text: str) -> None:
        """Paste an article into the form of a new draft, and wait for its first card."""
        await self.page.goto(f"{address}/edit")
        await expect(self.page.locator("#text")).to_be_focused()
        # Several tests begin a draft of the same article.
        await self.page.evaluate("document.getElementById('anyway').checked = true")
        await self.page.keyboard.insert_text(text)
        for words in (case, published, "An invented case"):
            await self.press("Tab")
            await self.type(words)
        await self.press("Enter")
        await self.page.wait_for_url(f"{address}/edit/{case}")
        await self.page.wait_for_function(SETTLED, arg=0)

    async def decide(self, *keys: str) -> None:
        """Press the keys of one decision, and wait until it is taken and the next card is there."""
        await self.press(*keys)
        await self.taken()

    async def taken(self) -> None:
        self.decisions += 1
        await self.page.wait_for_function(SETTLED, arg=self.decisions)

    async def review(self) -> None:
        """Decide on each open card as it comes, by keys alone, until none is open."""
        while await self.page.evaluate("cardNow().state") == "open":
            kind = await self.page.evaluate("cardNow().kind")
            missing = await self.page.evaluate("Boolean(missing())")
            if kind == "party":
                await self.decide("a")
                continue
            if not self.took_sure and kind == "statement":
                self.took_sure = True
                await self.decide("b")
                continue
            if kind == "ruling" and missing:
                await self.press("a")
                await expect(self.page.locator("[name=claim]")).to_be_focused()
                await self.type("the claim")
                await self.decide("Enter")
            elif kind == "statement" and not await self.page.locator("[name=speaker]").input_value():
                await self.decide("1")
            elif (kind == "award" and missing) or (
                kind == "date" and not await self.page.locator("[name=label]").input_value()
            ):
                await self.decide("x")
            else:
                await self.decide("a")


async def test_by_keys_alone_an_article_becomes_a_case_that_the_loader_accepts(
    browser: Browser, address: str, folder: Path
) -> None:
    text = ARTICLE.read_text("utf-8")
    published = json.loads(ARTICLE.with_suffix(".json").read_text("utf-8"))["published"]
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = Keyboard(page)
        await hands.begin(address, "pilot-v-magnate", published, text)
        await hands.review()
        assert hands.decisions <= MOST_DECISIONS
        await page.reload()
        await page.wait_for_function(SETTLED, arg=hands.decisions)
        await hands.press("w")
        await expect(page.locator("#said")).to_have_text("Saved. The case can be asked about now.")
        await expect(page.locator("#rehearsal .discord")).to_contain_text("An invented case")
    library = ContentRepository(folder / "content").read()
    assert not library.problems
    case = library.cases["pilot-v-magnate"]
    assert len(case.statements) > 8
    assert case.awards
    assert case.rulings
    assert case.events


async def begun(page: Page, address: str, case: str) -> Keyboard:
    hands = Keyboard(page)
    await hands.begin(address, case, "2025-03-04", TEXT)
    return hands


async def test_what_is_painted_is_what_the_cards_quote_right_after_an_emoji(
    browser: Browser, address: str
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = await begun(page, address, "painted")
        spans = await page.evaluate("painted()")
        points = list(TEXT)
        wanted = {name: ["".join(points[low:high]) for low, high in places] for name, places in spans.items()}
        assert await page.evaluate(HIGHLIGHTED) == wanted
        assert "It was 🥧 glorious," in wanted["open"]
        await hands.decide("a")
        assert len((await page.evaluate(HIGHLIGHTED))["accepted"]) == 1


async def test_without_the_highlight_api_the_same_is_painted_in_marks(browser: Browser, address: str) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        await page.add_init_script(NO_API)
        hands = await begun(page, address, "marked")
        marked = [tuple(one) for one in await page.evaluate(MARKED)]
        assert [words for name, words in marked if name == "is-current"] == ["Ada Stone"]
        assert ("is-uncovered", "3 March 2025") in marked
        assert {name for name, words in marked if "🥧" in words} == {"is-uncovered"}
        assert await page.locator("#article").text_content() == TEXT
        await hands.decide("a")
        assert await page.locator("#article").text_content() == TEXT


async def test_words_typed_or_selected_become_cards_and_ends_move(browser: Browser, address: str) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = await begun(page, address, "added")
        await hands.press("n")
        await hands.type("the mayor")
        await hands.decide("Enter")
        card = page.locator("#card mark")
        await expect(card).to_have_text("the mayor")
        await hands.decide("[")
        await expect(card).to_have_text("the")
        await hands.decide("u")
        await hands.decide("{")
        await expect(card).to_have_text("said the mayor")
        await page.evaluate(
            """() => { const range = rangeOf([...text].length > 0 ? [0, 11] : [0, 0]);
            getSelection().removeAllRanges(); getSelection().addRange(range); }"""
        )
        await hands.decide("n")
        await expect(card).to_have_text("Gull Bakery")


class Gate:
    """Keeps the decisions of a page on their way until it is opened; then the first ones get its statuses."""

    def __init__(self, *statuses: int) -> None:
        self.open, self.statuses, self.waiting = asyncio.Event(), list(statuses), asyncio.Event()

    async def __call__(self, route: Route) -> None:
        self.waiting.set()
        await self.open.wait()
        if self.statuses:
            sentence = json.dumps({"sentence": "The disk is full."})
            await route.fulfill(
                status=self.statuses.pop(0), body=sentence, content_type="application/json; charset=utf-8"
            )
        else:
            await route.continue_()


async def decided(page: Page) -> list[str]:
    """The states of the cards on which was decided, in the order in which the page comes by them."""
    found: list[str] = await page.evaluate("cards().map((one) => one.state).filter((one) => one !== 'open')")
    return found


async def test_keys_pressed_while_a_decision_is_on_its_way_are_about_the_cards_after_it(
    browser: Browser, address: str
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = await begun(page, address, "queued")
        gate = Gate()
        await page.route("**/decisions", gate)
        await hands.press("x", "x", "x")
        await gate.waiting.wait()
        gate.open.set()
        await page.wait_for_function(SETTLED, arg=3)
        assert await decided(page) == ["rejected"] * 3


async def test_what_is_typed_while_a_decision_is_on_its_way_goes_into_the_field_it_is_meant_for(
    browser: Browser, address: str
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = await begun(page, address, "typed-ahead")
        gate = Gate()
        await page.route("**/decisions", gate)
        await hands.press("a", "n")
        await hands.type("the major")
        await hands.press("Backspace", "Backspace", "Backspace", "y", "o", "r", "Enter", "a", "x")
        gate.open.set()
        await page.wait_for_function(SETTLED, arg=4)
        added = "cards().find((one) => one.id === 'added-1')"
        assert await page.evaluate(
            f"[{added}.state, text.slice(units[{added}.at[0]], units[{added}.at[1]])]"
        ) == [
            "accepted",
            "the mayor",
        ]


async def test_keys_pressed_after_a_decision_that_was_not_taken_do_nothing(
    browser: Browser, address: str
) -> None:
    # The browser itself complains of the status, so that this page is not watched for complaints.
    window = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await window.new_page()
    hands = await begun(page, address, "dropped")
    gate = Gate(507)
    await page.route("**/decisions", gate)
    await hands.press("a", "x", "x")
    await gate.waiting.wait()
    gate.open.set()
    await expect(page.locator("#said")).to_have_text("The disk is full.")
    await page.evaluate("busy")
    assert await decided(page) == []
    await hands.decide("a")
    assert await decided(page) == ["accepted"]
    await window.close()


async def test_the_second_click_of_two_is_not_about_the_next_card(browser: Browser, address: str) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        await begun(page, address, "clicked")
        gate = Gate()
        await page.route("**/decisions", gate)
        await page.get_by_role("button", name="Accept a", exact=True).dblclick()
        gate.open.set()
        await page.wait_for_function(SETTLED, arg=1)
        await page.evaluate("busy")
        assert await decided(page) == ["accepted"]


DROPPED = """(text) => {
    const given = new DataTransfer();
    given.items.add(new File([new Uint8Array(text)], "2025-03-04.txt"));
    for (const type of ["dragover", "drop"])
        document.body.dispatchEvent(
            new DragEvent(type, { dataTransfer: given, bubbles: true, cancelable: true }));
}"""


async def test_a_file_that_is_dropped_is_read_confirmed_and_begun_by_keys_alone(
    browser: Browser, address: str
) -> None:
    window = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await window.new_page()
    await page.goto(f"{address}/edit")
    raw = ("It cost £6.4m, they said.\n" + TEXT.replace("🦀 ", "").replace("🥧 ", "")).encode("windows-1252")
    await page.evaluate(DROPPED, list(raw))
    await expect(page.locator("#imported")).to_contain_text("Choose the encoding whose words are right.")
    await page.locator("#charset").focus()
    await page.keyboard.type("windows-1252")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#imported")).to_contain_text("Read as windows-1252.")
    await expect(page.locator("#published")).to_be_focused()
    assert (await page.locator("#published").input_value()) == "2025-03-04"
    for _ in range(8):
        await page.keyboard.press("Tab")
    await expect(page.locator("#confirmed")).to_be_focused()
    for key in ("Space", "Tab", "Space", "Tab", "Enter"):
        await page.keyboard.press(key)
    await page.wait_for_url(f"{address}/edit/stone-bakery*")
    await page.wait_for_function(SETTLED, arg=0)
    assert (await page.locator("#article").text_content() or "").startswith("It cost £6.4m, they said.")
    await window.close()


async def test_every_decision_is_also_a_button_on_a_phone(browser: Browser, address: str) -> None:
    async with page_of(browser, viewport=PHONE, has_touch=True, color_scheme="dark") as page:
        hands = await begun(page, address, "touched")
        await page.get_by_role("button", name="Accept a", exact=True).tap()
        await hands.taken()
        await page.get_by_role("button", name="Reject x", exact=True).tap()
        await hands.taken()
        await page.get_by_role("button", name="Undo u", exact=True).tap()
        await hands.taken()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]
        small = await page.locator("main button, main summary, main select").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility() && one.offsetHeight < 24).length"
        )
        assert small == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_the_review(browser: Browser, address: str, scheme: str, axe: str) -> None:
    async with page_of(browser, viewport=PHONE, color_scheme=scheme) as page:
        await page.goto(f"{address}/edit/login")
        await assert_accessible(page, axe)
        await begun(page, address, f"clean-{scheme}")
        await page.wait_for_selector("#rehearsal .slack")
        await assert_accessible(page, axe)
        await page.goto(f"{address}/edit")
        await assert_accessible(page, axe)
