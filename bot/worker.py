"""The part that delivers digests, put together from what the settings enable."""

from __future__ import annotations

import asyncio
import os
import socket
from secrets import token_hex

from sqlalchemy import Engine

from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.runner import DeliveryContext
from bot.digests.delivery.unit_of_work import UnitOfWork
from bot.digests.delivery.worker import Worker
from bot.digests.delivery.worker_registry import WorkerRegistry
from bot.digests.schedule import now_in_utc
from bot.digests.writer import DigestWriter
from bot.front import open_senders
from bot.settings import Settings


async def deliver(
    settings: Settings, database: Engine, writer: DigestWriter, metrics: DeliveryMetrics, stop: asyncio.Event
) -> None:
    """Deliver what is due until told to stop; what is under way then is ended, the rest left to others."""
    # No two processes ever have the same name: nobody takes another's work for their own.
    executor = f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
    unit_of_work = UnitOfWork(database, told=metrics.see_database)
    async with open_senders(settings, database) as senders:
        means = DeliveryContext(
            composer=writer,
            senders=senders,
            database=unit_of_work,
            engine=DbosEngine(database, executor),
            workers=WorkerRegistry(executor, unit_of_work, now_in_utc),
            pacer=Pacer(unit_of_work, now_in_utc),
            now=now_in_utc,
            metrics=metrics,
        )
        await Worker(means).run(stop)
