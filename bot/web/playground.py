"""The playground: a command typed once, shown as Discord, Slack and plain text from the very payloads."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web

from bot.answers.answer import NotProven, Quotation
from bot.answers.commands import COMMANDS, usages
from bot.answers.grammar import parse, write
from bot.answers.query import CommandError, Query
from bot.answers.refusal import HELD_BACK
from bot.answers.respond import respond
from bot.rendering.gate import NotProvenOnPayload
from bot.rendering.proof import Unreadable
from bot.rendering.render import Presentation, to_discord, to_slack, to_text
from bot.search.archive import Archive
from bot.web.context import METRICS, PRESENTATION, archive_of
from bot.web.negotiation import presentation_of, shown_by
from bot.web.preview import DiscordView, SlackView, discord_view, slack_view

FIRST = "case damages"

routes = web.RouteTableDef()
log = structlog.get_logger()


@dataclass(frozen=True)
class PlaygroundAnswer:
    """One command's answer as each platform shows it, or the sentence that says why there is none."""

    command: str
    sentence: str = ""
    usages: tuple[str, ...] = ()
    discord: DiscordView | None = None
    slack: SlackView | None = None
    text: str = ""
    page: int = 1
    quotations: tuple[Quotation, ...] = ()

    def language(self, words: str) -> str:
        """The language of the source that a quotation is from, as an HTML ``lang``; empty if unknown."""
        piece = words.strip()
        return next((one.source.in_language for one in self.quotations if piece in one.text), "")


@routes.get("/playground")
@shown_by("playground.html")
async def playground(request: web.Request) -> dict[str, Any]:
    """The playground with one command answered."""
    command = request.query.get("command") or f"/{request.app[PRESENTATION].prefix}{FIRST}"
    shown = await _answered(request, command, request.query.get("page", "1"))
    prefix = request.app[PRESENTATION].prefix
    commands = [f"/{prefix}{name}" for name in COMMANDS]
    return {"shown": shown, "typed": command, "commands": commands}


@routes.post("/playground")
@shown_by("_shown.html")
async def answer(request: web.Request) -> dict[str, Any]:
    """The answer alone, as a fragment, for a page that is already there."""
    form = await _form(request)
    return {"shown": await _answered(request, str(form.get("command", "")), str(form.get("page", "1")))}


async def _form(request: web.Request) -> Mapping[str, object]:
    """What was sent. Raises HTTPBadRequest for what is no form, in whichever way it is none."""
    try:
        return await request.post()
    except (LookupError, RuntimeError, ValueError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None


async def _answered(request: web.Request, command: str, page: str) -> PlaygroundAnswer:
    counted = request.app[METRICS]
    presentation = presentation_of(request)
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1  # noqa: PLR2004
    try:
        query = parse(command, presentation.prefix)
        shown = await asyncio.to_thread(_shown, archive_of(request), presentation, query, number)
    except CommandError as error:
        counted.count("playground", "none", "not understood")
        sentence = presentation.words.say(error.sentence)
        return PlaygroundAnswer(command, sentence, usages(error.help_for, presentation.prefix))
    except (NotProven, NotProvenOnPayload, Unreadable) as error:
        counted.count("playground", "none", "held back")
        log.exception("answer held back", command=command, reason=str(error))
        return PlaygroundAnswer(command, presentation.words.say(HELD_BACK))
    counted.count("playground", query.command, "answered")
    return shown


def _shown(archive: Archive, presentation: Presentation, query: Query, page: int) -> PlaygroundAnswer:
    answered = respond(archive, query)
    discord, slack = to_discord(answered, presentation), to_slack(answered, presentation)
    return PlaygroundAnswer(
        write(query, presentation.prefix),
        discord=discord_view(discord[min(page, len(discord)) - 1]),
        slack=slack_view(slack[min(page, len(slack)) - 1]),
        text=to_text(answered, presentation),
        page=page,
        quotations=tuple(answered.quotations()),
    )
