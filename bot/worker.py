"""The part that delivers digests, put together from what the settings enable."""

from __future__ import annotations

import asyncio
import os
import socket
from secrets import token_hex

from sqlalchemy import Engine

from bot.digests.delivery.dbos_engine import DbosEngine
from bot.digests.delivery.executors import Executors
from bot.digests.delivery.ledger import Ledger
from bot.digests.delivery.pacing import Pacer
from bot.digests.delivery.posting import Means
from bot.digests.delivery.watch import Watch
from bot.digests.delivery.worker import Worker
from bot.digests.schedule import now_in_utc
from bot.digests.writer import DigestWriter
from bot.front import open_senders
from bot.settings import Settings


async def deliver(
    settings: Settings, database: Engine, writer: DigestWriter, watch: Watch, stop: asyncio.Event
) -> None:
    """Deliver what is due until told to stop; what is under way then is ended, the rest left to others."""
    # No two processes ever have the same name: nobody takes another's work for their own.
    executor = f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
    ledger = Ledger(database, told=watch.see_database)
    async with open_senders(settings, database) as senders:
        means = Means(
            composer=writer,
            senders=senders,
            ledger=ledger,
            engine=DbosEngine(database, executor),
            executors=Executors(executor, ledger, now_in_utc),
            pacer=Pacer(ledger, now_in_utc),
            now=now_in_utc,
            watch=watch,
        )
        await Worker(means).run(stop)
