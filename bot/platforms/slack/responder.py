"""Answering one request of Slack, at once or after its acknowledgement."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.asker import SLACK, Asker
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.answers.refusal import FAILED
from bot.platforms.slack.api import FAILURES, Posted, failure_of
from bot.platforms.slack.context import SlackContext, acknowledged
from bot.platforms.slack.reply import EPHEMERAL, SlackReply, to_direct, to_reply
from bot.platforms.slack.requests import Body, Request
from bot.platforms.slack.views import View, modal
from bot.rendering.render import Payload
from bot.rendering.wording import Wording
from bot.service.admission import NOT_ADMITTED

log = structlog.get_logger()

Listener = Callable[[Body, AsyncWebClient], Awaitable[BoltResponse]]
"""What Bolt calls for a request; Bolt goes by the parameters' names."""


@dataclass(frozen=True)
class Responder:
    """Answers one request, by the ways that it leaves open: its response_url, its trigger_id or its view."""

    context: SlackContext
    body: Body
    client: AsyncWebClient
    request: Request

    @classmethod
    def of(cls, context: SlackContext, body: Body, client: AsyncWebClient) -> Responder:
        """The responder to the request with that body; ``client`` has the workspace's token."""
        return cls(context, body, client, Request.of(body))

    async def asker(self) -> Asker:
        """The person who made the request."""
        return await self.context.users.asker(self.request, self.client)

    async def words(self) -> Wording:
        """The bot's own words in the language of the person who made the request."""
        return self.context.words((await self.asker()).locale)

    async def reply(self, asked: Query | str) -> SlackReply:
        """The answer to a command, for the person who made the request, or why they have to wait for it."""
        service, asker = self.context.service, await self.asker()
        # In a direct message there is nobody to share with.
        is_posted = self.request.is_direct and self.request.surface == "message"
        render = to_direct if is_posted else to_reply
        if refused := service.conduct.refusal(asker, is_public=False):
            return service.apologise(refused, asker, render, "limited")
        return await service.reply(asked, asker, render)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run the work after the acknowledgement; if it fails, the person who waits for it is told."""
        _ = self.context.pending.start(self._run(work))

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except FAILURES as error:
            log_failure(error)
        except Exception:  # whatever goes wrong here, whoever waits is told
            log.exception("an answer failed", command="")
        else:
            return
        await self.respond(self.context.sentence(FAILED))

    async def respond(self, message: Payload, *, replace: bool = False) -> Posted:
        """Show an ephemeral message to the person who made the request, through its response_url."""
        request = self.request
        if not request.response_url:
            return "refused"
        thread = {"thread_ts": request.thread} if request.thread and not replace else {}
        body = {**message, **EPHEMERAL, **thread, "replace_original": replace}
        posted = await self.context.api.post(request.response_url, body)
        if posted != "posted":
            log.warning("answer not delivered", outcome=posted)
        return posted

    async def say(self, message: Payload) -> None:
        """Show a message to the person who made the request, as ``respond`` does."""
        await self.respond(message)

    async def respond_in_turn(self, pages: Iterable[Payload]) -> None:
        """Show several messages, each after the one before it has been taken."""
        for page in pages:
            await self.respond(page)

    async def show(self, view: View) -> None:
        """Open a modal, above the one that is open. Raises SlackApiError where the trigger_id has expired."""
        client = self.client
        method = client.views_push if self.request.surface == "modal" else client.views_open
        await method(trigger_id=self.request.trigger, view=view)

    async def open_view(self, title: Phrase, page: Payload, link: str = "", form: View | None = None) -> None:
        """Show a page as a modal, with the fields and blocks of a form.

        If the trigger_id has expired, update the open modal or post the page.
        """
        request, client = self.request, self.client
        shown = modal(title, page, await self.words(), link)
        view = {**shown, **form, "blocks": [*shown["blocks"], *form["blocks"]]} if form else shown
        try:
            await self.show(view)
        except SlackApiError as error:
            if request.surface == "modal":
                await client.views_update(view_id=request.view, view=view)
            elif await self.respond(page) != "posted":
                log.warning("slack refused", call="views.open", error=failure_of(error).error)


def log_failure(error: BaseException) -> None:
    """Log a call of Slack that failed with one of ``FAILURES``."""
    if isinstance(error, SlackApiError):
        log.warning("slack refused", call=error.response.api_url, error=failure_of(error).error)
    else:
        log.warning("slack not reached", reason=failure_of(error).error)


def in_acknowledgement(
    context: SlackContext, answer: Callable[[Responder], Awaitable[BoltResponse]]
) -> Listener:
    """A listener whose answer is the acknowledgement itself, where the bot is installed."""

    async def listen(body: Body, client: AsyncWebClient) -> BoltResponse:
        responder = Responder.of(context, body, client)
        if sentence := _refusal(responder):
            if "command" not in body and responder.request.response_url:
                # An acknowledgement would show nothing, and a response_url takes no token.
                responder.start(responder.say(context.sentence(sentence)))
            return context.acknowledgement(body, sentence)
        return await answer(responder)

    return listen


def after_acknowledgement(
    context: SlackContext, answer: Callable[[Responder], Coroutine[Any, Any, None]]
) -> Listener:
    """A listener that acknowledges the request at once, and answers it afterwards."""

    async def start(responder: Responder) -> BoltResponse:
        responder.start(answer(responder))
        return acknowledged()

    return in_acknowledgement(context, start)


def _refusal(responder: Responder) -> Phrase | None:
    """Why a request is not answered; None where its workspace is served and has the bot installed."""
    service, request = responder.context.service, responder.request
    # That an enterprise is listed lets it install the bot: its workspaces are listed one by one.
    if not service.conduct.admission.admits(SLACK, request.workspace or request.enterprise):
        return NOT_ADMITTED
    return None if responder.client.token else _not_installed(service.public_url)


def _not_installed(public_url: str | None) -> Phrase:
    if public_url:
        return phrase(
            "This workspace is not known to the bot any more. An admin can install it again at {address}.",
            address=f"{public_url}/slack/install",
        )
    return phrase(
        "This workspace is not known to the bot any more. Ask whoever runs it how to install it again."
    )
