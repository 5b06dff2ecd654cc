"""How long an editor waits: for the live preview after a change, and for the first /ask after a save.

An invented article of some 600 words is reviewed by the scripted hands of edit_decisions.py. Over HTTP, as
the page does it, each change (an accepted card is rejected, or that is undone) is followed by what the page
shows anew: a command's answer on both platforms with the case file, and, where the questions are open, their
list and one of them with its real answer. The page also waits 120 ms after a decision before it asks for the
command's answer; that is not counted. Then the case is saved, read as a running bot reads it, and asked once
as nobody has asked it before: after the page had prepared it, and where its vectors are missing, each in
several folders of their own. The load of the machine is printed, before and after: with more than its
processors have to do, the seconds of the clock say how busy it was, and those of the processor alone count.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import tempfile
import time
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from _measure import p50, p99, table
from aiohttp.test_utils import TestClient, TestServer
from edit_decisions import GOLD, Hands, of_gold

from bot.answers.asker import ANYBODY
from bot.answers.query import Query
from bot.app.chat_payloads import AdapterPayloads
from bot.authoring.decisions import Decision
from bot.authoring.propose import propose
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.drafts.folder import DraftFolder
from bot.corpus.vector_file import VectorFile
from bot.db.database import open_database
from bot.db.migrate import migrate
from bot.qa.prepared_cases import PREPARED
from bot.rendering.render import Presentation, to_text
from bot.service.command_service import CommandService
from bot.service.editors import Editors
from bot.web.editing.access import EditorAccess
from bot.web.editing.site import EditingFolders, add_editing
from bot.web.site import make_site

ARTICLE = GOLD / "agency-wire-a.txt"
NAME, QUESTION, COMMAND = "an-article", "roles.judge", "case status"
CHANGES = 8
SAVES = 5
"""How often a case is saved and asked, each time in a folder of its own."""
HERE = {"Sec-Fetch-Site": "same-origin"}


class Taken(NamedTuple):
    """Seconds of the clock, and of the processor: on a busy machine only these tell anything."""

    seconds: float
    worked: float


class RecordedHands(Hands):
    """Hands whose decisions are kept, those that were taken."""

    def __init__(self, text: str, published: str) -> None:
        super().__init__(text, published)
        self.taken: list[Decision] = []

    def take(self, decision: Decision, strokes: int = 1) -> bool:
        """Take a decision, and keep it if it was taken."""
        is_taken = super().take(decision, strokes)
        if is_taken:
            self.taken.append(decision)
        return is_taken


class Browser:
    """What the page does over HTTP, with the seconds that each part takes."""

    def __init__(self, client: TestClient, seen: int) -> None:  # type: ignore[type-arg]
        self.client, self.seen = client, seen
        self.headers = dict(HERE)

    async def get(self, path: str, **query: str) -> str:
        """The body of a page of the draft."""
        response = await self.client.get(f"/edit/{NAME}{path}", params=query)
        response.raise_for_status()
        return await response.text()

    async def decide(self, decision: Mapping[str, object]) -> None:
        """Post a decision."""
        body = json.dumps({"seen": self.seen, "decision": decision})
        response = await self.client.post(f"/edit/{NAME}/decisions", data=body, headers=self.headers)
        response.raise_for_status()
        self.seen = (await response.json())["seen"]

    async def preview(self) -> None:
        """What is shown anew after a change while the questions are closed."""
        await asyncio.gather(self.get("/rehearsal", command=COMMAND), self.get("/yaml"))

    async def questions(self) -> None:
        """What is shown anew besides while they are open."""
        await asyncio.gather(self.get("/questions"), self.get("/question", id=QUESTION))

    async def everything(self) -> None:
        """All of both at once."""
        await asyncio.gather(self.preview(), self.questions())

    async def save(self) -> None:
        """Write the case."""
        headers = {**self.headers, "If-Match": '"none"'}
        response = await self.client.post(f"/edit/{NAME}/save", headers=headers)
        response.raise_for_status()


def main() -> None:
    """Print the milliseconds of each part of the preview, and of the first /ask."""
    print(f"load before: {os.getloadavg()[0]:.1f}\n")
    times: dict[str, list[Taken]] = {}
    for is_prepared in (True, False):
        for number in range(SAVES):
            with tempfile.TemporaryDirectory() as folder:
                changes = CHANGES if is_prepared and number == 0 else 0
                found = asyncio.run(measured(Path(folder), changes, is_prepared=is_prepared))
            for name, taken in found.items():
                times.setdefault(name, []).extend(taken)
    rows = [row(name, taken) for name, taken in times.items()]
    table(("what", "times", "ms p50 / p99", "ms of the processor p50"), rows)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


async def measured(folder: Path, changes: int, *, is_prepared: bool) -> dict[str, list[Taken]]:
    """Measure in a folder of its own; a draft that is not prepared is only saved and asked."""
    hands, published = reviewed()
    folders = EditingFolders(folder / "drafts", folder / "content")
    folders.content.mkdir()
    page = replace(hands.page, published=published)
    draft = DraftFolder(folders.drafts).begin(NAME, page, propose(page.text, date.fromisoformat(published)))
    for number, decision in enumerate(hands.taken):
        draft.journal.append(decision, by="hands", at="2026-01-02T03:04:05Z", seen=number)
    corpus = Corpus(ContentRepository(folders.content), vectors=VectorFile(folder / "vectors"))
    service = CommandService(corpus, Presentation())
    site = make_site(service, chat=AdapterPayloads())
    engine = open_database(f"sqlite:///{folder}/bot.db")
    migrate(engine)
    add_editing(site, folders, EditorAccess(Editors(engine)))
    times: dict[str, list[Taken]] = {}
    async with TestClient(TestServer(site)) as client:
        browser = Browser(client, len(hands.taken))
        found = re.search(r'data-csrf="([^"]+)"', await browser.get(""))
        if found:
            browser.headers["X-CSRF-Token"] = found[1]
        if is_prepared:
            await browser.everything()
            times |= await previews(browser, hands, changes)
        await browser.save()
    PREPARED.lazily = True
    PREPARED.keep({})
    times["a reload of the content folder"] = [await timed(asyncio.to_thread(corpus.read))]
    how = "after the page prepared it" if is_prepared else "without any vectors"
    for name, question in (
        (f"the first /ask, {how}", "did the company have any excuse"),
        ("the next /ask", "who won"),
    ):
        asked = Query("ask", (("question", question),))
        times[name] = [await timed(service.reply(asked, ANYBODY, to_text))]
    engine.dispose()
    return times


async def previews(browser: Browser, hands: Hands, changes: int) -> dict[str, list[Taken]]:
    """Change the draft again and again, each time another card, and time what is shown."""
    kinds = {"award", "ruling", "date", "statement"}
    cards = [card.id for card in hands.review.accepted if card.kind in kinds]
    times: dict[str, list[Taken]] = {}
    for number in range(changes):
        card = cards[number % len(cards)]
        # Each part of a pair is a change that nobody has seen: one card is left out, and is there again.
        for name, part in (("preview", browser.preview), ("preview with questions", browser.everything)):
            for change in ({"do": "reject", "card": card}, {"do": "undo"}):
                taken = await timed(browser.decide(change))
                shown = await timed(part())
                times.setdefault("a decision", []).append(taken)
                times.setdefault(name, []).append(shown)
                times.setdefault(f"decision and {name}", []).append(
                    Taken(*map(sum, zip(taken, shown, strict=True)))
                )
    return times


def reviewed() -> tuple[RecordedHands, str]:
    """The hands after they have reviewed the article, and its day."""
    gold = json.loads(ARTICLE.with_suffix(".json").read_text("utf-8"))
    hands = RecordedHands(ARTICLE.read_text("utf-8"), gold["published"])
    hands.decide(list(of_gold(gold)))
    return hands, gold["published"]


async def timed(work: Awaitable[object]) -> Taken:
    """What something takes, with all that this process does meanwhile."""
    begun, worked = time.perf_counter(), time.process_time()
    await work
    return Taken(time.perf_counter() - begun, time.process_time() - worked)


def row(name: str, taken: list[Taken]) -> tuple[str, ...]:
    """A row of the table."""
    seconds = [one.seconds for one in taken]
    worked = p50(one.worked for one in taken)
    return (
        name,
        str(len(taken)),
        f"{1000 * p50(seconds):.0f} / {1000 * p99(seconds):.0f}",
        f"{1000 * worked:.0f}",
    )


if __name__ == "__main__":
    main()
