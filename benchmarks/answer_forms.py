"""How long answers are on each platform: visible characters, lines, components, and screens of a phone.

For every command about a case of content/, tests/cases_over_time and tests/cases_invented, in its short and
its full form, as the gallery shows it. Screens are measured in a real Chromium of 390 × 844 CSS pixels: the
height of the message as the gallery draws it, with its buttons, over that of the window. ``--all`` prints a
line for each case; without it the table has the first case, and the highest figures of all the others.
``--no-ask`` leaves out the questions, whose vectors take minutes on a busy machine where none are kept.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from _measure import ROOT, table
from aiohttp import web
from playwright.async_api import Page, ViewportSize, async_playwright

from bot.app.chat_payloads import AdapterPayloads
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import VECTORS
from bot.web import gallery
from bot.web.site import make_site

FOLDERS = ("content", "tests/cases_over_time", "tests/cases_invented")
FIRST_CASE = "carroll-v-trump"
PHONE: ViewportSize = {"width": 390, "height": 844}
"""CSS pixels of the window."""
TODAY = date(2026, 11, 29)
"""The day of the reader, by which an answer says how old it is."""
LOADED_WITHIN = 1_200_000
"""Milliseconds: the first question to an encoder without vectors takes minutes on a busy machine."""
REFUSED = {("/case stat", "short"), ("/verify", "short")}
"""What the gallery shows as refused: it is no answer."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MEASURE = """() => [...document.querySelectorAll('.exhibit')].flatMap((exhibit) =>
  ['discord', 'slack'].flatMap((platform) => {
    const drawn = exhibit.querySelector('.' + platform);
    if (!drawn || exhibit.dataset.audience === 'form') return [];
    return [{
      command: exhibit.dataset.command, audience: exhibit.dataset.audience, platform,
      characters: Number(drawn.dataset.characters), lines: Number(drawn.dataset.lines),
      components: Number(drawn.dataset.components), pages: Number(drawn.dataset.pages),
      height: drawn.getBoundingClientRect().height,
    }];
  }))"""
"""Reads the figures of every message of a gallery, and the height at which it is drawn."""


class Measured(NamedTuple):
    """The first message of an answer on one platform; ``screens`` is its height over that of a phone."""

    case: str
    command: str
    form: str
    platform: str
    characters: int
    lines: int
    components: int
    pages: int
    screens: float


@asynccontextmanager
async def served(content: Path) -> AsyncIterator[tuple[str, Corpus]]:
    """The address of a site over the cases of a folder, and these cases."""
    corpus = Corpus(ContentRepository(content), vectors=VectorFile(ROOT / VECTORS))
    corpus.read()
    service = CommandService(corpus, Presentation(public_url="https://q.example"), today=lambda: TODAY)
    runner = web.AppRunner(make_site(service, chat=AdapterPayloads()))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", corpus
    finally:
        await runner.cleanup()


async def measured(page: Page, address: str, case: str) -> list[Measured]:
    """The figures of every answer in the gallery of a case."""
    await _opened(page, f"{address}/gallery?case={case}")
    found = await page.evaluate(MEASURE)
    return [
        Measured(
            case,
            _command(one["command"]),
            "full" if "detail:full" in one["command"] else _form(one),
            one["platform"],
            one["characters"],
            one["lines"],
            one["components"],
            one["pages"],
            one["height"] / PHONE["height"],
        )
        for one in found
    ]


async def _opened(page: Page, address: str) -> None:
    """Open a page; one that is still being made is asked for again, as its answer says."""
    while (response := await page.goto(address, timeout=LOADED_WITHIN)) is not None and not response.ok:
        if response.status != HTTPStatus.SERVICE_UNAVAILABLE:
            raise RuntimeError(f"{address}: {response.status}")
        await asyncio.sleep(float(response.headers.get("retry-after", 1)))


def _command(typed: str) -> str:
    words = typed.split()
    return " ".join(words[:2] if words[0] in {"/case", "/digest"} else words[:1])


def _form(one: dict[str, str]) -> str:
    return {"all": "short", "one": "private", "shared": "shared", "digest": "digest"}[one["audience"]]


async def every_answer() -> list[Measured]:
    """The figures of all answers about all cases."""
    found: list[Measured] = []
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit("No Chromium on PATH: install it (on Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=browser_path, args=arguments)
        page = await browser.new_page(viewport=PHONE, locale="en-GB")
        for folder in FOLDERS:
            async with served(ROOT / folder) as (address, corpus):
                for case in sorted(corpus.archive.library.cases):
                    found += await measured(page, address, case)
        await browser.close()
    return found


def rows(found: Iterable[Measured]) -> Iterator[list[str]]:
    """A row for each command and form, by platform: the first case's figures, the highest of the others'."""
    kept = list(found)
    for command, form in dict.fromkeys((one.command, one.form) for one in kept):
        is_shown = form in {"short", "full", "digest"} or command in {"/verify", "/help"}
        if not is_shown or (command, form) in REFUSED:
            continue
        row = [f"`{command}`", form]
        for platform in ("discord", "slack"):
            those = [
                one for one in kept if (one.command, one.form, one.platform) == (command, form, platform)
            ]
            row.append(_cell([one for one in those if one.case == FIRST_CASE]))
            row.append(_cell([one for one in those if one.case != FIRST_CASE]))
        yield row


def _cell(those: list[Measured]) -> str:
    """The highest of each figure: characters, lines, components and screens."""
    if not those:
        return "–"
    highest = (
        f"{max(one.characters for one in those):,}",
        str(max(one.lines for one in those)),
        str(max(one.components for one in those)),
        f"{max(one.screens for one in those):.1f}",
    )
    return " · ".join(highest)


def main() -> None:
    """Print the table of all answers, or with ``--all`` a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="a line for each case, command and platform")
    parser.add_argument("--no-ask", action="store_true", help="without the questions")
    arguments = parser.parse_args()
    if arguments.no_ask:
        gallery.QUESTIONS = ()
    found = asyncio.run(every_answer())
    if arguments.all:
        each = [[*one[:4], f"{one.characters:,}", *map(str, one[5:8]), f"{one.screens:.2f}"] for one in found]
        table(list(Measured._fields), each)
        return
    head = ["command", "form", "Discord, first case", "Discord, others", "Slack, first case", "Slack, others"]
    table(head, rows(found))


if __name__ == "__main__":
    main()
