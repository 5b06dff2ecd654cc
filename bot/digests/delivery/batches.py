"""Running a batch: all its deliveries at once, each until it is settled, and none waiting for another."""

import asyncio

from bot.db import deliveries
from bot.db.deliveries import Delivery
from bot.digests.delivery.attempts import DeliveryContext, Later
from bot.digests.delivery.corrector import Corrector
from bot.digests.delivery.engine import Batch
from bot.digests.delivery.runner import DeliveryRunner
from bot.service.request_scope import request_scope

MOST_UNDER_WAY = 64
"""Posts under way in one process: at 50 posts a second, more than a second's."""
LONGEST_WAIT = 30.0
"""Seconds for which a batch waits for one of its deliveries; what takes longer becomes a batch of its own."""


class Batches:
    """Runs batches, and can be told to end early without losing anything."""

    def __init__(self, context: DeliveryContext, corrector: Corrector) -> None:
        self._context = context
        self._runner = DeliveryRunner(context)
        self._corrector = corrector
        self._under_way = asyncio.Semaphore(MOST_UNDER_WAY)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Begin no delivery any more: those under way are ended, the others enqueued again."""
        self._stopping.set()

    async def run(self, batch: Batch) -> None:
        """Settle the deliveries that can be settled soon, and enqueue the others as the next batch."""
        found = await self._context.database.read(deliveries.read, batch.deliveries)
        waits = await asyncio.gather(*(self._settle(batch, delivery) for delivery in found))
        left = {one.id: wait for one, wait in zip(found, waits, strict=True) if wait is not None}
        if left:
            rest = batch.rest(tuple(left))
            await self._context.database.write(self._context.engine.enqueue, rest, min(left.values()))

    async def _settle(self, batch: Batch, delivery: Delivery) -> float | None:
        """Settle one delivery and give None, or the seconds until it is worth another try."""
        known: Delivery | None = delivery
        while known:
            later = await self._step(batch, known)
            if later is None:
                return None
            if later.seconds > LONGEST_WAIT or await self._stopped_within(later.seconds):
                return later.seconds
            known = next(iter(await self._context.database.read(deliveries.read, [known.id])), None)
        return None

    async def _step(self, batch: Batch, delivery: Delivery) -> Later | None:
        with request_scope(f"delivery-{delivery.id}"):
            return await self._step_in_turn(batch, delivery)

    async def _step_in_turn(self, batch: Batch, delivery: Delivery) -> Later | None:
        async with self._under_way:
            if self._stopping.is_set():
                return Later(0)
            if batch.correcting:
                return await self._corrector.correct(delivery, batch.correcting)
            return await self._runner.deliver(delivery)

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return False
        return True
