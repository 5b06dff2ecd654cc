"""Answers that take longer than Slack waits: promised within the acknowledgement, and brought later."""

from __future__ import annotations

import asyncio
import json

from bot.answers.phrases import phrase
from bot.platforms.slack.acknowledgement import EMPTY, Acknowledgement, in_json
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.reply import NOBODY_ELSE
from bot.platforms.slack.requests import Body, Request
from bot.platforms.slack.views import ANSWER, modal

STILL_LOOKING = phrase("This takes a little longer; the answer will appear here.")


class DeferredReplies:
    """Promises answers, and keeps the promise."""

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    def promise(self, body: Body, answering: asyncio.Task[Acknowledgement]) -> Acknowledgement:
        """What Slack is told in time; what was asked for follows as soon as it is there."""
        request = Request.of(body)
        said = self._context.sentence(STILL_LOOKING)
        if "command" in body:
            self._context.behind(request, self._as_message(request, answering))
            return in_json({**said, **NOBODY_ELSE})
        if body.get("type") == "view_submission":
            self._context.behind(request, self._as_view(request, answering))
            view = modal(ANSWER, said, self._context.words("en"))
            return in_json({"response_action": "update", "view": view})
        # Nobody looks at the acknowledgement of anything else; the work goes on all the same.
        return in_json({"options": []}) if body.get("type") == "block_suggestion" else EMPTY

    async def _as_message(self, request: Request, answering: asyncio.Task[Acknowledgement]) -> None:
        await self._context.say(request, json.loads((await answering).text), replace=True)

    async def _as_view(self, request: Request, answering: asyncio.Task[Acknowledgement]) -> None:
        view = json.loads((await answering).text)["view"]
        client = await self._context.api.client_of(request.workspace, request.enterprise)
        if client:
            await client.views_update(view_id=request.view, view=view)
