"""The playground: a command's answer as Discord, Slack and plain text, shown from the payloads themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.answers.asker import Asker
from bot.answers.commands import COMMANDS
from bot.answers.grammar import parse
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.service.bounded_pool import in_thread
from bot.web import digest_preview
from bot.web.chat_payloads import CHAT_PAYLOADS, FormName
from bot.web.context import SERVICE, reader
from bot.web.negotiation import locale_of, shown_by
from bot.web.preview import Preview
from bot.web.shown import ShownAnswer, ShownForm, ToShown, shown_form

FIRST = "case damages"
PAGE_DIGITS = 4
"""Digits at most of a page's number; no answer has ten thousand pages, and a longer one is the first page."""
LONGEST_QUESTION = 300
"""Code points of a question that anybody may ask here: a longer one takes several times as long to answer."""
TOO_LONG = phrase("A question has {limit} characters at most here.", limit=LONGEST_QUESTION)
FORMS: Mapping[str, FormName] = {"digest schedule": "schedule", "settings set": "settings"}
"""The commands that open a form where they are sent without options."""

routes = web.RouteTableDef()


@dataclass(frozen=True)
class PlaygroundAnswer:
    """One command's answer as each platform shows it, or the form that the command opens.

    ``page`` is the number of the page to show, counted from 1; the last one where a platform has fewer.
    """

    answer: ShownAnswer | None = None
    form: ShownForm | None = None
    report: ShownForm | None = None
    """The form behind the button that reports an answer."""
    page: int = 1

    @property
    def discord(self) -> Preview | None:
        """The shown page as Discord shows it; None where there is no answer."""
        return self._page_of(self.answer.discord_pages) if self.answer else None

    @property
    def slack(self) -> Preview | None:
        """The shown page as Slack shows it; None where there is no answer."""
        return self._page_of(self.answer.slack_pages) if self.answer else None

    def _page_of(self, pages: tuple[Preview, ...]) -> Preview:
        return pages[min(self.page, len(pages)) - 1]


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
    form = await posted_form(request)
    command = str(form.get("command", ""))
    return {"shown": await _answered(request, command, str(form.get("page", "1"))), "typed": command}


async def posted_form(request: web.Request) -> Mapping[str, object]:
    """The fields of the posted form. Raises HTTPBadRequest for a body that is none."""
    try:
        return await request.post()
    except (LookupError, RuntimeError, ValueError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None


async def _answered(request: web.Request, command: str, page: str) -> PlaygroundAnswer:
    service, chat = request.app[SERVICE], request.app[CHAT_PAYLOADS]
    asker = reader(locale_of(request), "playground")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= PAGE_DIGITS else 1
    asked = _parsed(command, service.prefix)
    if asked and (name := FORMS.get(asked.command)) and not asked.options:
        form = await shown_form(name, chat, service, asker)
        if form.discord or form.slack:
            return PlaygroundAnswer(form=form)
    shown = await _shown(request, asked or command, asker)
    report = None if shown.sentence else await shown_form("report", chat, service, asker)
    return PlaygroundAnswer(shown, report=report, page=number)


def _parsed(command: str, prefix: str) -> Query | None:
    """The query that a command means; None where it is not understood, which the service words."""
    try:
        return parse(command, prefix)
    except CommandError:
        return None


async def _shown(request: web.Request, asked: Query | str, asker: Asker) -> ShownAnswer:
    service, render = request.app[SERVICE], ToShown(request.app[CHAT_PAYLOADS])
    if isinstance(asked, Query) and len(asked.get("question") or "") > LONGEST_QUESTION:
        return service.refuse(CommandError(TOO_LONG, asked.command), asker, render)
    if not isinstance(asked, Query) or asked.command != digest_preview.COMMAND:
        return await service.reply(asked, asker, render)
    library, presentation = service.archive.library, service.presentation(asker.locale)
    render = ToShown(request.app[CHAT_PAYLOADS], "digest")
    try:
        return await in_thread(lambda: render(digest_preview.previewed_digest(library, asked), presentation))
    except CommandError as error:
        return service.refuse(error, asker, ToShown(request.app[CHAT_PAYLOADS]))
