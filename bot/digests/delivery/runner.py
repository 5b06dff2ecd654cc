"""Posting one delivery: what to do next follows from what the database says of it, whoever has begun it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.db import deliveries
from bot.db.database import UNAVAILABLE
from bot.db.deliveries import DIGEST, NOTICE, Attempt, Delivery, Ending, NewDelivery
from bot.db.subscriptions import pause
from bot.digests.composer import DigestMessage, NothingNew, ShownVersion
from bot.digests.delivery import attempts
from bot.digests.delivery.attempts import DeliveryContext, Later, NotSent
from bot.digests.delivery.enqueue import enqueue_new
from bot.digests.delivery.in_doubt import IN_DOUBT_SECONDS, InDoubt
from bot.digests.delivery.keys import key_of
from bot.digests.outcomes import Absent, Ambiguous, CannotTell, Rejected, Retry, Sent, Sighting
from bot.digests.senders import Sender, Target

log = structlog.get_logger()
GIVEN_UP = timedelta(days=1)
"""The age of an attempt after which a platform that cannot say whether it is there is asked no more."""


class DeliveryRunner:
    """Brings deliveries to their end, one step at a time: compose, send, look up, send again, settle."""

    def __init__(self, context: DeliveryContext) -> None:
        self._context = context
        self._in_doubt = InDoubt(IN_DOUBT_SECONDS)

    async def deliver(self, delivery: Delivery) -> Later | None:
        """Do the next step for a delivery as it was just read; None when it is settled."""
        if delivery.state not in deliveries.OPEN:
            return None
        if delivery.subscription.platform not in self._context.senders:
            return Later(attempts.FAULT_DELAY)
        if delivery.state == "sending":
            return await self._find_out(delivery)
        if unwanted := _unwanted(delivery):
            await self._settle(delivery, Ending("skipped", reason=unwanted))
            return None
        if delivery.part == DIGEST and (quiet := self._quiet_hours(delivery)) > 0:
            return Later(quiet)
        return await self._compose(delivery)

    def _quiet_hours(self, delivery: Delivery) -> float:
        """Seconds for which a late digest must not disturb anybody."""
        at, now = delivery.subscription, self._context.now()
        return (self._context.composer.loud_from(at.schedule, at.zone, now) - now).total_seconds()

    async def _compose(self, delivery: Delivery) -> Later | None:
        """Compose a digest or notice and send it, unless there is nothing to post."""
        try:
            digest = await self._digest(delivery)
        except UNAVAILABLE:
            return Later(1)  # reading it again waits until the database is back
        except Exception:  # one that cannot be written must not stop the others
            log.exception("digest not composed", subscription=delivery.subscription.id)
            return Later(attempts.FAULT_DELAY)
        if isinstance(digest, NothingNew):
            unposted = replace(delivery, seen=digest.seen)
            await self._settle(unposted, Ending("skipped", reason="nothing new"))
            return None
        return await self._attempt(delivery, digest)

    async def _digest(self, delivery: Delivery) -> DigestMessage | NothingNew:
        subscription = delivery.subscription
        if delivery.part == DIGEST:
            return await self._context.composer.compose(subscription, delivery.slot)
        payload = await self._context.composer.notice(subscription)
        return DigestMessage(payload, ShownVersion("", "", ()), "")

    async def _attempt(self, delivery: Delivery, digest: DigestMessage) -> Later | None:
        """Note that a digest or notice is being sent, and send it."""
        outcome = await self._context.attempt(
            delivery,
            lambda connection: deliveries.begin(connection, delivery, self._attempt_of(delivery, digest)),
            lambda sender, target: sender.send(target, digest.payload, delivery.key),
        )
        if outcome is NotSent.NO_LEASE:
            return Later(1)
        if outcome is NotSent.OVERTAKEN:
            return Later(IN_DOUBT_SECONDS)
        again = delivery.state == "sending"
        begun = replace(delivery, state="sending", attempts=delivery.attempts + 1, seen=digest.seen)
        if isinstance(outcome, NotSent):
            outcome = Retry(1, why="waited too long")
        if isinstance(outcome, Retry):
            return await self._retry(begun, outcome, again=again)
        return await self._conclude(begun, outcome)

    def _attempt_of(self, delivery: Delivery, digest: DigestMessage) -> Attempt:
        first = delivery.attempted_at if delivery.state == "sending" else None
        return Attempt(
            executor=self._context.workers.id,
            attempted_at=first or self._context.now(),
            payload=digest.payload,
            seen=digest.seen,
            **vars(digest.shown),
        )

    async def _conclude(self, delivery: Delivery, outcome: Sent | Rejected | Ambiguous) -> Later | None:
        """Note the outcome of an attempt, and settle the delivery unless that is unknown."""
        match outcome:
            case Sent(message):
                await self._settle(delivery, Ending("sent", message=message))
                return None
            case Rejected():
                await self._rejected(delivery, outcome)
                return None
            case Ambiguous(why):
                self._count(delivery, "unanswered")
                await self._context.database.write(deliveries.note_reason, delivery.id, why)
                return Later(self._in_doubt.left(delivery.id, delivery.attempts))

    async def _find_out(self, delivery: Delivery) -> Later | None:
        """Look up a message that may have been sent, and send it again only if it is surely not there."""
        wait = self._in_doubt.left(delivery.id, delivery.attempts)
        if wait > 0:
            return Later(wait)
        sender, target = self._context.route(delivery)
        match await self._look_up(sender, target, delivery):
            case Sent(message):
                await self._settle(delivery, Ending("sent", message=message))
                return None
            case Absent():
                return await self._send_again(delivery)
            case Retry(after):
                return await self._unless_given_up(delivery, Later(max(after, 1)))
            case CannotTell(why):
                # An attempt in the future was made before the clock was put back: its age is not known.
                if timedelta() <= self._age(delivery) < timedelta(seconds=sender.remembers_keys_for):
                    return await self._send_again(delivery)
                log.warning("delivery ambiguous", delivery=delivery.id, reason=why)
                await self._settle(delivery, Ending("ambiguous", reason=why))
                return None

    async def _look_up(self, sender: Sender, target: Target, delivery: Delivery) -> Sighting:
        since = delivery.attempted_at or delivery.slot
        try:
            async with asyncio.timeout(attempts.ANSWER_TIMEOUT):
                return await sender.look_up(target, delivery.payload or {}, delivery.key, since)
        except TimeoutError:
            return Retry(attempts.FAULT_DELAY, why="no answer in time")
        except Exception as error:  # as above; looking again does no harm
            log.exception("sender failed", platform=target.platform)
            return Retry(attempts.FAULT_DELAY, why=str(error))

    async def _send_again(self, delivery: Delivery) -> Later | None:
        """Send the payload that was noted once more, with the same key."""
        shown = ShownVersion(delivery.case_id, delivery.case_version, tuple(delivery.quotations or ()))
        return await self._attempt(delivery, DigestMessage(delivery.payload or {}, shown, delivery.seen))

    async def _unless_given_up(self, delivery: Delivery, later: Later) -> Later | None:
        if self._age(delivery) < GIVEN_UP:
            return later
        await self._settle(delivery, Ending("ambiguous", reason="not answered for a day"))
        return None

    async def _retry(self, delivery: Delivery, retry: Retry, *, again: bool) -> Later:
        """Wait as long as the platform says. What an earlier attempt may have sent is still unknown."""
        self._count(delivery, "retried")
        sender, target = self._context.route(delivery)
        self._context.pacer.obey(retry, sender.pace(target), target)
        if not again:
            attempt = (delivery.id, delivery.attempts)
            await self._context.database.write(deliveries.put_back, *attempt, retry.why)
        return Later(retry.after)

    async def _rejected(self, delivery: Delivery, refused: Rejected) -> None:
        """Keep a refusal; where it is the target's, pause what would be refused again, and tell its owner."""
        ending = Ending("rejected", reason=f"{refused.reason}: {refused.detail}")
        log.warning("delivery rejected", subscription=delivery.subscription.id, reason=ending.reason)

        def change(connection: Connection) -> None:
            settled = deliveries.settle(connection, delivery.id, ending, self._context.now())
            concerns_all = settled and refused.pauses and delivery.part == DIGEST
            subscription = [delivery.subscription.id]
            paused = concerns_all and pause(connection, subscription, refused.reason, refused.detail)
            # An owner who was forgotten is told nothing.
            if paused and delivery.subscription.owner:
                key = key_of(delivery.subscription.id, delivery.slot, NOTICE)
                notice = NewDelivery(delivery.subscription.id, delivery.slot, NOTICE, key)
                enqueue_new(connection, self._context.engine, [notice])

        await self._context.database.write(change)
        self._count(delivery, "rejected")

    async def _settle(self, delivery: Delivery, ending: Ending) -> None:
        def change(connection: Connection) -> bool:
            settled = deliveries.settle(connection, delivery.id, ending, self._context.now())
            if settled and delivery.part == DIGEST and delivery.seen:
                deliveries.move_cursor(connection, delivery.subscription.id, delivery.slot, delivery.seen)
            return settled

        await self._context.database.write(change)
        self._in_doubt.ended(delivery.id, delivery.attempts)
        self._count(delivery, ending.state)

    def _count(self, delivery: Delivery, word: str) -> None:
        self._context.metrics.count(delivery.subscription.platform, word)

    def _age(self, delivery: Delivery) -> timedelta:
        return self._context.now() - (delivery.attempted_at or delivery.slot)


def _unwanted(delivery: Delivery) -> str:
    """Why a digest or notice is not to be sent any more; empty where it is."""
    if delivery.part == NOTICE:
        return "" if delivery.subscription.owner else "its owner was forgotten"
    if delivery.subscription.state != "active":
        return delivery.subscription.state
    return "superseded" if delivery.superseded else ""
