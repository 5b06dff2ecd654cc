"""Shortcuts: “Check quotes” on any message, and looking a quotation up from anywhere."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.grammar import write
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.requests import Body, Request, message_text
from bot.platforms.slack.slash_commands import acknowledged
from bot.platforms.slack.views import ANSWER, CASE, QUOTATION, WORDS, look_up, modal, plain
from bot.rendering.choice_labels import choice_label
from bot.rendering.limits import SLACK, length

NOTHING = phrase("Choose a quotation, or type words of it.")
MOST_OPTIONS = 25


class Shortcuts:
    """Checks messages, and looks quotations up in a modal."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def on_check_quotes(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """The verdicts on the quotations of a message, for whoever wants to know."""
        request = Request.of(body)
        await ack()
        self._context.behind(request, self._check(body.get("message") or {}, request, client))

    async def _check(self, message: dict[str, Any], request: Request, client: AsyncWebClient) -> None:
        # Written and read again: what a message says may be longer than a question can be.
        asked = write(Query("verify", (("text", message_text(message)),)))
        reply = await self._context.reply(asked, request, client)
        for page in (reply.pages[0], *reply.rest):
            await self._context.say(request, page)

    async def on_look_up(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """The empty modal."""
        request = Request.of(body)
        await ack()
        self._context.behind(request, self._open(request, client))

    async def _open(self, request: Request, client: AsyncWebClient) -> None:
        locale = (await self._context.asker(request, client)).locale
        many = len(self._context.service.archive.library.cases) > 1
        view = look_up(self._context.words(locale), many_cases=many)
        await client.views_open(trigger_id=request.trigger, view=view)

    async def on_options(self, body: Body, client: AsyncWebClient) -> BoltResponse:
        """What a menu offers for what is typed so far."""
        return acknowledged({"options": await self._options(body, client)})

    async def _options(self, body: Body, client: AsyncWebClient) -> list[dict[str, Any]]:
        locale = (await self._context.asker(Request.of(body), client)).locale
        option = "text" if body.get("action_id") == QUOTATION else "case"
        case = _state(body).get(CASE)
        begun = Query("quote", (("case", case),) if case and option == "text" else ())
        found = await self._context.service.complete(
            begun, option, str(body.get("value") or ""), MOST_OPTIONS
        )
        words = self._context.words(locale)
        offered = {choice.value: choice_label(choice, words, SLACK.option_text) for choice in found}
        return [
            {"text": plain(label, SLACK.option_text), "value": value}
            for value, label in offered.items()
            if length(value) <= SLACK.option_value
        ]

    async def on_submit(self, body: Body, client: AsyncWebClient) -> BoltResponse:
        """The answer in the place of the modal."""
        request, state = Request.of(body), _state(body)
        locale = (await self._context.asker(request, client)).locale
        text = state.get(QUOTATION) or state.get(WORDS)
        if not text:
            said = self._context.words(locale).say(NOTHING)
            return acknowledged({"response_action": "errors", "errors": {f"b:{WORDS}": said}})
        # Written and read again: the values are whatever somebody sends.
        given = (("text", text), ("case", state.get(CASE)))
        asked = write(Query("quote", tuple((name, value) for name, value in given if value)))
        page = (await self._context.reply(asked, request, client)).pages[0]
        view = modal(ANSWER, page, self._context.words(locale))
        return acknowledged({"response_action": "update", "view": view})


def _state(body: Body) -> dict[str, str]:
    """What is chosen or typed in a view, by the names of its inputs; what is no text is left out."""
    view = body.get("view") or {}
    blocks = (view.get("state") or {}).get("values") or {}
    found: dict[str, str] = {}
    for inputs in blocks.values():
        for name, given in inputs.items():
            value = (given or {}).get("value") or ((given or {}).get("selected_option") or {}).get("value")
            if isinstance(value, str) and value.strip():
                found[name] = value
    return found
