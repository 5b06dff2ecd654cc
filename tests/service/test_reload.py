"""Cases that change while an answer is being made: from then on everybody is answered from the new ones."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from bot.answers.answer import Answer
from bot.answers.asker import ANYBODY
from bot.answers.query import Query
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation, to_text
from bot.service.command_service import CommandService

DAMAGES, STATUS = Query("case damages"), Query("case status")
HANGS = 60.0
"""Seconds after which nothing will happen any more."""


class Renderer:
    """Renders as the terminal does; the first answer of all only when it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = Event(), Event()

    def __call__(self, answer: Answer, presentation: Presentation) -> str:
        if not self.begun.is_set():
            self.begun.set()
            assert self.let_go.wait(HANGS)
        return to_text(answer, presentation)


@pytest.fixture
def retitled(content: Path, tmp_path: Path) -> tuple[Corpus, Callable[[str], None]]:
    """A corpus, and how its case gets another title."""
    copy = shutil.copytree(content, tmp_path / "content")
    corpus = Corpus(ContentRepository(copy))
    corpus.read()
    [file] = copy.glob("*/case.yaml")
    text = file.read_text("utf-8")
    [title] = [line for line in text.splitlines() if line.startswith("title: ")]

    def change(new: str) -> None:
        file.write_text(text.replace(title, f"title: {new}"), "utf-8")
        corpus.read()

    return corpus, change


async def test_an_answer_begun_before_the_cases_changed_is_given_to_nobody_who_asks_later(
    retitled: tuple[Corpus, Callable[[str], None]],
) -> None:
    corpus, change_title = retitled
    service, render = CommandService(corpus, Presentation()), Renderer()
    early = asyncio.create_task(service.reply(DAMAGES, ANYBODY, render))
    assert await asyncio.to_thread(render.begun.wait, HANGS)
    change_title("Stone v. Bell Works")
    # Whoever asks first has the answers forgotten that were made from the old cases.
    assert "Stone v. Bell Works" in await service.reply(STATUS, ANYBODY, render)
    render.let_go.set()
    assert "Stone v. Bell Works" not in await early
    assert service.kept(DAMAGES, ANYBODY, render) is None
    assert "Stone v. Bell Works" in await service.reply(DAMAGES, ANYBODY, render)
    assert "Stone v. Bell Works" in str(service.kept(DAMAGES, ANYBODY, render))


async def test_what_was_answered_from_the_old_cases_is_not_at_hand_any_more(
    retitled: tuple[Corpus, Callable[[str], None]],
) -> None:
    corpus, change_title = retitled
    service = CommandService(corpus, Presentation())
    old = await service.reply(DAMAGES, ANYBODY, to_text)
    assert service.kept(DAMAGES, ANYBODY, to_text) == old
    change_title("Stone v. Bell Works")
    assert service.kept(DAMAGES, ANYBODY, to_text) is None
