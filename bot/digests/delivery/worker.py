"""A worker: takes what is due, runs batches, shows that it lives, and takes over from those that do not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from bot.digests.delivery.batches import Batches
from bot.digests.delivery.correcting import enqueue_corrections
from bot.digests.delivery.executors import BEAT, Adoption
from bot.digests.delivery.posting import Means
from bot.digests.delivery.taking import MOST_TAKEN, take_due
from bot.store.deliveries import purge
from bot.store.due import any_due

log = structlog.get_logger()
TICK = 1.0
"""Seconds between two looks at what is due."""
CORRECTED_EVERY = 5.0
PURGED_EVERY = 600.0
KEPT = timedelta(days=30)
"""How long what was delivered can still be corrected."""
MOST_PURGED = 5_000
AFTER_A_FAULT = 5.0


class Worker:
    """Delivers until it is told to stop; any number of them may share a database."""

    def __init__(self, means: Means) -> None:
        self._with = means
        self._batches = Batches(means)
        self._adoption = Adoption(means.engine, means.executors)
        self._versions: Mapping[str, str] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set, then end what is under way and leave the rest to others."""
        await self._with.executors.beat()
        await self._with.engine.start(self._batches.run)
        duties = [
            asyncio.create_task(self._again_and_again(stop, every, duty))
            for every, duty in (
                (TICK, self.tick),
                (BEAT, self.live),
                (CORRECTED_EVERY, self.correct),
                (PURGED_EVERY, self.purge),
            )
        ]
        try:
            await stop.wait()
            self._batches.stop()
            await self._with.engine.stop()
        finally:
            for duty in duties:
                duty.cancel()
            await asyncio.gather(*duties, return_exceptions=True)
        await self._with.executors.leave()

    async def tick(self) -> None:
        """Take all that is due."""
        now = self._with.now()
        if not await self._with.ledger.read(lambda connection: any_due(connection, now)):
            return

        def take(connection: Connection) -> int:
            return take_due(connection, self._with.engine, self._with.composer.next_run, now)

        while await self._with.ledger.write(take) == MOST_TAKEN:
            pass

    async def live(self) -> None:
        """Beat, and take over from the dead."""
        await self._with.executors.beat()
        for name in await self._adoption.adopt():
            log.warning("batch adopted", batch=name)

    async def correct(self) -> None:
        """Enqueue what shows an older version of a case that has changed."""
        versions = self._with.composer.versions()
        for case_id, version in versions.items():
            if self._versions.get(case_id) != version:
                await self._with.ledger.write(
                    partial(enqueue_corrections, engine=self._with.engine, case_id=case_id, version=version)
                )
        self._versions = versions

    async def purge(self) -> None:
        """Delete what is too old to be corrected."""
        before = self._with.now() - KEPT
        while await self._with.ledger.write(lambda connection: purge(connection, before, MOST_PURGED)):
            pass
        await self._with.engine.purge(before)

    async def _again_and_again(
        self, stop: asyncio.Event, every: float, duty: Callable[[], Awaitable[None]]
    ) -> None:
        """A duty that fails is done again: one fault must not end the delivery."""
        while not stop.is_set():
            wait = every
            try:
                await duty()
            except Exception:
                log.exception("delivery failed", duty=duty.__name__)
                wait = AFTER_A_FAULT
            await asyncio.sleep(wait)
