"""Every request goes to Bolt once, however it came; a second delivery gets the first one's answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.requests import Body
from bot.platforms.slack.tasks import Tasks

log = structlog.get_logger()

REMEMBERED_FOR = 10 * 60
"""Seconds: Slack tells of an event again at once, after one minute and after five."""
ANSWERS_KEPT = 512
"""How many of the newest answers are remembered word for word; of older ones, that they were given."""
HANDLED, UNHANDLED = 200, 404


@dataclass(frozen=True)
class Answered:
    """What Slack is answered."""

    status: int = HANDLED
    text: str = ""
    content_type: str = "text/plain"


EMPTY = Answered()


class Dispatcher:
    """Hands requests to Bolt, each once, and knows what is under way."""

    def __init__(self, app: AsyncApp, tasks: Tasks, now: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._tasks = tasks
        self._now = now
        self._answers: dict[str, tuple[float, asyncio.Task[Answered] | Answered]] = {}
        self._whole: dict[str, None] = {}

    async def dispatch(self, body: Body, envelope: str = "") -> Answered:
        """The answer to a request; the work goes on even where nobody waits for it any more."""
        key = str(body.get("event_id") or body.get("trigger_id") or envelope)
        if not key:
            return await asyncio.shield(self._tasks.start(self._handed_over(body)))
        self._forget()
        if key not in self._answers:
            self._answers[key] = (self._now(), self._tasks.start(self._remembered(key, body)))
        answer = self._answers[key][1]
        return answer if isinstance(answer, Answered) else await asyncio.shield(answer)

    async def _remembered(self, key: str, body: Body) -> Answered:
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

    async def _handed_over(self, body: Body) -> Answered:
        # Bolt reads a form wrongly that has “payload” among its words, and verifies what comes by HTTP a
        # second time: it is given what was read and verified already, as Socket Mode gives it.
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        try:
            response: BoltResponse = await self._app.async_dispatch(request)
        except Exception:  # whatever Bolt does with a request, Slack is told that it failed and tries again
            log.exception("a request of slack failed")
            return Answered(500)
        if response.status == UNHANDLED:
            # Of a version with other buttons or events; an error would show beside what somebody pressed.
            return EMPTY
        content_type = response.headers["content-type"][0].partition(";")[0]
        return Answered(response.status, response.body or "", content_type)
