"""Whatever goes wrong, whoever asked sees a sentence in time, and nothing is shown twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bot.corpus.corpus import Corpus
from bot.db.database import open_database
from bot.platforms.slack.bot import SlackBot
from bot.platforms.slack.dispatch import DEFER_AFTER
from bot.settings import CannotServe
from tests.fakes.slack.faults import Fault, dropped, held, rate_limited, rejected, server_error
from tests.fakes.slack.lines import Payload, SocketLine
from tests.fakes.slack.person import button, option
from tests.fakes.slack.server import SlackServer
from tests.platforms.slack.inside import OVER_HTTP, SOCKET_MODE, Inside, inside, service_of

WRONG = "Something went wrong here"
DEADLINE = 3.0
"""Seconds: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response."""


async def broken(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError


async def private_response(running: Inside) -> Payload:
    """What somebody was told last, by response_url."""
    hook = running.person.hook
    await running.slack.until(lambda: hook.posts)
    return hook.posts[-1]


async def shared_button(running: Inside) -> Payload:
    answer = (await running.person.types("/case damages")).body
    return button(answer["blocks"], "Share to channel")


@pytest.mark.parametrize("step", ["_with_default_case", "_rendering", "reply"])
async def test_a_command_that_fails_at_any_step_is_answered_with_a_sentence(
    running: Inside, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.service, step, broken)
    answered = await running.person.types("/case status")
    assert WRONG in answered.body["text"]
    assert answered.body["response_type"] == "ephemeral"


async def test_a_workspace_whose_token_cannot_be_read_just_now_gets_a_sentence(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.api.OneToken.token_of", broken)
    assert WRONG in (await running.person.types("/case status")).body["text"]


async def test_a_press_that_fails_is_told_to_whoever_pressed(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = await shared_button(running)
    monkeypatch.setattr(running.service, "reply", broken)
    assert (await running.person.clicks(press)).status == 200
    assert WRONG in (await private_response(running))["text"]
    await running.person.on_message("check_quotes", {"text": "“I won”"})
    assert WRONG in (await private_response(running))["text"]


async def test_a_modal_that_fails_says_so_in_its_place_and_its_menus_stay_empty(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await running.person.shortcuts("look_up")
    await running.slack.until(lambda: running.slack.state.views)
    [modal] = running.slack.state.views.values()
    monkeypatch.setattr(running.service, "reply", broken)
    monkeypatch.setattr(running.service, "complete", broken)
    answered = await running.person.submits(modal, {"words": {"value": "travesty"}})
    assert WRONG in str(answered.body["view"]["blocks"])
    assert await running.person.is_offered("quotation", "tra", modal) == []


def test_an_answer_is_promised_before_slack_waits_no_longer() -> None:
    assert DEFER_AFTER < DEADLINE


async def test_an_answer_that_takes_long_is_promised_and_comes_later(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.dispatch.DEFER_AFTER", 0.05)
    released, reply = asyncio.Event(), running.service.reply

    async def slow(*arguments: Any) -> Any:
        await released.wait()
        return await reply(*arguments)

    monkeypatch.setattr(running.service, "reply", slow)
    promised = await running.person.types("/case status")
    assert "takes a little longer" in promised.body["text"]
    released.set()
    late = await private_response(running)
    assert "The 2019 lawsuit" in late["text"]
    assert late["replace_original"] is True
    await running.slack.until(lambda: True)
    assert len(running.person.hook.posts) == 1


async def test_a_modal_whose_answer_takes_long_shows_it_later(
    running: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await running.person.shortcuts("look_up")
    await running.slack.until(lambda: running.slack.state.views)
    [modal] = running.slack.state.views.values()
    monkeypatch.setattr("bot.platforms.slack.dispatch.DEFER_AFTER", 0.05)
    released, reply = asyncio.Event(), running.service.reply

    async def slow(*arguments: Any) -> Any:
        await released.wait()
        return await reply(*arguments)

    monkeypatch.setattr(running.service, "reply", slow)
    promised = await running.person.submits(modal, {"words": {"value": "travesty"}})
    assert "takes a little longer" in str(promised.body["view"]["blocks"])
    released.set()
    await running.slack.until(lambda: running.slack.calls("views.update"))
    assert "TRAVESTY" in str(running.slack.state.views[modal["id"]]["blocks"])


async def test_the_same_request_delivered_twice_is_answered_alike_and_done_once(running: Inside) -> None:
    slack, person = running.slack, running.person
    trigger = slack.trigger()
    press = await shared_button(running)
    same = {"trigger_id": trigger}
    for _ in range(2):
        body = {**same, "actions": [press]}
        hook = slack.hook("C1", "U1")
        await person._interacts(
            "block_actions", {**body, "response_url": hook.address, "channel": {"id": "C1"}}
        )
    await slack.until(slack.messages)
    assert len(slack.messages()) == 1


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}])
async def test_an_event_told_again_is_acknowledged_and_nothing_is_done_again(
    running: Inside, headers: dict[str, str]
) -> None:
    more: Payload = {"retry_attempt": 1} if isinstance(running.line, SocketLine) else {"headers": headers}
    first = await running.person.opens_home(event_id="Ev1")
    await running.slack.until(lambda: running.slack.calls("views.publish"))
    again = await running.person.opens_home(event_id="Ev1", **more)
    assert (first.status, again.status) == (200, 200)
    await running.person.but(user="U2").opens_home(event_id="Ev2")

    def published() -> list[str]:
        return [str(call.arguments["user_id"]) for call in running.slack.calls("views.publish")]

    # What was begun before that has ended by then.
    await running.slack.until(lambda: "U2" in published())
    assert published() == ["U1", "U2"]


async def test_an_event_that_is_heard_of_only_by_its_retry_is_not_lost(running: Inside) -> None:
    more: Payload = (
        {"retry_attempt": 1}
        if isinstance(running.line, SocketLine)
        else {"headers": {"X-Slack-Retry-Num": "1"}}
    )
    await running.person.opens_home(event_id="Ev1", **more)
    await running.slack.until(lambda: running.slack.calls("views.publish"))


async def test_an_event_that_failed_is_done_when_slack_tells_of_it_again(
    slack: SlackServer, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with inside(slack, OVER_HTTP, corpus, tmp_path) as running:
        with monkeypatch.context() as patch:
            patch.setattr("bot.platforms.slack.api.OneToken.token_of", broken)
            assert (await running.person.opens_home(event_id="Ev1")).status == 500
        assert (await running.person.opens_home(event_id="Ev1")).status == 200
        await slack.until(lambda: slack.calls("views.publish"))


@pytest.mark.parametrize(
    "fault", [rate_limited(3600), held(), dropped(stored=False), rejected("missing_scope"), server_error()]
)
async def test_slack_that_says_nothing_about_people_delays_no_answer(running: Inside, fault: Fault) -> None:
    running.slack.fail("users.info", fault)
    answered = await running.person.types("/case status")
    assert "The 2019 lawsuit" in answered.body["text"]


@pytest.mark.parametrize(
    "fault", [rate_limited(3600), rejected("expired_trigger_id"), rejected("exchanged_trigger_id")]
)
async def test_a_modal_that_cannot_open_is_shown_as_a_message(running: Inside, fault: Fault) -> None:
    answer = (await running.person.types("/case damages")).body
    running.slack.fail("views.open", fault)
    await running.person.clicks(option(answer["blocks"], "Carroll was awarded $5 million"))
    assert "Carroll was awarded $5 million" in (await private_response(running))["text"]


async def test_a_share_whose_answer_is_lost_is_one_message_and_told_as_uncertain(running: Inside) -> None:
    press = await shared_button(running)
    running.slack.fail("hook", dropped(stored=True))
    await running.person.clicks(press)
    await running.slack.until(lambda: len(running.person.hook.posts) > 1)
    assert "Look before you share it again" in (await private_response(running))["text"]
    assert len(running.slack.messages()) == 1


async def test_a_share_that_slack_limits_is_told_and_not_slept_out(running: Inside) -> None:
    press = await shared_button(running)
    running.slack.fail("hook", rate_limited(3600))
    await running.person.clicks(press)
    assert "not shared" in (await private_response(running))["text"]
    assert running.slack.messages() == []


async def test_an_expired_response_url_is_replaced_by_a_post_of_the_bot(running: Inside) -> None:
    press = await shared_button(running)
    running.slack.fail("hook", Fault(404, "expired_url"))
    await running.person.clicks(press)
    [message] = await running.slack.until(running.slack.messages)
    assert "Carroll was awarded $5 million" in message.text
    [call] = running.slack.calls("chat.postMessage")
    assert call.arguments["channel"] == "C1"


async def test_a_channel_that_the_bot_is_not_in_is_named_as_the_reason(running: Inside) -> None:
    press = await shared_button(running)
    running.slack.state.channels["C1"].member = False
    running.slack.state.teams["T1"].scopes = ("chat:write", "users:read")
    running.slack.fail("hook", Fault(404, "expired_url"), times=2)
    await running.person.clicks(press)
    await running.slack.until(lambda: running.slack.state.views)
    [modal] = running.slack.state.views.values()
    assert "Slack refused to share it (not_in_channel)" in str(modal["blocks"])
    assert running.slack.messages() == []


async def test_a_post_of_the_bot_whose_answer_is_lost_is_not_repeated(running: Inside) -> None:
    press = await shared_button(running)
    running.slack.fail("hook", Fault(404, "expired_url"))
    running.slack.fail("chat.postMessage", dropped(stored=True))
    await running.person.clicks(press)
    assert "Look before you share it again" in (await private_response(running))["text"]
    assert len(running.slack.calls("chat.postMessage")) == len(running.slack.messages()) == 1


async def test_a_token_that_is_revoked_while_the_bot_runs_stops_no_answers(running: Inside) -> None:
    running.slack.state.teams["T1"].refusal = "token_revoked"
    assert "The 2019 lawsuit" in (await running.person.types("/case status")).body["text"]


async def test_a_connection_that_breaks_is_made_again(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    async with inside(slack, SOCKET_MODE, corpus, tmp_path) as running:
        await slack.drop_sockets()
        await slack.until(lambda: slack.connections == 2 and slack.sockets)
        assert "The 2019 lawsuit" in (await running.person.types("/case status")).body["text"]


async def test_slack_that_wants_another_connection_gets_one_and_nothing_is_lost(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    async with inside(slack, SOCKET_MODE, corpus, tmp_path) as running:
        asking = asyncio.create_task(running.person.types("/case damages"))
        await slack.until(lambda: slack.acknowledged or slack.state.hooks)
        await slack.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
        assert "$5 million" in (await asking).body["text"]
        await slack.until(lambda: slack.connections == 2 and slack.sockets)
        assert "The 2019 lawsuit" in (await running.person.types("/case status")).body["text"]


async def test_an_envelope_delivered_again_after_a_reconnect_gets_the_same_answer(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    async with inside(slack, SOCKET_MODE, corpus, tmp_path) as running:
        fields = {"command": "/case", "text": "status", "team_id": "T1", "user_id": "U1"}
        line = SocketLine(slack)
        first = await line.send("slash_commands", dict(fields), envelope_id="one")
        again = await line.send("slash_commands", dict(fields), envelope_id="one")
        assert first.body == again.body
        assert len(slack.calls("users.info")) == 1
        assert running.address


async def test_an_end_in_mid_answer_lets_the_answer_out(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    async with inside(slack, SOCKET_MODE, corpus, tmp_path) as running:
        slack.fail("users.info", held())
        asking = asyncio.create_task(running.person.types("/case status"))
        await slack.until(lambda: slack.calls("users.info"))
        running.stop.set()
        assert "The 2019 lawsuit" in (await asking).body["text"]


async def test_slack_that_is_away_at_the_start_is_waited_for(
    slack: SlackServer, corpus: Corpus, tmp_path: Path
) -> None:
    slack.fail("auth.test", server_error())
    slack.fail("apps.connections.open", server_error())
    async with inside(slack, SOCKET_MODE, corpus, tmp_path) as running:
        assert "The 2019 lawsuit" in (await running.person.types("/case status")).body["text"]


@pytest.mark.parametrize(
    ("method", "setting"), [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")]
)
async def test_tokens_that_slack_refuses_are_named_with_their_cure(
    slack: SlackServer, corpus: Corpus, tmp_path: Path, method: str, setting: str
) -> None:
    slack.fail(method, rejected("invalid_auth"))
    engine = open_database(f"sqlite:///{tmp_path}/bot.db")
    settings = replace(SOCKET_MODE, slack_api_url=slack.api_url)
    async with SlackBot(settings, service_of(corpus), engine) as bot:
        with pytest.raises(CannotServe, match=rf"Slack refused {setting} \(invalid_auth\)"):
            await bot.run(asyncio.Event())
    engine.dispose()
