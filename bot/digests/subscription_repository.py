"""Subscriptions in the database, for whoever commands them: found, counted, and changed."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from bot.answers.asker import Asker
from bot.db import deliveries, subscriptions
from bot.db.database import read, write
from bot.db.subscriptions import NewSubscription, Subscription
from bot.digests.senders import Target
from bot.digests.targets import belongs_to, target_here


class SubscriptionRepository:
    """The subscriptions of all places; raises what the database raises."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def of_place(self, asker: Asker) -> tuple[Subscription, ...]:
        """The subscriptions that post to the place where somebody asks."""
        place = target_here(asker)
        return await read(self._engine, _of_target, place)

    async def of_workspace(self, asker: Asker) -> tuple[Subscription, ...]:
        """The subscriptions of the asker's workspace, without other people's direct messages."""
        if asker.is_direct:
            return await self.of_place(asker)
        found = await read(self._engine, subscriptions.of_workspace, asker.platform, asker.workspace)
        return tuple(one for one in found if belongs_to(one, asker))

    async def get(self, identifier: int, asker: Asker) -> Subscription | None:
        """The subscription with an id; None unless it is of the asker's workspace."""
        found = await read(self._engine, subscriptions.get, identifier)
        return found if found and belongs_to(found, asker) else None

    async def add(self, new: NewSubscription, now: datetime, most: int) -> int | None:
        """Insert a subscription and give its id.

        None where its workspace, or person, has ``most`` already.
        """

        def insert(connection: Connection) -> int | None:
            if new.kind == "dm":
                count = len(subscriptions.of_channel(connection, new.platform, new.workspace, new.channel))
            else:
                count = subscriptions.count_in_workspace(connection, new.platform, new.workspace)
            return None if count >= most else subscriptions.add(connection, new, now)

        return await write(self._engine, insert)

    async def pause(self, identifier: int) -> None:
        """Pause a subscription because a person wants it."""
        await write(self._engine, subscriptions.pause, [identifier])

    async def resume(self, identifier: int, next_run_at: datetime) -> None:
        """Make a subscription active again, due at an aware time."""
        await write(self._engine, subscriptions.resume, identifier, next_run_at)

    async def run_at(self, identifier: int, moment: datetime) -> bool:
        """Make a subscription due at a moment besides its schedule; False where a digest is being posted."""

        def make_due(connection: Connection) -> bool:
            if deliveries.is_under_way(connection, identifier):
                return False
            return subscriptions.change(connection, identifier, next_run_at=moment)

        return await write(self._engine, make_due)

    async def move_cursor(self, identifier: int, seen: str, moment: datetime) -> None:
        """Set the cursor of a subscription's readers, and when they were told."""
        await write(self._engine, subscriptions.change, identifier, seen=seen, seen_at=moment)

    async def remove(self, identifier: int) -> None:
        """Mark a subscription as removed, so that nothing is posted for it any more."""
        await write(self._engine, subscriptions.remove, identifier)


def _of_target(connection: Connection, target: Target) -> tuple[Subscription, ...]:
    found = subscriptions.of_channel(connection, target.platform, target.workspace, target.channel)
    return tuple(one for one in found if (one.kind == "dm") == (target.kind == "dm"))
