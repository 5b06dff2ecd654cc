"""Hands each request to Bolt once; a delivery that Slack repeats gets the same acknowledgement."""

import asyncio
import time
from collections.abc import Callable

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.platforms.slack.context import SlackContext, acknowledged
from bot.platforms.slack.deferred_replies import defer
from bot.platforms.slack.requests import Body
from bot.service.pending import Closing

log = structlog.get_logger()

REMEMBERED_FOR = 10 * 60
"""Seconds for which a request is known again.

Slack repeats an event at once, after one minute and after five: https://docs.slack.dev/apis/events-api/#retries.
"""
MOST_WHOLE = 512
"""How many of the newest acknowledgements are kept whole; an older one is repeated as an empty one."""
DEFER_AFTER = 2.3
"""Seconds after which an answer that is not there yet is deferred: Slack waits for three."""
OK, UNHANDLED, LISTENER_FAILED = 200, 404, 500
"""Statuses of Bolt: acknowledged; no listener takes the request; the listener failed."""


class Dispatcher:
    """Hands requests to Bolt, each once, and remembers how they were acknowledged."""

    def __init__(
        self, app: AsyncApp, context: SlackContext, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._context = context
        self._pending = context.pending
        self._now = now
        self._answers: dict[str, tuple[float, asyncio.Task[BoltResponse] | BoltResponse]] = {}
        self._whole: dict[str, None] = {}

    async def dispatch(self, body: Body, envelope_id: str = "") -> BoltResponse:
        """The acknowledgement of a request, within Slack's three seconds; what takes longer is deferred."""
        self._forget()
        key = str(body.get("event_id") or body.get("trigger_id") or envelope_id)
        if not key:
            return await self._acknowledgement(self._pending.start(self._handed_over(body)), body)
        if key not in self._answers:
            answering = self._pending.start(self._remembered(key, body))
            self._answers[key] = (self._now(), answering)
            return await self._acknowledgement(answering, body)
        answer = self._answers[key][1]
        # To the first delivery a deferred reply has been promised already.
        return answer if isinstance(answer, BoltResponse) else await asyncio.shield(answer)

    async def _acknowledgement(self, answering: asyncio.Task[BoltResponse], body: Body) -> BoltResponse:
        try:
            answered = await self._pending.result(answering, DEFER_AFTER)
        except Closing:
            return BoltResponse(status=LISTENER_FAILED)
        return answered or defer(self._context, body, answering)

    async def _remembered(self, key: str, body: Body) -> BoltResponse:
        answered = await self._handed_over(body)
        began, _ = self._answers[key]
        if answered.status != OK:
            # It did not succeed: Slack may try again.
            del self._answers[key]
            return answered
        self._answers[key] = (began, answered)
        self._whole[key] = None
        if len(self._whole) > MOST_WHOLE:
            oldest = next(iter(self._whole))
            del self._whole[oldest]
            if oldest in self._answers:
                self._answers[oldest] = (self._answers[oldest][0], acknowledged())
        return answered

    def _forget(self) -> None:
        oldest = self._now() - REMEMBERED_FOR
        while self._answers and next(iter(self._answers.values()))[0] < oldest:
            key = next(iter(self._answers))
            del self._answers[key]
            self._whole.pop(key, None)

    async def _handed_over(self, body: Body) -> BoltResponse:
        # Bolt reads a form wrongly that has “payload” among its words, and verifies what comes by HTTP a
        # second time: it is given what was read and verified already, as Socket Mode gives it.
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        try:
            response: BoltResponse = await self._app.async_dispatch(request)
        except Exception:  # whatever Bolt does with a request, Slack is told that it failed and tries again
            log.exception("a request of slack failed")
            return BoltResponse(status=LISTENER_FAILED)
        # Of a version with other buttons or events; an error would show beside what somebody pressed.
        return acknowledged() if response.status == UNHANDLED else response
