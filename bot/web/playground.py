"""The playground: a command's answer as Discord, Slack and plain text, shown from the payloads themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.answers.answer import Answer, CommandPart, Quotation
from bot.answers.commands import COMMANDS, usages
from bot.answers.grammar import write
from bot.answers.refusal import is_refusal
from bot.rendering.render import Presentation, in_detail, to_discord, to_slack, to_text
from bot.web.context import SERVICE, reader
from bot.web.negotiation import locale_of, shown_by
from bot.web.preview import DiscordView, SlackView, discord_view, slack_view

FIRST = "case damages"
PAGE_DIGITS = 4
"""Digits at most of a page's number; no answer has ten thousand pages, and a longer one is the first page."""

routes = web.RouteTableDef()


@dataclass(frozen=True)
class PlaygroundAnswer:
    """One command's answer as each platform shows it, page by page, or the sentence why there is none."""

    command: str
    sentence: str = ""
    usages: tuple[str, ...] = ()
    discord_pages: tuple[DiscordView, ...] = ()
    slack_pages: tuple[SlackView, ...] = ()
    text: str = ""
    page: int = 1
    """The number of the page to show, counted from 1; the last one where a platform has fewer."""
    quotations: tuple[Quotation, ...] = ()

    @property
    def discord(self) -> DiscordView | None:
        """The shown page as Discord shows it; None where there is no answer."""
        return self.discord_pages[min(self.page, len(self.discord_pages)) - 1] if self.discord_pages else None

    @property
    def slack(self) -> SlackView | None:
        """The shown page as Slack shows it; None where there is no answer."""
        return self.slack_pages[min(self.page, len(self.slack_pages)) - 1] if self.slack_pages else None

    def language(self, words: str) -> str:
        """The language of the source that a quotation is from, as an HTML ``lang``; empty if unknown."""
        piece = words.strip()
        return next((one.source.in_language for one in self.quotations if piece in one.text), "")


@routes.get("/playground")
@shown_by("playground.html")
async def playground(request: web.Request) -> dict[str, Any]:
    """The page of the playground, with the answer to one command."""
    prefix = request.app[SERVICE].prefix
    command = request.query.get("command") or f"/{prefix}{FIRST}"
    shown = await _answered(request, command, request.query.get("page", "1"))
    commands = [f"/{prefix}{name}" for name in COMMANDS]
    return {"shown": shown, "typed": command, "commands": commands}


@routes.post("/playground")
@shown_by("_shown.html")
async def answer(request: web.Request) -> dict[str, Any]:
    """The answer to a posted command as an HTML fragment, for a page that is already open."""
    form = await _form(request)
    return {"shown": await _answered(request, str(form.get("command", "")), str(form.get("page", "1")))}


async def _form(request: web.Request) -> Mapping[str, object]:
    """The fields of the posted form. Raises HTTPBadRequest for a body that is none."""
    try:
        return await request.post()
    except (LookupError, RuntimeError, ValueError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None


async def _answered(request: web.Request, command: str, page: str) -> PlaygroundAnswer:
    asker = reader(locale_of(request), "playground")
    shown = await request.app[SERVICE].reply(command, asker, to_playground)
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= PAGE_DIGITS else 1
    return replace(shown, command=shown.command or command, page=number)


def to_playground(answer: Answer, presentation: Presentation) -> PlaygroundAnswer:
    """The answer as proven payloads of every platform, or the sentence that says why there is none."""
    if is_refusal(answer):
        about = (part.usage for part in answer.parts if isinstance(part, CommandPart))
        understood = tuple(f"/{presentation.prefix}{usage[1:]}" for usage in about)
        sentence = presentation.words.say(answer.lead)
        return PlaygroundAnswer("", sentence, understood or usages("", presentation.prefix))
    return PlaygroundAnswer(
        write(answer.query, presentation.prefix),
        discord_pages=tuple(map(discord_view, to_discord(answer, presentation))),
        slack_pages=tuple(map(slack_view, to_slack(answer, presentation))),
        text=to_text(answer, presentation),
        quotations=(*answer.quotations(), *in_detail(answer, "short").quotations()),
    )
