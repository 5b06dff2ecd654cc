"""Every request goes to Bolt once, however it came; a second delivery gets the first one's answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.acknowledgement import EMPTY, HANDLED, Acknowledgement
from bot.platforms.slack.deferred_replies import DeferredReplies
from bot.platforms.slack.requests import Body
from bot.service.pending import Closing, PendingAnswers

log = structlog.get_logger()

REMEMBERED_FOR = 10 * 60
"""Seconds: Slack tells of an event again at once, after one minute and after five."""
ANSWERS_KEPT = 512
"""How many of the newest answers are remembered word for word; of older ones, that they were given."""
IN_TIME = 2.3
"""Seconds until an answer that is not there yet is promised for later: Slack waits for three."""
FAILED, UNHANDLED = 500, 404


class Dispatcher:
    """Hands requests to Bolt, each once, and knows what is under way."""

    def __init__(
        self,
        app: AsyncApp,
        pending: PendingAnswers,
        deferred: DeferredReplies,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._pending = pending
        self._deferred = deferred
        self._now = now
        self._answers: dict[str, tuple[float, asyncio.Task[Acknowledgement] | Acknowledgement]] = {}
        self._whole: dict[str, None] = {}

    async def dispatch(self, body: Body, envelope: str = "") -> Acknowledgement:
        """The answer to a request, in time; the work goes on even where nobody waits for it any more."""
        self._forget()
        key = str(body.get("event_id") or body.get("trigger_id") or envelope)
        if not key:
            return await self._in_time(self._pending.start(self._handed_over(body)), body)
        if key not in self._answers:
            answering = self._pending.start(self._remembered(key, body))
            self._answers[key] = (self._now(), answering)
            return await self._in_time(answering, body)
        answer = self._answers[key][1]
        # Whoever had it first has been promised a late one already.
        return answer if isinstance(answer, Acknowledgement) else await asyncio.shield(answer)

    async def _in_time(self, answering: asyncio.Task[Acknowledgement], body: Body) -> Acknowledgement:
        try:
            answered = await self._pending.result(answering, IN_TIME)
        except Closing:
            return Acknowledgement(FAILED)
        return answered or self._deferred.promise(body, answering)

    async def _remembered(self, key: str, body: Body) -> Acknowledgement:
        answered = await self._handed_over(body)
        began, _ = self._answers[key]
        if answered.status != HANDLED:
            # It did not succeed: Slack may try again.
            del self._answers[key]
            return answered
        self._answers[key] = (began, answered)
        self._whole[key] = None
        if len(self._whole) > ANSWERS_KEPT:
            oldest = next(iter(self._whole))
            del self._whole[oldest]
            if oldest in self._answers:
                self._answers[oldest] = (self._answers[oldest][0], EMPTY)
        return answered

    def _forget(self) -> None:
        oldest = self._now() - REMEMBERED_FOR
        while self._answers and next(iter(self._answers.values()))[0] < oldest:
            key = next(iter(self._answers))
            del self._answers[key]
            self._whole.pop(key, None)

    async def _handed_over(self, body: Body) -> Acknowledgement:
        # Bolt reads a form wrongly that has “payload” among its words, and verifies what comes by HTTP a
        # second time: it is given what was read and verified already, as Socket Mode gives it.
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        try:
            response: BoltResponse = await self._app.async_dispatch(request)
        except Exception:  # whatever Bolt does with a request, Slack is told that it failed and tries again
            log.exception("a request of slack failed")
            return Acknowledgement(FAILED)
        if response.status == UNHANDLED:
            # Of a version with other buttons or events; an error would show beside what somebody pressed.
            return EMPTY
        content_type = response.headers["content-type"][0].partition(";")[0]
        return Acknowledgement(response.status, response.body or "", content_type)
