"""Suggested articles as rows, and who has suggested each until the editors have decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, func, select, text, update

from bot.db.database import insert_into, insert_missing
from bot.db.paging import START, RowCursor, RowList, RowsPage
from bot.db.tables import suggesters, suggestions

AT, BY = suggestions.c, suggesters.c
WINDOW = timedelta(days=1)
"""The time within which a member's and a workspace's suggestions are counted together."""
InboxDecision = Literal["accepted", "dismissed"]
Added = Literal["added", "known", "member", "workspace", "full"]
"""What became of a suggestion: added or counted; known, since the member made it before; or over the limit
of the member, of the workspace, or of the inbox."""


@dataclass(frozen=True)
class NewSuggestion:
    """What somebody suggests: a link, or a file with its name; ``key`` is the same for the same article."""

    key: str
    link: str = ""
    file_name: str = ""
    file: bytes | None = None
    case_id: str = ""


@dataclass(frozen=True)
class Suggester:
    """Who suggests something, by the platform's ids; stored until the editors have decided."""

    platform: str
    workspace: str
    person: str


@dataclass(frozen=True)
class SuggestionLimits:
    """How many suggestions a member and a workspace can make in a day, and how many can wait in all."""

    member: int
    workspace: int
    open: int
    files: int
    """How many attached files can wait: each may have some megabytes."""


@dataclass(frozen=True)
class SuggestedArticle:
    """A suggested article as it is stored, without the bytes of its file."""

    id: int
    link: str
    file_name: str
    case_id: str
    times: int
    suggested_at: datetime
    done_at: datetime | None
    outcome: str


COLUMNS = [AT[name] for name in SuggestedArticle.__dataclass_fields__]


def add(
    connection: Connection, new: NewSuggestion, by: Suggester, now: datetime, limits: SuggestionLimits
) -> Added:
    """Insert a suggestion, or count one more member for the one that is there, in ``writing``."""
    if connection.dialect.name != "sqlite":
        # One after the other, as SQLite has it: many that are sent at once would all be below the limit.
        connection.execute(text("LOCK TABLE suggesters IN SHARE ROW EXCLUSIVE MODE"))
    if _count(connection, BY.key == new.key, *_mine(by)):
        return "known"
    if over := over_limit(connection, by, now, limits):
        return over
    stored = connection.execute(select(AT.done_at).where(AT.key == new.key)).first()
    if stored and stored.done_at:
        # Decided already. Nobody learns from the bot that others had suggested it.
        return "added"
    if not stored and _is_full(connection, new, limits):
        return "full"
    # Two members may be the first at once: one of them adds the row, and both are counted.
    added = insert_into(suggestions, connection).values(**vars(new), times=0, suggested_at=now)
    connection.execute(added.on_conflict_do_nothing())
    member = {"key": new.key, **vars(by), "suggested_at": now}
    if insert_missing(connection, suggesters, [member], BY.key):
        connection.execute(update(suggestions).where(AT.key == new.key).values(times=AT.times + 1))
    return "added"


def over_limit(
    connection: Connection, by: Suggester, now: datetime, limits: SuggestionLimits
) -> Literal["member", "workspace"] | None:
    """Whose limit of a day is reached, so that a member's suggestion is not taken; None where none is."""
    # What a clock that was ahead has noted does not count until then.
    lately = BY.suggested_at.between(now - WINDOW, now + WINDOW)
    if _count(connection, lately, *_mine(by)) >= limits.member:
        return "member"
    here = (BY.platform == by.platform, BY.workspace == by.workspace)
    return "workspace" if by.workspace and _count(connection, lately, *here) >= limits.workspace else None


def _mine(by: Suggester) -> tuple[ColumnElement[bool], ...]:
    return BY.platform == by.platform, BY.workspace == by.workspace, BY.person == by.person


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return int(
        connection.execute(select(func.count()).select_from(suggesters).where(*conditions)).scalar_one()
    )


def _is_full(connection: Connection, new: NewSuggestion, limits: SuggestionLimits) -> bool:
    waiting = select(func.count()).select_from(suggestions).where(AT.done_at.is_(None))
    if connection.execute(waiting).scalar_one() >= limits.open:
        return True
    files = connection.execute(waiting.where(AT.file.is_not(None))).scalar_one()
    return new.file is not None and files >= limits.files


def listed(
    connection: Connection, cursor: RowCursor = START, most: int | None = None, *, with_done: bool = False
) -> RowsPage[SuggestedArticle]:
    """A page of the suggestions that wait, the oldest first; ``with_done`` of all that are stored."""
    waits = () if with_done else (AT.done_at.is_(None),)
    those = RowList(COLUMNS, AT.id, waits, lambda values: SuggestedArticle(**values))
    return those.page(connection, cursor, most)


def one(connection: Connection, identifier: int) -> SuggestedArticle | None:
    """The suggestion with an id; None where there is none."""
    row = connection.execute(select(*COLUMNS).where(AT.id == identifier)).first()
    return SuggestedArticle(**row._mapping) if row else None  # noqa: SLF001  -- SQLAlchemy's public name for a row


def file_of(connection: Connection, identifier: int) -> bytes | None:
    """The bytes of a suggested file; None for a link, and where editors have decided."""
    found: bytes | None = connection.execute(select(AT.file).where(AT.id == identifier)).scalar()
    return None if found is None else bytes(found)


def decide(
    connection: Connection, identifiers: Sequence[int], outcome: InboxDecision, now: datetime
) -> tuple[int, ...]:
    """Note what editors have decided; gives the ids of those that waited until now, in order.

    The bytes of their files, and who has suggested them, are deleted.
    """
    meant = (AT.id.in_(identifiers), AT.done_at.is_(None))
    keys = connection.execute(select(AT.key).where(*meant)).scalars().all()
    connection.execute(delete(suggesters).where(BY.key.in_(keys)))
    decided = update(suggestions).where(*meant).values(done_at=now, outcome=outcome, file=None)
    return tuple(sorted(connection.execute(decided.returning(AT.id)).scalars()))


def delete_done(connection: Connection) -> int:
    """Delete the suggestions on which editors have decided; gives their number."""
    return connection.execute(delete(suggestions).where(AT.done_at.is_not(None))).rowcount
