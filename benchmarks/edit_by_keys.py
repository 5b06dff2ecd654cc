"""Counts the keys and decisions by which an article becomes a case file on the real review page in Chromium.

The hands of ``edit_decisions`` decide as a reader did, and press each key in the browser: the first article
from its raw text to a case file without mistakes, and the invented article of 611 words that another reader
found the entries of. No offset, prefix or id is typed. ``--all`` plays every invented article.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from aiohttp.test_utils import TestServer
from edit_decisions import FIRST, ROOT, SECONDS, Hands, Wanted, invented, of_case, of_gold
from playwright.async_api import Browser, async_playwright

from bot.authoring.decisions import Decision
from bot.cases.model import Case
from bot.cases.spans import selectors_of
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.loader import load_case
from tests.answers.test_facts import FACTS
from tests.web.chromium import ARGUMENTS, NAMES
from tests.web.edit_keys import KeyHands
from tests.web.test_editing import site_in

LONG = ROOT / "tests/authoring/gold_others/court-report-english.txt"
"""The invented article of 611 words, by another hand than the rules."""


class Recorded(Hands):
    """Hands that keep the decisions that were taken, in their order."""

    def __init__(self, text: str, published: str) -> None:
        super().__init__(text, published)
        self.taken: list[Decision] = []

    def take(self, decision: Decision, strokes: int = 1) -> bool:
        """Take a decision, and keep it if it was taken."""
        was_taken = super().take(decision, strokes)
        self.taken += [decision] if was_taken else []
        return was_taken


class Played(NamedTuple):
    """An article as it was played: its case, and what its hands and their keys did."""

    case: Case
    hands: Recorded
    keys: KeyHands


async def played(browser: Browser, address: str, content: Path, name: str, article: Recorded) -> Played:
    """Paste an article, decide on it by keys alone, save it, and read its case."""
    window = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await window.new_page()
    await page.goto(f"{address}/edit")
    keys = KeyHands(page)
    await page.wait_for_function("() => document.activeElement.id === 'text'")
    await page.keyboard.insert_text(article.review.text)
    await keys.press("Control+v", "Tab", "Tab")
    await keys.type(article.page.published)
    await keys.press("Tab")
    await keys.type(name)
    await keys.press("Enter")
    await page.wait_for_url(lambda url: url.rstrip("/") != f"{address}/edit")
    await page.wait_for_function("() => !waiting && current")
    for decision in article.taken:
        await keys.play(decision)
    await keys.press("w")
    await page.wait_for_function("() => state.version !== 'none'")
    draft = page.url.rsplit("/", 1)[1]
    await window.close()
    library = await asyncio.to_thread(ContentRepository(content).read)
    if library.problems:
        raise SystemExit("\n".join(map(str, library.problems)))
    return Played(library.cases[draft], article, keys)


def quoted(case: Case, wanted: list[Wanted]) -> int:
    """How many of the entries that a reader found are quoted by the case, with all their letters."""
    spans = [(one.start, one.end) for one in selectors_of(case)]
    text = case.sources[0].text

    def is_quoted(found: Wanted) -> bool:
        places = {at for low, high in found.spans for at in range(low, high) if text[at].isalnum()}
        return places <= {at for low, high in spans for at in range(low, high)}

    return sum(map(is_quoted, wanted))


def missing_facts(case: Case) -> list[str]:
    """The words of those of the 27 facts of the first article that no entry of a case quotes."""
    spans = [(one.start, one.end) for one in selectors_of(case)]
    return [
        words
        for words, start, end, _ in FACTS
        if not any(low <= start and end <= high for low, high in spans)
    ]


def first_article() -> tuple[Recorded, list[Wanted]]:
    """The first article, decided on as its case file says."""
    text = (FIRST / "sources/2023-07-12.txt").read_text("utf-8")
    hands, wanted = Recorded(text, "2023-07-12"), list(of_case(load_case(FIRST), text))
    hands.decide(wanted)
    return hands, wanted


def invented_article(path: Path) -> tuple[Recorded, list[Wanted]]:
    """An invented article, decided on as a reader found its entries."""
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    hands, wanted = Recorded(path.read_text("utf-8"), gold["published"]), list(of_gold(gold))
    hands.decide(wanted)
    return hands, wanted


@asynccontextmanager
async def on_a_site() -> AsyncIterator[tuple[Browser, str, Path]]:
    """A browser, the address of a site with the review page, and the content folder that it writes."""
    chromium = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.mkdir()
        site = site_in(Path(folder), Corpus(ContentRepository(content)))
        server = TestServer(site)
        await server.start_server()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            yield browser, str(server.make_url("")).rstrip("/"), content
            await browser.close()
        await server.close()


async def main() -> None:
    """Print a row for each article."""
    paths = [LONG, *(invented(blind=False) if "--all" in sys.argv else ())]
    articles = {"carroll-v-trump": first_article()} | {path.stem: invented_article(path) for path in paths}
    print("article                  words decisions keystrokes minutes quoted")
    async with on_a_site() as (browser, address, content):
        for name, (hands, wanted) in articles.items():
            done = await played(browser, address, content, name, hands)
            minutes = done.keys.decisions * SECONDS / 60
            print(
                f"{name:24} {len(hands.review.text.split()):5} {done.keys.decisions:9} {done.keys.strokes:10}"
                f" {minutes:7.1f} {quoted(done.case, wanted)} of {len(wanted)}"
            )
            if name == "carroll-v-trump":
                missed = missing_facts(done.case)
                print(f"  of its {len(FACTS)} facts {len(FACTS) - len(missed)} are quoted", *missed)


if __name__ == "__main__":
    asyncio.run(main())
