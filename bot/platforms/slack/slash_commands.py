"""Slash commands: answered within the acknowledgement, for whoever typed them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.commands import meant_by
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.reply import SlackReply
from bot.platforms.slack.requests import Body, Request, as_typed

JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json"}


class SlashCommands:
    """Answers what is typed after a slash."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def on_command(self, body: Body, client: AsyncWebClient) -> BoltResponse:
        """The answer as the acknowledgement."""
        request = Request.of(body)
        name = body["command"].removeprefix(f"/{self._context.service.prefix}")
        typed = as_typed(f"{body['command']} {body.get('text') or ''}", ids=takes_ids(name))
        reply = await self._context.reply(typed, request, client)
        if reply.rest:
            self._context.behind(request, self._rest(reply, request))
        return BoltResponse(status=200, body=reply.acknowledgement, headers=JSON)

    async def _rest(self, reply: SlackReply, request: Request) -> None:
        for page in reply.rest:
            await self._context.say(request, page)


def acknowledged(answer: dict[str, Any]) -> BoltResponse:
    """An acknowledgement that says something."""
    return BoltResponse(status=200, body=json.dumps(answer), headers=JSON)


@cache
def takes_ids(group: str) -> bool:
    """Whether a channel or a person can be named in the commands whose names begin with this word."""
    options = (option for command in meant_by(group) for option in command.options)
    return any(option.takes != "text" for option in options)
