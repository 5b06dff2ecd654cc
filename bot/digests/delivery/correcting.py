"""Correcting what was delivered: messages that show an older version of a case are brought to the newest."""

from __future__ import annotations

import asyncio
from secrets import token_hex

import structlog
from sqlalchemy import Connection

from bot.digests.composer import Correction, Shown
from bot.digests.delivery.engine import Batch
from bot.digests.delivery.posting import ANSWERED_WITHIN, TRIED_AGAIN, Later, Means, target_of
from bot.digests.delivery.taking import BATCH
from bot.digests.outcomes import Ambiguous, Outcome, Rejected, Retry, Sent
from bot.store import shown
from bot.store.database import UNAVAILABLE
from bot.store.deliveries import Delivery

log = structlog.get_logger()


class Corrector:
    """Edits delivered messages. Doing so again changes nothing, so nothing has to be found out."""

    def __init__(self, means: Means) -> None:
        self._with = means

    async def enqueue(self) -> None:
        """Have whatever shows an earlier version of its case brought to the one that it has now.

        All workers learn of a new version at once; each message is given to one batch.
        """
        told = await self._with.ledger.read(lambda connection: list(shown.versions_shown(connection)))
        for case_id, version in told:
            current = await self._with.composer.newer(case_id, version)
            if current is not None:
                await self._enqueue(case_id, version, current)

    async def _enqueue(self, case_id: str, version: str, current: str) -> None:
        def change(connection: Connection) -> None:
            begun = shown.begin_correcting(connection, case_id, version, current)
            for first in range(0, len(begun), BATCH):
                part = begun[first : first + BATCH]
                # The same may have to be corrected to the same once more: each time is a batch of its own.
                name = f"{case_id} {version} to {current} {part[0]}-{part[-1]} {token_hex(4)}"
                self._with.engine.enqueue(connection, Batch(name, part, correcting=current))

        await self._with.ledger.write(change)

    async def correct(self, delivery: Delivery, version: str) -> Later | None:
        """Bring one message to a version of its case; None when there is nothing left to do."""
        if delivery.state != "sent" or delivery.case_version == version:
            return None
        try:
            newer, current = [
                await self._with.composer.newer(delivery.case_id, told)
                for told in (version, delivery.case_version)
            ]
        except UNAVAILABLE:
            return Later(TRIED_AGAIN)
        if newer is not None:
            # The case has changed again: the batch for that change edits the message.
            await self._with.ledger.write(
                lambda connection: shown.give_up_correcting(connection, delivery.id, version)
            )
            return None
        if current != version or delivery.subscription.platform not in self._with.senders:
            # This process cannot do it, or has not read that version yet.
            return Later(TRIED_AGAIN)
        return await self._correct(delivery, version)

    async def _correct(self, delivery: Delivery, version: str) -> Later | None:
        told = Shown(delivery.case_id, delivery.case_version, tuple(delivery.quotations or ()))
        try:
            correction = await self._with.composer.correct(delivery.subscription, told)
        except Exception:  # one that cannot be written must not stop the others
            log.exception("digest not composed", subscription=delivery.subscription.id)
            return Later(TRIED_AGAIN)
        if correction is None:
            await self._now_shows(delivery, version)
            return None
        return await self._edit(delivery, correction)

    async def _edit(self, delivery: Delivery, correction: Correction) -> Later | None:
        sender, target = self._with.senders[delivery.subscription.platform], target_of(delivery)
        pace = sender.pace(target)
        await self._with.pacer.ready(pace, target)
        await self._with.pacer.turn(pace)
        outcome: Outcome
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                outcome = await sender.edit(target, delivery.message, correction.payload)
        except TimeoutError:
            outcome = Ambiguous("no answer in time")
        except Exception as error:  # a sender promises an outcome; the other messages are not to wait for it
            log.exception("sender failed", platform=target.platform)
            outcome = Ambiguous(f"{type(error).__name__}: {error}")
        self._with.watch.count(delivery.subscription.platform, "corrected")
        match outcome:
            case Sent():
                await self._now_shows(delivery, correction.shown.case_version, correction.shown)
                return None
            case Rejected(reason, detail):
                log.warning("correction rejected", delivery=delivery.id, reason=f"{reason}: {detail}")
                await self._now_shows(delivery, correction.shown.case_version)
                return None
            case Retry(after):
                self._with.pacer.obey(outcome, pace, target)
                return Later(after)
            case Ambiguous():
                return Later(TRIED_AGAIN)

    async def _now_shows(self, delivery: Delivery, version: str, told: Shown | None = None) -> None:
        quotations = told.quotations if told else None
        await self._with.ledger.write(
            lambda connection: shown.show(connection, delivery.id, version, quotations)
        )
