"""Answers of the real content, one a command."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.search.archive import Archive

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
def real_answer(request: pytest.FixtureRequest, archive: Archive) -> Answer:
    return respond(archive, parse(request.param))
