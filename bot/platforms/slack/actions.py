"""Buttons and menus: Slack is answered at once, and what they ask for follows."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.grammar import write
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.platforms.slack.api import UNREACHABLE, refusal
from bot.platforms.slack.context import OUTDATED, SlackContext
from bot.platforms.slack.reply import to_shared
from bot.platforms.slack.requests import Body, Request, carried
from bot.platforms.slack.response_url import post
from bot.platforms.slack.views import ANSWER, IN_CONTEXT, modal
from bot.rendering.buttons import Pressed, pressed
from bot.rendering.render import Payload

PERHAPS_SHARED = phrase("Slack did not say whether it was shared. Look before you share it again.")
TOO_MANY = phrase(
    "Slack takes no more messages here for a while, so it was not shared. Try again in a minute."
)


class Actions:
    """Does what a button or an entry of a menu asks for."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def on_button(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """A button that asks, turns a page or shares."""
        request = Request.of(body)
        asks = pressed(carried(body))
        await ack()
        self._context.behind(request, self._do(asks, request, client))

    async def on_context(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """An entry of the menu below an answer: the quotation in its paragraph."""
        request = Request.of(body)
        # An entry carries its command alone.
        asks = pressed(f"1::{carried(body)}")
        await ack()
        self._context.behind(request, self._show(asks, request, client))

    async def on_case(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """A case that was chosen in the Home tab."""
        request = Request.of(body)
        asks = pressed(f"1::{write(Query('case status', (('case', carried(body)),)))}")
        await ack()
        self._context.behind(request, self._show(asks, request, client))

    async def _do(self, asks: Pressed | None, request: Request, client: AsyncWebClient) -> None:
        if asks is None:
            await self._outdated(request, client)
        elif asks.kind == "share":
            await self._share(asks, request, client)
        elif request.surface == "home":
            await self._show(asks, request, client)
        else:
            await self._answer(asks, request, client)

    async def _answer(self, asks: Pressed, request: Request, client: AsyncWebClient) -> None:
        page = (await self._context.reply(asks.query, request, client)).page(asks.page)
        if request.surface == "modal":
            locale = (await self._context.asker(request, client)).locale
            view = modal(ANSWER, page, self._context.words(locale))
            await client.views_update(view_id=request.view, view=view)
        else:
            # What all see stays as it is: whoever turns its page sees the next one alone.
            turned = asks.kind == "turn" and request.surface == "own message"
            await self._context.say(request, page, replace=turned)

    async def _show(self, asks: Pressed | None, request: Request, client: AsyncWebClient) -> None:
        if asks is None:
            await self._outdated(request, client)
            return
        page = (await self._context.reply(asks.query, request, client)).page(asks.page)
        locale = (await self._context.asker(request, client)).locale
        title = IN_CONTEXT if asks.query.command == "quote" else ANSWER
        await self._context.open(request, client, modal(title, page, self._context.words(locale)), page)

    async def _outdated(self, request: Request, client: AsyncWebClient) -> None:
        locale = (await self._context.asker(request, client)).locale
        said = self._context.sentence(OUTDATED, locale)
        if request.is_in_view:
            await self._context.open(request, client, modal(ANSWER, said, self._context.words(locale)), said)
        else:
            await self._context.say(request, said)

    async def _share(self, asks: Pressed, request: Request, client: AsyncWebClient) -> None:
        asker = await self._context.asker(request, client)
        reply = await self._context.service.reply(asks.query, asker, to_shared)
        page = reply.page(asks.page)
        if not reply.shareable:
            # Forged, or it cannot be answered just now: that is for nobody else to see.
            await self._context.say(request, page)
            return
        thread = {"thread_ts": request.thread} if request.thread else {}
        told = {**page, **thread, "response_type": "in_channel", "replace_original": False}
        match await post(self._context.api.session, request.response_url, told):
            case "posted":
                await self._take_away(request)
            case "refused":
                await self._post(page, thread, request, client, asker.locale)
            case "limited":
                await self._context.tell(request, TOO_MANY, asker.locale)
            case "uncertain":
                await self._context.tell(request, PERHAPS_SHARED, asker.locale)

    async def _take_away(self, request: Request) -> None:
        """What all see now, nobody needs to see twice."""
        if request.surface == "own message":
            await post(self._context.api.session, request.response_url, {"delete_original": True})

    async def _post(
        self, page: Payload, thread: dict[str, Any], request: Request, client: AsyncWebClient, locale: str
    ) -> None:
        """The other way into a channel, for when too much time has gone by for the first."""
        try:
            await client.chat_postMessage(channel=request.channel, **page, **thread)
        except SlackApiError as error:
            message = self._context.sentence(_not_shared(refusal(error).error), locale)
            if await self._context.say(request, message) != "posted":
                view = modal(ANSWER, message, self._context.words(locale))
                await client.views_open(trigger_id=request.trigger, view=view)
        except UNREACHABLE:
            await self._context.tell(request, PERHAPS_SHARED, locale)


def _not_shared(error: str) -> Phrase:
    return phrase(
        "Slack refused to share it ({error}). Invite the bot to the channel, or copy the answer.",
        error=error,
    )
