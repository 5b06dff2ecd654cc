"""Only Slack's own requests are heard, each once, and no secret ever reaches a log."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.service.conduct import Conduct
from bot.service.handled_requests import HandledRequests
from tests.databases import migrated
from tests.fakes.slack.faults import rejected
from tests.fakes.slack.lines import HttpLine, encoded, signed
from tests.fakes.slack.person import Person, button
from tests.fakes.slack.server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer
from tests.platforms.slack.bots import SOCKET_MODE as SOCKET_SETTINGS
from tests.platforms.slack.bots import running_bot, somebody
from tests.platforms.slack.inside import OVER_HTTP, Inside, inside

FIELDS = {"command": "/case", "text": "status", "team_id": "T1", "user_id": "U1", "channel_id": "C1"}
BODY, FORM = encoded("slash_commands", dict(FIELDS))
TYPE = {"Content-Type": FORM}


@pytest.fixture
async def running(slack: SlackServer, corpus: Corpus, tmp_path: Path) -> AsyncIterator[Inside]:
    async with inside(slack, OVER_HTTP, corpus, tmp_path) as running:
        yield running


def line(running: Inside) -> HttpLine:
    assert isinstance(running.line, HttpLine)
    return running.line


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        without(signed(BODY), "X-Slack-Signature"),
        without(signed(BODY), "X-Slack-Request-Timestamp"),
        signed(BODY, "another-secret"),
        signed(BODY + b"&more"),
        signed(BODY, at=time.time() - 301),
        signed(BODY, at=time.time() + 3_600),
        {**signed(BODY), "X-Slack-Signature": "v0="},
        {**signed(BODY), "X-Slack-Signature": "v0=ü"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "now"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "9" * 400},
        {**signed(BODY), "X-Slack-Request-Timestamp": "-1"},
    ],
)
async def test_what_slack_has_not_signed_just_now_is_refused_before_any_work(
    running: Inside, headers: dict[str, str]
) -> None:
    refused = await line(running).post(BODY, {**TYPE, **headers})
    assert (refused.status, refused.text) == (401, "")
    assert running.slack.state.calls == []


async def test_a_recorded_request_is_refused_when_it_is_sent_again(running: Inside) -> None:
    headers = {**TYPE, **signed(BODY)}
    assert (await line(running).post(BODY, headers)).status == 200
    replayed = await line(running).post(BODY, headers)
    assert (replayed.status, replayed.text) == (401, "")
    assert len(running.slack.calls("users.info")) == 1


async def test_a_recorded_request_is_refused_by_another_process_too(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    engine = open_database(migrated(f"sqlite:///{tmp_path}/bot.db"))
    first, second = (Conduct(claims=HandledRequests(engine)) for _ in range(2))
    async with (
        inside(slack, OVER_HTTP, corpus, tmp_path / "a", first) as one,
        inside(slack, OVER_HTTP, corpus, tmp_path / "b", second) as other,
    ):
        headers = {**TYPE, **signed(BODY)}
        assert (await line(one).post(BODY, headers)).status == 200
        for again in (other, one, other):
            replayed = await line(again).post(BODY, headers)
            assert (replayed.status, replayed.text) == (401, "")
        assert len(slack.calls("users.info")) == 1
        event = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "x"}}).encode()
        headers = {"Content-Type": "application/json", **signed(event)}
        for process in (one, other, one):
            assert (await line(process).post(event, headers)).status == 200
    engine.dispose()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"payload=nothing", b"payload=[]", b"{", b"[]", b"null", b""])
@pytest.mark.parametrize("content_type", ["application/json", FORM])
async def test_a_signed_body_that_means_nothing_does_no_harm(
    running: Inside, body: bytes, content_type: str
) -> None:
    answered = await line(running).post(body, {**signed(body), "Content-Type": content_type})
    assert answered.status in {200, 400}
    assert running.slack.state.calls == []


async def test_a_body_that_is_too_long_is_not_read(running: Inside) -> None:
    body = b"x" * (1024 * 1024 + 1)
    assert (await line(running).post(body, {**TYPE, **signed(body)})).status == 413


async def test_a_message_of_every_length_that_slack_sends_along_is_read(running: Inside) -> None:
    padded = {**FIELDS, "padding": "x" * 900_000}
    body, _ = encoded("slash_commands", padded)
    assert (await line(running).post(body, {**TYPE, **signed(body)})).status == 200


async def test_the_address_is_verified_as_slack_asks_for(running: Inside) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "a-challenge", "token": "x"}).encode()
    answered = await line(running).post(body, {**signed(body), "Content-Type": "application/json"})
    assert (answered.status, answered.body) == (200, {"challenge": "a-challenge"})


@pytest.mark.parametrize("form", ["json", "console"])
async def test_no_secret_reaches_the_log_whatever_goes_wrong(
    slack: SlackServer, content: Path, tmp_path: Path, form: str
) -> None:
    settings = {**SOCKET_SETTINGS, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    settings |= {"LOG_LEVEL": "debug", "LOG_FORMAT": form}
    async with running_bot(slack, tmp_path, content, **settings) as bot:
        await bot.logged("slack connected")
        for mode in ("socket mode", "http"):
            person = somebody(slack, bot, mode)
            await _everything_fails(slack, person)
            assert not await _is_broken(person)
        await HttpLine(bot.address).post(BODY, {**TYPE, "X-Slack-Signature": "v0=forged"})
        await bot.logged("not slack's request")
        await bot.ends()
    for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET):
        assert secret not in bot.log


async def _everything_fails(slack: SlackServer, person: Person) -> None:
    answer = (await person.types("/case damages")).body
    slack.fail("views.publish", rejected("token_revoked"))
    slack.fail("hook", rejected("x"), times=2)
    await person.opens_home()
    await person.clicks(button(answer["blocks"], "Keep as a shortcut"))
    await slack.until(lambda: slack.calls("views.publish"))


async def _is_broken(person: Person) -> bool:
    return "The 2019 lawsuit" not in (await person.types("/case status")).body["text"]


def test_settings_do_not_show_their_secrets() -> None:
    settings = replace(OVER_HTTP, slack_app_token=APP_TOKEN, slack_client_secret="client-secret")
    for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "client-secret"):
        assert secret not in repr(settings)
