"""Answers of the real content, one a command."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.search.upkeep import open_archive

COMMANDS = (
    "/case status",
    "/case damages",
    "/case statements",
    "/case timeline",
    "/case people",
    "/case sources",
    "/case caveats",
    "/case changes",
    "/quote",
    "/quote travesty of justice",
    "/quote #eag7ef",
    "/quote no such words",
    "/help",
    "/help quote",
)


@pytest.fixture(params=COMMANDS)
def real_answer(request: pytest.FixtureRequest, library: Library) -> Answer:
    return respond(open_archive(library, None), parse(request.param))
