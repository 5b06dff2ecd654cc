"""Slash commands: answered in the acknowledgement, for the person who typed them alone."""

from functools import cache

from slack_bolt.response import BoltResponse

from bot.answers.commands import meant_by
from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.requests import as_typed
from bot.platforms.slack.responder import Responder


async def on_command(responder: Responder) -> BoltResponse:
    """Acknowledge a slash command with the first page of its answer; further pages follow."""
    body = responder.body
    group = body["command"].removeprefix(f"/{responder.context.service.prefix}")
    reply = await responder.reply(
        as_typed(f"{body['command']} {body.get('text') or ''}", ids=takes_ids(group))
    )
    if reply.following:
        responder.start(responder.respond_in_turn(reply.following))
    return acknowledged(reply.acknowledgement)


@cache
def takes_ids(group: str) -> bool:
    """Whether a channel or a person can be named in the commands whose names begin with this word."""
    options = (option for command in meant_by(group) for option in command.options)
    return any(option.takes in {"channel", "people"} for option in options)
