"""Subscriptions in the database, for whoever commands them: found, counted, and changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine

from bot.answers.asker import Asker
from bot.db import deliveries, subscriptions
from bot.db.database import writing
from bot.db.subscriptions import NewSubscription, Subscription
from bot.digests.senders import Target
from bot.digests.targets import belongs_to, target_here

T = TypeVar("T")


class SubscriptionRepository:
    """The subscriptions of all places; raises what the database raises."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def of_place(self, asker: Asker) -> tuple[Subscription, ...]:
        """The subscriptions that post to the place where somebody asks."""
        place = target_here(asker)
        return await self._read(lambda connection: _of_target(connection, place))

    async def of_workspace(self, asker: Asker) -> tuple[Subscription, ...]:
        """The subscriptions of the asker's workspace, without other people's direct messages."""
        if asker.is_direct:
            return await self.of_place(asker)
        found = await self._read(
            lambda connection: subscriptions.of_workspace(connection, asker.platform, asker.workspace)
        )
        return tuple(one for one in found if belongs_to(one, asker))

    async def get(self, identifier: int, asker: Asker) -> Subscription | None:
        """The subscription with an id; None unless it is of the asker's workspace."""
        found = await self._read(lambda connection: subscriptions.get(connection, identifier))
        return found if found and belongs_to(found, asker) else None

    async def add(self, new: NewSubscription, now: datetime, most: int) -> int | None:
        """Insert a subscription and give its id.

        None where its workspace, or person, has ``most`` already.
        """

        def write(connection: Connection) -> int | None:
            if new.kind == "dm":
                count = len(subscriptions.of_channel(connection, new.platform, new.workspace, new.channel))
            else:
                count = subscriptions.count_in_workspace(connection, new.platform, new.workspace)
            return None if count >= most else subscriptions.add(connection, new, now)

        return await self._write(write)

    async def pause(self, identifier: int) -> None:
        """Pause a subscription because a person wants it."""
        await self._write(lambda connection: subscriptions.pause(connection, [identifier]))

    async def resume(self, identifier: int, next_run_at: datetime) -> None:
        """Make a subscription active again, due at an aware time."""
        await self._write(lambda connection: subscriptions.resume(connection, identifier, next_run_at))

    async def run_at(self, identifier: int, moment: datetime) -> bool:
        """Make a subscription due at a moment besides its schedule; False where a digest is being posted."""

        def write(connection: Connection) -> bool:
            if deliveries.is_under_way(connection, identifier):
                return False
            return subscriptions.change(connection, identifier, next_run_at=moment)

        return await self._write(write)

    async def move_cursor(self, identifier: int, seen: str, moment: datetime) -> None:
        """Set the cursor of a subscription's readers, and when they were told."""
        await self._write(
            lambda connection: subscriptions.change(connection, identifier, seen=seen, seen_at=moment)
        )

    async def remove(self, identifier: int) -> None:
        """Mark a subscription as removed, so that nothing is posted for it any more."""
        await self._write(lambda connection: subscriptions.remove(connection, identifier))

    async def _read(self, read: Callable[[Connection], T]) -> T:
        def work() -> T:
            with self._engine.connect() as connection:
                return read(connection)

        return await asyncio.to_thread(work)

    async def _write(self, write: Callable[[Connection], T]) -> T:
        def work() -> T:
            with writing(self._engine) as connection:
                return write(connection)

        return await asyncio.to_thread(work)


def _of_target(connection: Connection, target: Target) -> tuple[Subscription, ...]:
    found = subscriptions.of_channel(connection, target.platform, target.workspace, target.channel)
    return tuple(one for one in found if (one.kind == "dm") == (target.kind == "dm"))
