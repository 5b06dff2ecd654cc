"""The time that the workers of one database agree on, although the clocks of their machines may not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.db.probe import clock_offset
from bot.digests.delivery.unit_of_work import UnitOfWork

log = structlog.get_logger()
TOLERANCE = timedelta(seconds=2)
"""How far a machine's clock may be from its database's before the database's counts instead.

Clocks that NTP keeps agree better with each other than a question over a network can tell.
"""


class WorkerClock:
    """Tells the time of this machine or, where that is wrong by its database's clock, of the database."""

    def __init__(self, database: UnitOfWork, own: Callable[[], datetime]) -> None:
        self._database = database
        self._own = own
        self._offset = timedelta()

    def now(self) -> datetime:
        """The current time, aware and in UTC."""
        return self._own() + self._offset

    async def compare(self) -> None:
        """Compare this machine's clock with the database's; a database in a file has none of its own."""
        if self._database.is_file:
            return
        measured = timedelta(seconds=await self._database.read(self._ahead))
        offset = measured if abs(measured) > TOLERANCE else timedelta()
        if offset and not self._offset:
            log.warning("clocks apart", seconds=round(measured.total_seconds(), 3))
        elif self._offset and not offset:
            log.info("clocks agree again")
        self._offset = offset

    def _ahead(self, connection: Connection) -> float:
        return clock_offset(connection, lambda: self._own().timestamp())
