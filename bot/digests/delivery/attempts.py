"""Attempts: one post or edit of a message, made by a worker that all others still count as alive."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

import structlog
from sqlalchemy import Connection

from bot.db.deliveries import NOTICE, Delivery
from bot.digests.composer import Composer
from bot.digests.delivery.clock import WorkerClock
from bot.digests.delivery.engine import Engine
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker_registry import WorkerRegistry
from bot.digests.outcomes import Ambiguous, Outcome
from bot.digests.senders import Sender, Target, owner_of, target_of

log = structlog.get_logger()
ANSWER_TIMEOUT = 15.0
"""Seconds after which an attempt without an answer is ambiguous."""
FAULT_DELAY = 60.0
"""Seconds until something is tried again that failed here and not at the platform."""


@dataclass(frozen=True)
class Later:
    """A delivery is not settled yet; it is worth another look in so many seconds."""

    seconds: float


class NotSent(Enum):
    """Why an attempt to post or edit has sent nothing to the platform."""

    NO_LEASE = auto()
    """This worker has not shown for so long that it lives that others may take over from it."""
    OVERTAKEN = auto()
    """Another worker has changed the delivery since it was read."""
    TOO_LATE = auto()
    """Noted as begun, but its turn came so late that others may count the attempt as unanswered by now."""


@dataclass(frozen=True)
class DeliveryContext:
    """What delivery works with: who writes digests, who sends them, the database, and the time."""

    composer: Composer
    senders: Mapping[str, Sender]
    database: UnitOfWork
    engine: Engine
    workers: WorkerRegistry
    pacer: Pacer
    clock: WorkerClock
    metrics: DeliveryMetrics

    def now(self) -> datetime:
        """The current time by the clock that all workers agree on."""
        return self.clock.now()

    def route(self, delivery: Delivery) -> tuple[Sender, Target]:
        """The sender of a delivery's platform, and its target: of a notice the owner's direct messages."""
        subscription = delivery.subscription
        target = (owner_of if delivery.part == NOTICE else target_of)(subscription)
        return self.senders[subscription.platform], target

    async def attempt(
        self,
        delivery: Delivery,
        note: Callable[[Connection], bool],
        send: Callable[[Sender, Target], Awaitable[Outcome]],
    ) -> Outcome | NotSent:
        """Wait for a turn, note the attempt as begun, and send.

        ``note`` says whether the delivery was still as it was read. What is noted as begun is sent within
        ``ANSWER_TIMEOUT`` or not at all, so that others know when its answer cannot come any more.
        """
        sender, target = self.route(delivery)
        pace, loop = sender.pace(target), asyncio.get_running_loop()
        await self.pacer.ready(pace, target)
        if not self.workers.has_lease():
            return NotSent.NO_LEASE
        began = loop.time()
        if not await self.database.write(note):
            return NotSent.OVERTAKEN
        await self.pacer.turn(pace)
        if loop.time() - began > ANSWER_TIMEOUT or not self.workers.has_lease():
            return NotSent.TOO_LATE
        return await _answered(send(sender, target), target)


async def _answered(sent: Awaitable[Outcome], target: Target) -> Outcome:
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            return await sent
    except TimeoutError:
        return Ambiguous("no answer in time")
    except Exception as error:  # a sender promises an outcome; what it did is unknown where it fails
        log.exception("sender failed", platform=target.platform)
        return Ambiguous(f"{type(error).__name__}: {error}")
