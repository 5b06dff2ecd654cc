"""Suggesting an article on Slack: its link goes to the editors, once, and the asker alone is answered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.app.services import make_service
from bot.corpus.corpus import Corpus
from bot.db import suggestions as rows
from bot.digests.senders import Target
from bot.platforms.slack.manifest import manifest
from bot.platforms.slack.suggesting import links_of
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.settings import Settings
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import OVER_HTTP, SOCKET_MODE, Inside, inside

LINK = "https://news.example.org/verdict?a=1&b=2"
MESSAGE = {
    "type": "message",
    "text": "Look: <https://news.example.org/verdict?a=1&amp;b=2|here>",
    "ts": "1.2",
}


def service(corpus: Corpus, engine: Engine, **settings: object) -> CommandService:
    async def anywhere(_: Target) -> None:
        return None

    limits = Settings(**settings)  # type: ignore[arg-type]  # as a test names them
    return make_service(corpus, Presentation(), engine, anywhere, settings=limits)


@pytest.fixture(params=["socket mode", "http"])
async def running(
    request: pytest.FixtureRequest, slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> AsyncIterator[Inside]:
    settings = SOCKET_MODE if request.param == "socket mode" else OVER_HTTP
    async with inside(slack, settings, corpus, tmp_path, make=service) as running:
        yield running


def waiting(running: Inside) -> list[tuple[str, int]]:
    with running.engine.connect() as connection:
        return [(one.link, one.times) for one in rows.listed(connection).rows]


async def test_the_shortcut_suggests_the_link_of_a_message_once(running: Inside) -> None:
    await running.person.on_message("suggest_article", MESSAGE)
    [view] = await running.slack.until(lambda: list(running.slack.state.views.values()))
    assert "The editors have the article" in json.dumps(view)
    await running.person.on_message("suggest_article", MESSAGE)
    await running.slack.until(lambda: len(running.slack.state.views) == 2)
    assert "suggested this article already" in json.dumps(list(running.slack.state.views.values())[-1])
    assert waiting(running) == [(LINK, 1)]
    assert running.slack.state.messages == []


async def test_the_first_link_that_can_be_an_articles_is_suggested(running: Inside) -> None:
    links = [{"type": "link", "url": url} for url in ("mailto:ada@example.org", "http://10.0.0.1/", LINK)]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": links}]}]
    await running.person.on_message("suggest_article", {"type": "message", "ts": "1.2", "blocks": blocks})
    [view] = await running.slack.until(lambda: list(running.slack.state.views.values()))
    assert "The editors have the article" in json.dumps(view)
    assert waiting(running) == [(LINK, 1)]


async def test_a_message_without_a_link_says_what_to_type(running: Inside) -> None:
    await running.person.on_message("suggest_article", {"type": "message", "text": "No link.", "ts": "1.2"})
    [view] = await running.slack.until(lambda: list(running.slack.state.views.values()))
    assert "There is no link in this message. Type /case suggest" in json.dumps(view)
    assert waiting(running) == []


async def test_the_command_takes_a_link_as_slack_writes_it_and_others_count(running: Inside) -> None:
    typed = "/case suggest <https://news.example.org/verdict?a=1&amp;b=2>"
    answered = await running.person.types(typed, trigger_id="1.1")
    assert answered.body["response_type"] == "ephemeral"
    assert "The editors have the article" in json.dumps(answered.body)
    again = await running.person.but(user="U2").types(typed)
    assert "The editors have the article" in json.dumps(again.body)
    assert waiting(running) == [(LINK, 2)]


async def test_a_workspace_that_is_not_admitted_suggests_nothing(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    def elsewhere(corpus: Corpus, engine: Engine) -> CommandService:
        return service(corpus, engine, allowed_workspaces=frozenset({("slack", "T9")}))

    async with inside(slack, OVER_HTTP, corpus, tmp_path, make=elsewhere) as running:
        answered = await running.person.types(f"/case suggest {LINK}")
        assert "not offered in this place" in json.dumps(answered.body)
        await running.person.on_message("suggest_article", MESSAGE)
        [post] = await slack.until(lambda: running.person.hook.posts)
        assert "not offered in this place" in json.dumps(post)
        assert waiting(running) == []


def test_links_are_found_wherever_a_message_has_them() -> None:
    link = {"type": "link", "url": "https://a.example/1"}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "See"}, link]}
    blocks = [{"type": "rich_text", "elements": [section]}]
    shown = [{"from_url": "https://a.example/3", "title_link": 4}]
    message = {"blocks": blocks, "text": "<https://a.example/2>", "attachments": shown}
    assert list(links_of(message)) == ["https://a.example/1", "https://a.example/2", "https://a.example/3"]
    assert list(links_of({"blocks": "x", "text": None, "attachments": None})) == []


def test_the_manifest_has_the_shortcut() -> None:
    shortcuts = {one["callback_id"]: one for one in manifest()["features"]["shortcuts"]}
    assert shortcuts["suggest_article"]["type"] == "message"


def test_a_block_that_holds_itself_again_and_again_ends() -> None:
    deep: dict[str, object] = {"type": "link", "url": "https://a.example/deep"}
    for _ in range(1_000):
        deep = {"type": "rich_text", "elements": [deep]}
    assert list(links_of({"blocks": [deep]})) == []
