"""Notices to the owners of digests that are on again since their workspace installed the bot again."""

from datetime import datetime

from sqlalchemy import Connection

from bot.db.deliveries import NOTICE, NewDelivery
from bot.db.subscriptions import take_resumed
from bot.digests.delivery.engine import Engine
from bot.digests.delivery.enqueue import enqueue_new
from bot.digests.delivery.keys import key_of
from bot.digests.outcomes import REINSTALLED


def announce_resumed(connection: Connection, engine: Engine, now: datetime) -> int:
    """Enqueue a notice for each subscription that is marked as resumed, once; gives how many there were."""
    resumed = take_resumed(connection, REINSTALLED)
    new = [NewDelivery(one, now, NOTICE, key_of(one, now, NOTICE)) for one, owner in resumed if owner]
    enqueue_new(connection, engine, new)
    return len(resumed)
