"""Plays the tutorial about a first case on the real review page in Chromium, and takes its pictures.

``PYTHONPATH=. python docs/picture_edit.py`` writes ``images/edit-*.png`` anew. The keys are those of the
tutorial's own tables, so that a test plays the same ones.
"""

from __future__ import annotations

import asyncio
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aiohttp import web
from PIL import Image
from playwright.async_api import Page, async_playwright

from bot.app.chat_payloads import AdapterPayloads
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.db.migrate import migrate
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.editors import Editors
from bot.web.editing.access import EditorAccess
from bot.web.editing.site import EditingFolders, add_editing
from bot.web.site import make_site
from docs.draw_screens import BROWSERS, DESKTOP, IMAGES

TUTORIAL = Path(__file__).parent / "tutorials/your-first-case.md"
FILE = "2021-05-06.txt"
COLOURS = 64
"""Colours of a picture: the page has few, and a picture with a palette is a third as large."""
READY = "() => !waiting && current && document.querySelector('#card article')?.dataset.card === current"
DROP = """([name, text]) => {
    const given = new DataTransfer();
    given.items.add(new File([text], name));
    const how = { dataTransfer: given, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent("drop", how));
}"""
Take = Callable[[str], Awaitable[None]]
"""Takes a picture with a name of what the page shows."""


class Step(NamedTuple):
    """A row of the tutorial: how the words of the card begin, and what is pressed and typed on it."""

    card: str
    parts: tuple[str, ...]


def article() -> str:
    """The article of the tutorial."""
    found: list[str] = re.findall(r"```text\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL)
    return found[0]


def rows(head: str) -> Iterator[list[str]]:
    """The cells of the table of the tutorial whose first column has this head."""
    table = re.findall(rf"\| {head} \|.*?\n\|[- |]+\n((?:\|.*\n)+)", TUTORIAL.read_text("utf-8"))[0]
    yield from ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())


def steps() -> list[Step]:
    """The steps of the review, in their order."""
    return [Step(card, tuple(keys.split(", "))) for card, keys, *_ in rows("card")]


async def begin(page: Page, address: str, take: Take) -> None:
    """Drop the article, fill in the form, and go to the review."""
    await page.goto(f"{address}/edit")
    await page.evaluate(DROP, [FILE, article()])
    await page.locator("#confirmed").wait_for()
    for field, value in rows("field"):
        await page.locator(f"#draft [name={field}]").fill(value)
    await take("form")
    await page.locator("#confirmed").check()
    await page.locator("#draft button[type=submit]").click()
    await page.wait_for_function(READY)


async def play(page: Page, step: Step) -> None:
    """Press the keys of one step. Raises ValueError where another card is shown than it is about."""
    shown = await page.locator("#card .words mark").first.inner_text()
    about = page.locator("#card .words mark.about")
    shown = await about.first.inner_text() if await about.count() else shown
    if not shown.startswith(step.card):
        raise ValueError(f"the card is “{shown}”, not “{step.card}”")
    for part in step.parts:
        await _press(page, part)
        await page.wait_for_function(READY)


async def _press(page: Page, part: str) -> None:
    field, _, value = part.partition(": ")
    if part.startswith("`"):
        await page.keyboard.press(part.strip("`"))
    elif value:
        await _fill(page, field, value)
    else:
        await page.keyboard.type(part)


async def _fill(page: Page, field: str, value: str) -> None:
    """Go to a field with the Tab key, and enter its value."""
    names = '[...document.querySelectorAll("[data-fields] [name]")].map((one) => one.name)'
    order: list[str] = await page.evaluate(names)
    by = order.index(field) - order.index(await page.evaluate("document.activeElement.name"))
    for _ in range(abs(by)):
        await page.keyboard.press("Tab" if by > 0 else "Shift+Tab")
    if await page.evaluate("document.activeElement.tagName") != "SELECT":
        await page.keyboard.press("Control+a")
    await page.keyboard.type(value)


async def _scroll_to(page: Page, selector: str) -> None:
    """Scroll so that an element stands below the bar, which stays at the top of the window."""
    await page.locator(selector).evaluate("(one) => { one.scrollIntoView(); scrollBy(0, -110); }")


async def save(page: Page, take: Take) -> None:
    """Show what the case answers about the amounts, and save it."""
    await page.get_by_role("button", name="/case damages").click()
    await page.locator("#rehearsal .slack", has_text="· damages").wait_for()
    await _scroll_to(page, "#rehearsal-title")
    await take("rehearsal")
    await page.keyboard.press("w")
    await page.wait_for_function("() => state.version !== 'none'")


async def whole(page: Page, address: str, take: Take) -> None:
    """The whole tutorial."""
    await begin(page, address, take)
    await take("name")
    for step in steps():
        if step.parts[1:2] == ("claim: nuisance",):
            await _scroll_to(page, ".review")
            await take("ruling")
        await play(page, step)
    await save(page, take)


def site_below(folder: Path) -> web.Application:
    """A site with the review page and no case, which keeps everything below a folder."""
    content = folder / "content"
    content.mkdir()
    corpus = Corpus(ContentRepository(content))
    corpus.read()
    site = make_site(CommandService(corpus, Presentation()), chat=AdapterPayloads())
    folders = EditingFolders(folder / "drafts", content)
    engine = open_database(f"sqlite:///{folder}/bot.db")
    migrate(engine)
    add_editing(site, folders, EditorAccess(Editors(engine)))
    return site


async def main() -> None:
    """Write all pictures."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("No Chromium on PATH: install it (on Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        runner = web.AppRunner(site_below(Path(folder)))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with async_playwright() as playwright:
            arguments = ["--no-sandbox", "--disable-gpu"]
            browser = await playwright.chromium.launch(executable_path=path, args=arguments)
            page = await browser.new_page(viewport=DESKTOP, locale="en-GB", color_scheme="light")

            async def take(name: str) -> None:
                drawn = Image.open(io.BytesIO(await page.screenshot()))
                drawn.quantize(COLOURS).save(IMAGES / f"edit-{name}.png", optimize=True)

            await whole(page, address, take)
            await browser.close()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
