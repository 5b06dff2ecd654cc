"""The rest of a long answer to a mention: the channel has one message, and whoever asked has all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.corpus.corpus import Corpus
from bot.rendering.limits import SLACK
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService, Extension
from bot.settings import Settings
from tests.fakes.slack.lines import Payload
from tests.fakes.slack.model import Message
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import OVER_HTTP, PUBLIC_URL, SOCKET_MODE, inside
from tests.rendering.hostile import answer_of

WORDS = 2_000
LONG_QUESTION = "and is that true " * (SLACK.button_value // 16)
"""A question that no button can hold, so that no button turns the pages of its answer."""


async def long(asked: Query, _: Asker) -> Answer:
    """Three pages of a platform."""
    return answer_of("word " * WORDS, query=asked)


def answering_at_length(corpus: Corpus, _: Engine) -> CommandService:
    return CommandService(
        corpus, Presentation(public_url=PUBLIC_URL), extensions=[Extension({"ask": long}, {})]
    )


def quoted(messages: list[Message]) -> int:
    """How often the word that the answer repeats is quoted in messages."""
    elements = (element for one in messages for block in one.blocks for element in _elements(block))
    return sum(one["text"].count("word") for one in elements if one["type"] == "text")


def _elements(block: Payload) -> list[Payload]:
    quotes = [one for one in block.get("elements", []) if one["type"] == "rich_text_quote"]
    return [element for one in quotes for element in one["elements"]]


@pytest.mark.parametrize("thread", ["", "1700000000.000100"])
@pytest.mark.parametrize("settings", [SOCKET_MODE, OVER_HTTP], ids=["socket", "http"])
async def test_the_rest_of_a_long_answer_to_a_mention_is_whispered_to_whoever_asked(
    slack: SlackServer, corpus: Corpus, tmp_path: Path, settings: Settings, thread: str
) -> None:
    async with inside(slack, settings, corpus, tmp_path, make=answering_at_length) as running:
        asked = await running.person.mentions(f"<@U0BOT> {LONG_QUESTION}", thread=thread)
        await slack.until(lambda: quoted(slack.state.messages) >= WORDS)
    first, *rest = slack.state.messages
    assert (first.ephemeral_to, first.thread_ts) == ("", thread or asked)
    assert rest
    # Slack shows an ephemeral message in a thread only where that has begun.
    assert {(one.channel, one.ephemeral_to, one.thread_ts) for one in rest} == {
        (first.channel, running.person.user, thread or None)
    }
    assert quoted(slack.state.messages) == WORDS
