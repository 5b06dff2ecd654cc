"""Taking what is due: a slot becomes a delivery in a batch, and the next slot is set, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Connection

from bot.db import due
from bot.db.deliveries import DIGEST, NewDelivery, insert_new
from bot.db.subscriptions import pause
from bot.digests.delivery.engine import Batch, Engine
from bot.digests.delivery.keys import key_of
from bot.digests.outcomes import NO_NEXT_RUN

log = structlog.get_logger()
NextRun = Callable[[str, str, datetime], datetime]
"""The first time of a schedule in a zone after an instant."""
MOST_TAKEN = 2_000
"""Subscriptions that one transaction takes at most."""
BATCH_SIZE = 100
"""Deliveries of a batch at most."""


def take_due(connection: Connection, engine: Engine, next_run: NextRun, now: datetime) -> int:
    """Take the subscriptions that are due, ``MOST_TAKEN`` at most, and enqueue their digests; gives how many.

    Slots that were missed are one delivery, of the first of them: the next run is after ``now``.
    """
    taken = due.take(connection, now, MOST_TAKEN)
    if not taken:
        return 0
    runs, lost = _next_runs(taken, next_run, now)
    due.advance(connection, runs)
    if lost:
        pause(connection, lost, NO_NEXT_RUN)
    new = [NewDelivery(one.id, one.slot, DIGEST, key_of(one.id, one.slot, DIGEST)) for one in taken]
    enqueue_new(connection, engine, new)
    return len(taken)


def _next_runs(
    taken: Iterable[due.Due], next_run: NextRun, now: datetime
) -> tuple[dict[datetime, list[int]], list[int]]:
    """The subscriptions by their next run, and those of which none can be told."""
    runs: dict[datetime, list[int]] = defaultdict(list)
    lost = []
    known: dict[tuple[str, str, datetime], datetime] = {}
    for one in taken:
        asked = one.schedule, one.zone, now
        try:
            if asked not in known:
                known[asked] = next_run(*asked)
            runs[known[asked]].append(one.id)
        except Exception:  # one that cannot be understood must not stop the others
            log.exception("no next run", subscription=one.id, schedule=one.schedule, zone=one.zone)
            lost.append(one.id)
    return runs, lost


def enqueue_new(connection: Connection, engine: Engine, new: Sequence[NewDelivery]) -> None:
    """Insert deliveries that are not there yet, and enqueue them in batches named by their first key."""
    kept = tuple(insert_new(connection, new).items())
    for first in range(0, len(kept), BATCH_SIZE):
        part = kept[first : first + BATCH_SIZE]
        engine.enqueue(connection, Batch(part[0][0], tuple(identifier for _, identifier in part)))
