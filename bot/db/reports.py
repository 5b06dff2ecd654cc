"""Reports as rows: what people say is wrong in an answer, until an editor has dealt with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

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


def listed(connection: Connection, *, with_done: bool = False) -> tuple[ReaderReport, ...]:
    """The reports that wait to be dealt with, the oldest first; ``with_done`` all that are stored."""
    those = select(reports).order_by(AT.id)
    rows = connection.execute(those if with_done else those.where(AT.done_at.is_(None)))
    return tuple(ReaderReport(**row._mapping) for row in rows)  # noqa: SLF001  -- SQLAlchemy's public name for a row


def mark_done(connection: Connection, identifiers: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Note that reports were dealt with; gives the ids of those that were waiting until now, in order."""
    meant = (AT.id.in_(identifiers), AT.done_at.is_(None))
    marked = update(reports).where(*meant).values(done_at=now).returning(AT.id)
    return tuple(sorted(connection.execute(marked).scalars()))


def delete_done(connection: Connection) -> int:
    """Delete the reports that were dealt with, with the words that people typed; gives their number."""
    return connection.execute(reports.delete().where(AT.done_at.is_not(None))).rowcount
