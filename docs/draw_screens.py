"""Draws the pictures of messages in ``docs/images`` from the gallery and the playground, in a real Chromium.

``PYTHONPATH=. python docs/draw_screens.py`` writes them anew, from the payloads about the first case.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from aiohttp import web
from playwright.async_api import Browser, ViewportSize, async_playwright

from bot.app.chat_payloads import AdapterPayloads
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.site import make_site

DOCS = Path(__file__).parent
IMAGES = DOCS / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE: ViewportSize = {"width": 427, "height": 844}
"""CSS pixels: a message in it is as wide as on a phone."""
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TODAY = date(2026, 7, 13)
WIDE = 1_000
"""Pixels from which on a picture is of the whole window."""


class Picture(NamedTuple):
    """A picture: its file, the command, what is drawn (a selector), and the window."""

    file: str
    command: str
    selector: str
    window: ViewportSize


PICTURES = (
    Picture("discord-quote.png", "/quote travesty of justice", ".pane .discord", PHONE),
    Picture(
        "discord-verify.png",
        "/verify Carroll was awarded $50 million in damages in the defamation case",
        ".pane .discord",
        PHONE,
    ),
    Picture("slack-status.png", "/case status", ".pane .slack", PHONE),
    Picture("discord-schedule.png", "/digest schedule", ".pane .discord", PHONE),
    Picture("playground.png", "/case damages", "body", DESKTOP),
)


async def draw(browser: Browser, address: str, picture: Picture) -> None:
    """Write one picture."""
    page = await browser.new_page(viewport=picture.window, locale="en-GB", color_scheme="light")
    await page.goto(f"{address}/playground")
    await page.get_by_label("Type a command").fill(picture.command)
    await page.get_by_role("button", name="Show").click()
    await page.wait_for_load_state("networkidle")
    # The focus would be drawn around the field.
    await page.evaluate("document.activeElement.blur()")
    file = IMAGES / picture.file
    if picture.window["width"] >= WIDE:
        await page.screenshot(path=file)
    else:
        await page.locator(picture.selector).first.screenshot(path=file)
    await page.close()


async def main() -> None:
    """Write all pictures over a site of the project's content."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("No Chromium on PATH: install it (on Debian: apt-get install chromium)")
    corpus = Corpus(ContentRepository(DOCS.parent / "content"))
    corpus.read()
    service = CommandService(corpus, Presentation(public_url="https://q.example"), today=lambda: TODAY)
    runner = web.AppRunner(make_site(service, chat=AdapterPayloads()))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            await draw(browser, address, picture)
        await browser.close()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
