"""A form whose answer comes too late for Slack is told what became of it in the view that promised that."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.deferred_replies import defer
from tests.platforms.slack.inside import Inside


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (
            {"response_action": "errors", "errors": {"b:days": "Choose one day at least."}},
            "Open the form again",
        ),
        ({"response_action": "clear"}, "Done."),
    ],
)
async def test_errors_and_a_closed_form_are_told_late(
    running: Inside, late: dict[str, Any], said: str
) -> None:
    slack = running.slack
    view = {"type": "modal", "title": {"type": "plain_text", "text": "t"}, "blocks": []}
    slack.state.views["V1"] = view
    answer = asyncio.get_running_loop().create_future()
    body = {"type": "view_submission", "view": {"id": "V1"}, "team": {"id": "T1"}, "user": {"id": "U1"}}
    context = running.bot._context
    promised: BoltResponse = defer(context, body, asyncio.ensure_future(_after(answer)))
    assert "longer" in promised.body
    answer.set_result(acknowledged(late))
    await slack.until(lambda: slack.calls("views.update"))
    assert said in str(slack.state.views["V1"]["blocks"])


async def _after(answer: asyncio.Future[BoltResponse]) -> BoltResponse:
    return await answer
