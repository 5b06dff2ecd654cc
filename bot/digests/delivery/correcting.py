"""Correcting what was delivered: messages that show an older version of a case are brought to the newest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import Connection

from bot.digests.composer import Correction, Shown
from bot.digests.delivery.engine import Batch, Engine
from bot.digests.delivery.posting import ANSWERED_WITHIN, TRIED_AGAIN, Later, Means, target_of
from bot.digests.delivery.taking import BATCH
from bot.digests.outcomes import Ambiguous, Outcome, Rejected, Retry, Sent
from bot.store import deliveries
from bot.store.deliveries import Delivery

log = structlog.get_logger()


def enqueue_corrections(
    connection: Connection, engine: Engine, newer: Callable[[str, str], str | None]
) -> None:
    """Enqueue whatever shows an earlier version of its case than the one that is ``newer``.

    All workers learn of a new version at once: the batches are named so that one of them does it.
    """
    for case_id, version in deliveries.versions_shown(connection):
        current = newer(case_id, version)
        if current is None:
            continue
        shown = deliveries.showing(connection, case_id, version)
        for first in range(0, len(shown), BATCH):
            part = shown[first : first + BATCH]
            name = f"{case_id} {version} to {current} {part[0]}-{part[-1]}"
            engine.enqueue(connection, Batch(name, part, correcting=current))


class Corrector:
    """Edits delivered messages. Doing so again changes nothing, so nothing has to be found out."""

    def __init__(self, means: Means) -> None:
        self._with = means

    async def correct(self, delivery: Delivery, version: str) -> Later | None:
        """Bring one message to a version of its case; None when there is nothing left to do."""
        subscription = delivery.subscription
        if delivery.state != "sent" or delivery.case_version == version:
            return None
        newer = self._with.composer.newer
        if newer(delivery.case_id, version) is not None:
            # The case has changed again: the batch for that change edits the message.
            return None
        sender = self._with.senders.get(subscription.platform)
        if sender is None or newer(delivery.case_id, delivery.case_version) != version:
            # This process cannot do it, or has not read that version yet.
            return Later(TRIED_AGAIN)
        shown = Shown(delivery.case_id, delivery.case_version, tuple(delivery.quotations or ()))
        try:
            correction = await self._with.composer.correct(subscription, shown)
        except Exception:  # one that cannot be written must not stop the others
            log.exception("digest not composed", subscription=subscription.id)
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
                return Later(after)
            case Ambiguous():
                return Later(TRIED_AGAIN)

    async def _now_shows(self, delivery: Delivery, version: str, shown: Shown | None = None) -> None:
        quotations = list(shown.quotations) if shown else None
        await self._with.ledger.write(
            lambda connection: deliveries.show(connection, [delivery.id], version, quotations)
        )
