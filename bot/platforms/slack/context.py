"""What every listener needs, and the ways to answer that they share."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from bot.answers.asker import Asker
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.answers.refusal import FAILED, apology
from bot.platforms.slack.api import UNREACHABLE, SlackApi, refusal
from bot.platforms.slack.reply import NOBODY_ELSE, SlackReply, to_reply
from bot.platforms.slack.requests import Request
from bot.platforms.slack.response_url import Posted, post
from bot.platforms.slack.users import Users
from bot.platforms.slack.views import View
from bot.rendering.render import Payload, to_slack
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService
from bot.service.pending import PendingAnswers

log = structlog.get_logger()

OUTDATED = phrase(
    "This button is of another version of the bot. Type the command again; /help lists them all."
)


@dataclass(frozen=True)
class SlackContext:
    """The command service, Slack's users, and the ways to reach them."""

    service: CommandService
    api: SlackApi
    engine: Engine
    """Where people's shortcuts are kept."""
    users: Users = field(default_factory=Users)
    pending: PendingAnswers = field(default_factory=PendingAnswers)

    async def reply(self, asked: Query | str, request: Request, client: AsyncWebClient) -> SlackReply:
        """The answer to a question of whoever made the request."""
        return await self.service.reply(asked, await self.users.asker(request, client), to_reply)

    async def asker(self, request: Request, client: AsyncWebClient) -> Asker:
        """Whoever made the request."""
        return await self.users.asker(request, client)

    def words(self, locale: str) -> Wording:
        """Our words in somebody's language."""
        return self.service.presentation(locale).words

    def sentence(self, said: Phrase, locale: str = "en") -> Payload:
        """A sentence of ours as a message."""
        return to_slack(apology(said), self.service.presentation(locale))[0]

    def behind(self, request: Request, work: Coroutine[Any, Any, None]) -> None:
        """Go on with it after Slack has been answered; whoever waits for it is told if it fails."""
        self.pending.start(self._seen_to(request, work)).add_done_callback(_ended)

    async def _seen_to(self, request: Request, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except SlackApiError as error:
            log.warning("slack refused", call=error.response.api_url, error=refusal(error).error)
            await self.tell(request, FAILED)
        except UNREACHABLE as error:
            log.warning("slack not reached", reason=f"{type(error).__name__}: {error}")
            await self.tell(request, FAILED)
        except Exception:  # whatever goes wrong here, whoever waits is told
            log.exception("an answer failed", command="")
            await self.tell(request, FAILED)

    async def tell(self, request: Request, said: Phrase, locale: str = "en") -> None:
        """Say a sentence to whoever made the request, where there is still a way."""
        await self.say(request, self.sentence(said, locale))

    async def say(self, request: Request, message: Payload, *, replace: bool = False) -> Posted:
        """Show a message to whoever made the request and to nobody else."""
        if not request.response_url:
            return "refused"
        thread = {"thread_ts": request.thread} if request.thread and not replace else {}
        told = {**message, **NOBODY_ELSE, **thread, "replace_original": replace}
        posted = await post(self.api.session, request.response_url, told)
        if posted != "posted":
            log.warning("answer not delivered", outcome=posted)
        return posted

    async def open(self, request: Request, client: AsyncWebClient, view: View, message: Payload) -> None:
        """Show a view; where it is too late for one, its message."""
        method = client.views_push if request.surface == "modal" else client.views_open
        try:
            await method(trigger_id=request.trigger, view=view)
        except SlackApiError as error:
            if request.surface == "modal":
                await client.views_update(view_id=request.view, view=view)
            elif await self.say(request, message) != "posted":
                log.warning("slack refused", call="views.open", error=refusal(error).error)


def _ended(_: asyncio.Task[None]) -> None:
    """Nothing is left to do: what failed was told."""
