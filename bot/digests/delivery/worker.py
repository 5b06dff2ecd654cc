"""A worker: takes what is due, runs batches, shows that it lives, and takes over from those that do not."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.db.database import UNAVAILABLE
from bot.db.deliveries import purge
from bot.db.due import any_due, backlog
from bot.db.subscriptions import remove_uninstalled
from bot.digests.delivery.attempts import DeliveryContext
from bot.digests.delivery.batches import Batches
from bot.digests.delivery.corrector import Corrector
from bot.digests.delivery.enqueue import MOST_TAKEN, take_due
from bot.digests.delivery.resumed import announce_resumed
from bot.digests.delivery.worker_registry import HEARTBEAT_INTERVAL, Adoption

log = structlog.get_logger()
TICK = 1.0
"""Seconds between two looks at what is due."""
BACKLOG_INTERVAL, CORRECTION_INTERVAL, PURGE_INTERVAL = 5.0, 30.0, 600.0
"""Seconds between two measurements of the backlog, searches for what to correct, and purges."""
RESUMED_INTERVAL = 10.0
"""Seconds between two looks for digests that a new installation has resumed."""
RETENTION = timedelta(days=30)
"""For how long a delivered digest can still be corrected, and digests outlive an uninstall."""
PURGED_ROWS = 5_000
"""Deliveries that one transaction deletes."""
DUTY_FAULT_DELAY, LEAVE_TIMEOUT = 5.0, 5.0
"""Seconds until a duty that failed is done again, and for which leaving the registry may take."""


class Worker:
    """Delivers until it is told to stop; any number of them may share a database."""

    def __init__(self, context: DeliveryContext, tick: float = TICK) -> None:
        self._tick = tick
        self._context = context
        self._corrector = Corrector(context)
        self._batches = Batches(context, self._corrector)
        self._adoption = Adoption(context.engine, context.workers)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set, then end what is under way and leave the rest to others."""
        working, stopping = asyncio.create_task(self._work()), asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            self._batches.stop()
            await self._context.engine.stop()
        finally:
            for task in (working, stopping):
                task.cancel()
            [ended, _] = await asyncio.gather(working, stopping, return_exceptions=True)
        await self._leave()
        if isinstance(ended, Exception):
            raise ended

    async def _work(self) -> None:
        await self._context.clock.compare()
        await self._context.workers.heartbeat()
        await self._start()
        await asyncio.gather(
            self._repeat(self._tick, self.tick),
            self._repeat(HEARTBEAT_INTERVAL, self.heartbeat),
            self._repeat(BACKLOG_INTERVAL, self.watch),
            self._repeat(CORRECTION_INTERVAL, self.correct),
            self._repeat(RESUMED_INTERVAL, self.announce),
            self._repeat(PURGE_INTERVAL, self.purge),
        )

    async def _start(self) -> None:
        """Start the engine, again and again until the database can be used."""
        while True:
            try:
                return await self._context.engine.start(self._batches.run)
            except UNAVAILABLE as error:
                _tell(error)
                await asyncio.sleep(DUTY_FAULT_DELAY)

    async def _leave(self) -> None:
        """Take this worker off the registry.

        Where the database is away, others find it dead after a while.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_TIMEOUT):
                await self._context.workers.leave()

    async def tick(self) -> None:
        """Take the subscriptions that are due, and enqueue their digests."""
        await self._context.clock.compare()
        if not await self._context.database.read(any_due, self._context.now()):
            return

        def take(connection: Connection) -> int:
            # The time is read here: the database may have been waited for.
            next_run, now = self._context.composer.next_run, self._context.now()
            return take_due(connection, self._context.engine, next_run, now)

        while await self._context.database.write(take) == MOST_TAKEN:
            pass

    async def heartbeat(self) -> None:
        """Send a heartbeat, and have the batches of dead executors run by others."""
        await self._context.workers.heartbeat()
        for name in await self._adoption.adopt():
            log.warning("batch adopted", batch=name)

    async def watch(self) -> None:
        """Measure how much is due, and for how long it has been."""
        now = self._context.now()
        self._context.metrics.see(await self._context.database.read(backlog, now), now)

    async def correct(self) -> None:
        """Enqueue the correction of messages that show an older version of their case."""
        await self._corrector.enqueue()

    async def announce(self) -> None:
        """Tell the owners of digests that are on again since their workspace has the bot again."""
        engine, now = self._context.engine, self._context.now()
        await self._context.database.write(announce_resumed, engine, now)

    async def purge(self) -> None:
        """Delete what is too old to be corrected, and digests whose workspace removed the bot long ago."""
        before = self._context.now() - RETENTION
        await self._context.database.write(remove_uninstalled, before)
        while await self._context.database.write(purge, before, PURGED_ROWS):
            pass
        await self._context.engine.purge(before)

    @staticmethod
    async def _repeat(every: float, duty: Callable[[], Awaitable[None]]) -> None:
        """A duty that fails is done again: one fault must not end the delivery."""
        while True:
            wait = every
            try:
                await duty()
            except UNAVAILABLE as error:
                _tell(error)
                wait = DUTY_FAULT_DELAY
            except Exception:  # whatever it is, the other channels get their digests
                log.exception("delivery failed", duty=duty.__name__)
                wait = DUTY_FAULT_DELAY
            await asyncio.sleep(wait)


def _tell(error: Exception) -> None:
    log.warning("database unavailable", reason=str(error).partition("\n")[0])
