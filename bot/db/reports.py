"""Reports as rows: what people say is wrong in an answer, until an editor has dealt with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.db.paging import START, RowCursor, RowList, RowsPage
from bot.db.tables import reports

AT = reports.c


@dataclass(frozen=True)
class NewReport:
    """What somebody reports. Nothing says who it was: no id of a person, channel or workspace is stored."""

    platform: str
    command: str
    reason: str


@dataclass(frozen=True)
class ReaderReport:
    """A report as it is stored; ``done_at`` is None until an editor has dealt with it."""

    id: int
    platform: str
    command: str
    reason: str
    reported_at: datetime
    done_at: datetime | None


def add(connection: Connection, new: NewReport, now: datetime, most_open: int) -> int | None:
    """Insert a report and give its id; None where ``most_open`` reports wait to be dealt with already."""
    waiting = select(func.count()).select_from(reports).where(AT.done_at.is_(None))
    if connection.execute(waiting).scalar_one() >= most_open:
        return None
    added = insert(reports).values(**vars(new), reported_at=now).returning(AT.id)
    return int(connection.execute(added).scalar_one())


def listed(
    connection: Connection, cursor: RowCursor = START, most: int | None = None, *, with_done: bool = False
) -> RowsPage[ReaderReport]:
    """A page of the reports that wait to be dealt with, the oldest first; ``with_done`` of all of them."""
    waits = () if with_done else (AT.done_at.is_(None),)
    those = RowList(list(AT), AT.id, waits, lambda values: ReaderReport(**values))
    return those.page(connection, cursor, most)


def mark_done(connection: Connection, identifiers: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Note that reports were dealt with; gives the ids of those that were waiting until now, in order."""
    meant = (AT.id.in_(identifiers), AT.done_at.is_(None))
    marked = update(reports).where(*meant).values(done_at=now).returning(AT.id)
    return tuple(sorted(connection.execute(marked).scalars()))


def delete_done(connection: Connection) -> int:
    """Delete the reports that were dealt with, with the words that people typed; gives their number."""
    return connection.execute(reports.delete().where(AT.done_at.is_not(None))).rowcount
