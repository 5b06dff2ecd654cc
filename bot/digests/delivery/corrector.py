"""Correcting what was delivered: messages that show an older version of a case are brought to the newest."""

from dataclasses import replace
from secrets import token_hex

import structlog
from sqlalchemy import Connection

from bot.db import corrections
from bot.db.corrections import MessageEdit
from bot.db.database import UNAVAILABLE
from bot.db.deliveries import Delivery
from bot.digests.composer import ShownVersion
from bot.digests.delivery import attempts
from bot.digests.delivery.attempts import DeliveryContext, Later, NotSent
from bot.digests.delivery.engine import Batch
from bot.digests.delivery.enqueue import BATCH_SIZE
from bot.digests.delivery.in_doubt import IN_DOUBT_SECONDS, InDoubt
from bot.digests.outcomes import Ambiguous, Outcome, Rejected, Retry, Sent

log = structlog.get_logger()
EDIT_TIMEOUT = attempts.ANSWER_TIMEOUT + IN_DOUBT_SECONDS
"""Seconds after an edit was begun before another one may follow: by then it was made, or never will be."""


class Corrector:
    """Edits delivered messages. An edit made twice changes nothing more, so no message is looked up first."""

    def __init__(self, context: DeliveryContext) -> None:
        self._context = context
        self._in_doubt = InDoubt(EDIT_TIMEOUT)

    async def enqueue(self) -> None:
        """Enqueue the correction of every delivered message that shows an earlier version of its case.

        All workers learn of a new version at once; each message is given to one batch.
        """
        for case_id, version in await self._context.database.read(corrections.versions_shown):
            current = await self._context.composer.newer(case_id, version)
            if current is not None:
                await self._enqueue(case_id, version, current)

    async def _enqueue(self, case_id: str, version: str, current: str) -> None:
        def change(connection: Connection) -> None:
            begun = corrections.begin_correcting(connection, case_id, version, current)
            for first in range(0, len(begun), BATCH_SIZE):
                part = begun[first : first + BATCH_SIZE]
                # The same may have to be corrected to the same once more: each time is a batch of its own.
                name = f"{case_id} {version[:8]} to {current[:8]} {part[0]}-{part[-1]} {token_hex(4)}"
                self._context.engine.enqueue(connection, Batch(name, part, correcting=current))

        await self._context.database.write(change)

    async def correct(self, delivery: Delivery, version: str) -> Later | None:
        """Bring one message to a version of its case; None when there is nothing left to do."""
        is_shown = delivery.case_version == version and delivery.payload is None
        if delivery.state != "sent" or is_shown:
            return None
        if delivery.subscription.platform not in self._context.senders:
            return Later(attempts.FAULT_DELAY)
        try:
            return await self._bring(delivery, version)
        except UNAVAILABLE:
            return Later(attempts.FAULT_DELAY)

    async def _bring(self, delivery: Delivery, version: str) -> Later | None:
        if delivery.payload is not None:
            return await self._end(delivery)
        if "/" in version:
            # Named and enqueued before schema 0005, whose migration has let `enqueue` begin it again.
            return None
        newer = self._context.composer.newer
        if await newer(delivery.case_id, version) is not None:
            # The case has changed again: the batch for that change edits the message.
            await self._context.database.write(corrections.give_up_correcting, delivery.id, version)
            return None
        if await newer(delivery.case_id, delivery.case_version) != version:
            # This process has not read that version yet.
            return Later(attempts.FAULT_DELAY)
        return await self._correct(delivery, version)

    async def _correct(self, delivery: Delivery, version: str) -> Later | None:
        shown = ShownVersion(delivery.case_id, delivery.case_version, tuple(delivery.quotations or ()))
        try:
            correction = await self._context.composer.correct(delivery.subscription, shown)
        except Exception:  # one that cannot be written must not stop the others
            log.exception("digest not composed", subscription=delivery.subscription.id)
            return Later(attempts.FAULT_DELAY)
        if correction is None:
            await self._context.database.write(corrections.keep_as_it_is, delivery, version)
            return None
        after = correction.shown
        edit = MessageEdit(after.case_version, after.quotations, correction.payload)
        return await self._edit(delivery, edit)

    async def _end(self, delivery: Delivery) -> Later | None:
        """Repeat an edit of which nobody knows the end: what comes next is told of what it shows."""
        wait = self._in_doubt.left(delivery.id, delivery.attempts)
        return Later(wait) if wait > 0 else await self._edit(delivery) or Later(0)

    async def _edit(self, was: Delivery, edit: MessageEdit | None = None) -> Later | None:
        """Note what the message may show from now on, and edit it; without ``edit`` as it was noted."""
        begun = replace(was, attempts=was.attempts + 1)
        if edit:
            begun = replace(begun, case_version=edit.version, payload=edit.payload)
        outcome = await self._context.attempt(
            was,
            lambda connection: corrections.begin_edit(connection, was, edit),
            lambda sender, target: sender.edit(target, was.message, begun.payload or {}),
        )
        if outcome is NotSent.TOO_LATE:
            # Others may take it for over by now, and what they put there is the newer one.
            return Later(EDIT_TIMEOUT)
        if isinstance(outcome, NotSent):
            return Later(1)
        self._context.metrics.count(was.subscription.platform, "corrected")
        return await self._conclude(begun, outcome)

    async def _conclude(self, begun: Delivery, outcome: Outcome) -> Later | None:
        sender, target = self._context.route(begun)
        match outcome:
            case Retry(after):
                self._context.pacer.obey(outcome, sender.pace(target), target)
                return Later(after)
            case Ambiguous():
                return Later(attempts.FAULT_DELAY)
            case Rejected(reason, detail):
                log.warning("correction rejected", delivery=begun.id, reason=f"{reason}: {detail}")
            case Sent():
                pass
        await self._context.database.write(corrections.end_edit, begun)
        return None
