"""A second article in a real Chromium: each pair decided by keys alone or by touch, and clean for axe."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from bot.cases.model import Case
from bot.corpus.corpus import Corpus
from bot.corpus.loader import load_case
from tests.web.second_articles import CASE, DRAFT, HERALD, SECOND, CaseUnderReview
from tests.web.test_browser import assert_accessible, axe, page_of
from tests.web.test_edit_browser import PHONE, SETTLED, Keyboard
from tests.web.test_editing import site_in

__all__ = ["axe"]
SHOWN = "document.querySelector('#card article').dataset.card === current"
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def under_review(tmp_path: Path) -> CaseUnderReview:
    return CaseUnderReview(tmp_path)


@pytest_asyncio.fixture(loop_scope="session")
async def address(corpus: Corpus, under_review: CaseUnderReview) -> AsyncIterator[str]:
    server = TestServer(site_in(under_review.folder, corpus))
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


class Hands(Keyboard):
    """Hands on the review of a second article."""

    async def begin_second(self, address: str, text: str, day: str) -> None:
        """Paste an article into the form of a new draft, and choose the case to which it is added."""
        await self.page.goto(f"{address}/edit")
        await self.page.keyboard.insert_text(text)
        await self.press("Tab", "Tab")
        await self.type(day)
        await self.page.locator("#publisher").focus()
        await self.type("The Quimby Herald")
        await self.page.locator("#into").focus()
        await self.type(CASE[:5])
        await expect(self.page.locator("#into")).to_have_value(CASE)
        await self.page.locator("#draft button").press("Enter")
        await self.page.wait_for_url(f"{address}/edit/{DRAFT}")
        await self.page.wait_for_function(SETTLED, arg=0)

    async def to(self, card: str) -> None:
        """Go on to a card by its id."""
        while await self.page.evaluate("current") != card:
            before = await self.page.evaluate("current")
            await self.press("j")
            await self.page.wait_for_function(
                f"(before) => current !== before && {SHOWN}",
                arg=before,
            )

    async def select(self, words: str) -> None:
        """Select words of the article, as a mouse does."""
        start = SECOND.index(words)
        await self.page.evaluate(
            """([low, high]) => { const range = rangeOf([low, high]); getSelection().removeAllRanges();
            getSelection().addRange(range); }""",
            [start, start + len(words)],
        )

    async def field(self, name: str, value: str) -> None:
        """Type into a field, or choose a value of it by its first letters."""
        await self.page.locator(f"#field-{name}").focus()
        await self.type(value)


def case_of(under_review: CaseUnderReview) -> Case:
    return load_case(under_review.content / CASE)


async def test_by_keys_alone_a_second_article_says_what_it_does_to_the_case(
    browser: Browser, address: str, under_review: CaseUnderReview
) -> None:
    async with page_of(browser, viewport={"width": 1280, "height": 900}) as page:
        hands = Hands(page)
        await hands.begin_second(address, SECOND, "2021-09-14")
        await hands.to("award-1")
        await hands.decide(">")
        await expect(page.locator("[data-relate=replaces][aria-pressed=true]")).to_have_count(1)
        await hands.decide("1")
        await hands.to("ruling-3")
        await hands.press("e")
        await hands.type("the colour of the tram")
        await hands.field("lawsuit", "The suit over the col")
        await hands.press("Enter")
        await hands.taken()
        await hands.select("the company's lawyer said")
        await hands.to("statement-1")
        await hands.decide("c")
        await hands.decide("a")
        await hands.select("A judge dismissed the second suit")
        await hands.decide("t")
        await hands.field("lawsuit", "The suit over the col")
        await hands.field("value", "dismissed")
        await hands.decide("Enter")
        await hands.select("it cannot be brought again")
        await hands.decide("v")
        await hands.press("e")
        await hands.type("Who decided it is not said.")
        await hands.press("Enter")
        await hands.taken()
        await hands.press("w")
        await expect(page.locator("#said")).to_have_text("Saved. The case can be asked about now.")
    case = case_of(under_review)
    assert [(one.fact, case.awards[-1].how) for one in case.awards[-1].supersedes] == [
        ("awarded-2021-05-06", "reduces")
    ]
    assert case.awards[-1].lawsuits == ("bell",)
    assert case.statements[-1].cue[0].exact == "the company's lawyer said"
    assert str(case.caveats[-1].text) == "Who decided it is not said."


async def test_pairs_and_new_kinds_of_cards_work_by_touch_and_are_clean_for_axe(
    browser: Browser, address: str, under_review: CaseUnderReview, axe: str
) -> None:
    under_review.begin(HERALD)
    async with page_of(browser, viewport=PHONE, has_touch=True, color_scheme="dark") as page:
        hands = Hands(page)
        await page.goto(f"{address}/edit/{DRAFT}")
        await page.wait_for_function(SETTLED, arg=0)
        await hands.to("award-1")
        await assert_accessible(page, axe)
        await page.locator("[data-pair] [data-relate=contradicts]").first.tap()
        await hands.taken()
        await page.get_by_role("button", name="1 The suit over the bell").tap()
        await hands.taken()
        await page.evaluate("show('date-4')")
        await page.get_by_role("button", name="0 Nothing to do with any that is undecided").tap()
        await hands.taken()
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        small = await page.locator("#card button, #card select, #card summary").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility() && one.offsetHeight < 24).length"
        )
        assert small == 0
        await hands.select("A judge dismissed the second suit")
        await hands.decide("v")
        await assert_accessible(page, axe)
        await page.goto(f"{address}/edit")
        await assert_accessible(page, axe)
