"""Digests on Slack: one message whatever the network does, and a word for each way it can end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.digests.outcomes import Absent, Ambiguous, CannotTell, Reason, Rejected, Retry, Sent
from bot.digests.senders import Target
from bot.platforms.slack.api import OneToken, SlackApi
from bot.platforms.slack.sender import SlackSender
from tests.fakes.slack.faults import Fault, dropped, held, rate_limited, rejected, server_error
from tests.fakes.slack.server import BOT_TOKEN, SlackServer, slack_server

GENERAL = Target("slack", "T1", "channel", "C1")
PAYLOAD = {
    "text": "Stone &amp; Bell",
    "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Stone & Bell", "emoji": False}}],
    "unfurl_links": False,
    "unfurl_media": False,
}
KEY = "k" * 25


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with slack_server() as server:
        yield server


@pytest.fixture
async def sender(slack: SlackServer) -> AsyncIterator[SlackSender]:
    api = SlackApi(slack.api_url, OneToken(BOT_TOKEN))
    await api.open()
    yield SlackSender(api)
    await api.close()


def began() -> datetime:
    return datetime.now(UTC)


async def test_a_digest_is_posted_with_its_key_and_can_be_edited(
    slack: SlackServer, sender: SlackSender
) -> None:
    sent = await sender.send(GENERAL, PAYLOAD, KEY)
    [message] = slack.messages()
    assert sent == Sent(f"C1:{message.ts}")
    assert message.metadata == {"event_type": "verbatim_digest", "event_payload": {"key": KEY}}
    assert (message.text, message.blocks) == (PAYLOAD["text"], PAYLOAD["blocks"])
    assert await sender.edit(GENERAL, sent.message, {**PAYLOAD, "text": "Corrected"}) == sent
    assert [(one.text, one.updates) for one in slack.messages()] == [("Corrected", 1)]


async def test_a_digest_goes_into_a_thread_and_is_found_there(
    slack: SlackServer, sender: SlackSender
) -> None:
    since = began()
    parent = await sender.send(GENERAL, PAYLOAD, "parent")
    assert isinstance(parent, Sent)
    thread = replace(GENERAL, kind="thread", thread=parent.message.partition(":")[2])
    sent = await sender.send(thread, PAYLOAD, KEY)
    assert slack.messages()[1].thread_ts == thread.thread
    assert await sender.look_up(thread, PAYLOAD, KEY, since) == sent
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, since) == Absent()


@pytest.mark.parametrize("fault", [dropped(stored=True), server_error(502, stored=True)])
async def test_a_post_that_may_be_there_is_told_as_such_and_found_by_its_key(
    slack: SlackServer, sender: SlackSender, fault: Fault
) -> None:
    slack.fail("chat.postMessage", fault)
    since = began()
    assert isinstance(await sender.send(GENERAL, PAYLOAD, KEY), Ambiguous)
    [message] = slack.messages()
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, since) == Sent(f"C1:{message.ts}")
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_post_that_never_arrived_is_told_as_absent(slack: SlackServer, sender: SlackSender) -> None:
    slack.fail("chat.postMessage", dropped(stored=False))
    since = began()
    assert isinstance(await sender.send(GENERAL, PAYLOAD, KEY), Ambiguous)
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, since) == Absent()
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, since - timedelta(days=1)) == Absent()


async def test_a_post_is_found_behind_many_others(slack: SlackServer, sender: SlackSender) -> None:
    since = began()
    sent = await sender.send(GENERAL, PAYLOAD, KEY)
    for _ in range(250):
        await sender.send(GENERAL, PAYLOAD, "another")
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, since) == sent
    assert len(slack.calls("conversations.history")) == 2


async def test_slack_that_does_not_answer_is_not_waited_for_beyond_patience(
    slack: SlackServer, sender: SlackSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.api.REQUEST_TIMEOUT", 0.2)
    await sender._api.close()
    await sender._api.open()
    slack.fail("chat.postMessage", held(stored=True))
    assert isinstance(await sender.send(GENERAL, PAYLOAD, KEY), Ambiguous)


async def test_a_limit_is_told_with_its_seconds_and_not_slept_out(
    slack: SlackServer, sender: SlackSender
) -> None:
    slack.fail("chat.postMessage", rate_limited(3600))
    slack.fail("conversations.history", rate_limited(60))
    assert await sender.send(GENERAL, PAYLOAD, KEY) == Retry(3600, why="ratelimited")
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, began()) == Retry(60, why="ratelimited")
    assert slack.messages() == []


async def test_a_slack_that_cannot_be_reached_is_tried_again(slack: SlackServer) -> None:
    api = SlackApi("http://127.0.0.1:1/api", OneToken(BOT_TOKEN))
    await api.open()
    assert isinstance(await SlackSender(api).send(GENERAL, PAYLOAD, KEY), Retry)
    await api.close()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("not_in_channel", Reason.NO_ACCESS),
        ("channel_not_found", Reason.NO_CHANNEL),
        ("is_archived", Reason.ARCHIVED),
        ("restricted_action", Reason.NO_PERMISSION),
        ("token_revoked", Reason.REVOKED),
        ("account_inactive", Reason.REVOKED),
        ("invalid_blocks", Reason.PAYLOAD),
        ("msg_too_long", Reason.PAYLOAD),
    ],
)
async def test_a_refusal_for_good_has_its_reason(
    slack: SlackServer, sender: SlackSender, error: str, reason: Reason
) -> None:
    slack.fail("chat.postMessage", rejected(error))
    assert await sender.send(GENERAL, PAYLOAD, KEY) == Rejected(reason, error)


async def test_without_permission_to_read_nothing_is_claimed_about_what_is_there(
    slack: SlackServer, sender: SlackSender
) -> None:
    slack.state.teams["T1"].scopes = ("chat:write",)
    assert await sender.look_up(GENERAL, PAYLOAD, KEY, began()) == CannotTell("missing_scope")
    assert await sender.can_post(GENERAL) is None


async def test_a_channel_is_looked_at_before_a_digest_is_scheduled(
    slack: SlackServer, sender: SlackSender
) -> None:
    general, law = slack.state.channels["C1"], slack.state.channels["C2"]
    assert await sender.can_post(GENERAL) is None
    general.member = False
    assert await sender.can_post(GENERAL) is None
    slack.state.teams["T1"].scopes = ("chat:write", "channels:read")
    assert await sender.can_post(GENERAL) == Rejected(Reason.NO_ACCESS, "not_in_channel")
    law.archived = True
    assert await sender.can_post(replace(GENERAL, channel="C2")) == Rejected(Reason.ARCHIVED, "is_archived")
    law.private, law.member = True, False
    refused = await sender.can_post(replace(GENERAL, channel="C2"))
    assert refused == Rejected(Reason.NO_CHANNEL, "channel_not_found")


async def test_a_workspace_without_the_bot_is_refused_before_anything_is_sent(slack: SlackServer) -> None:
    class Nowhere:
        async def token_of(self, workspace: str, enterprise: str = "") -> None:
            return None

    api = SlackApi(slack.api_url, Nowhere())
    sender = SlackSender(api)
    refused = Rejected(Reason.REVOKED, "not installed")
    assert await sender.send(GENERAL, PAYLOAD, KEY) == refused
    assert await sender.edit(GENERAL, "C1:1.1", PAYLOAD) == refused
    assert await sender.can_post(GENERAL) == refused
    assert slack.state.calls == []
