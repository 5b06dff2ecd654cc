"""Watched pages as rows, and the editions that their changes propose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.db.database import among, insert_missing
from bot.db.paging import START, RowCursor, RowList, RowsPage
from bot.db.suggestions import InboxDecision
from bot.db.tables import proposed_editions, watched_pages

PAGE, EDITION = watched_pages.c, proposed_editions.c
FARTHEST = timedelta(days=8)
"""How far ahead a check can be: one that is farther was set by a clock that was wrong, and is due now."""
REPLACED = "replaced"
"""The outcome of an edition in whose place its page has another text; no editor has decided on it."""


@dataclass(frozen=True)
class WatchedPage:
    """What is known of a page from its checks; ``seen`` is the SHA-256 of its lines, empty before any."""

    url: str
    etag: str
    last_modified: str
    seen: str
    checked_at: datetime | None
    next_check_at: datetime
    failures: int
    failure: str


@dataclass(frozen=True)
class NewEdition:
    """An article that its page has otherwise than the source in a case, ``source`` being that one's id."""

    url: str
    case_id: str
    source: str
    text: str
    title: str


@dataclass(frozen=True)
class ProposedEdition:
    """A proposed edition as it is stored; ``done_at`` is None until an editor has decided."""

    id: int
    url: str
    case_id: str
    source: str
    text: str
    title: str
    found_at: datetime
    done_at: datetime | None
    outcome: str


def watch(connection: Connection, urls: Mapping[str, datetime], before: datetime) -> None:
    """Have these pages watched, new ones from the time that is given with each.

    Forgets others that were not checked since ``before``.
    """
    known = set(connection.execute(select(PAGE.url)).scalars())
    new = [{"url": url, "next_check_at": at} for url, at in urls.items() if url not in known]
    insert_missing(connection, watched_pages, new, PAGE.url)
    is_old = (PAGE.checked_at.is_(None), PAGE.checked_at < before)
    for gone in known - urls.keys():
        connection.execute(delete(watched_pages).where(PAGE.url == gone, or_(*is_old)))


def claim(connection: Connection, urls: Sequence[str], now: datetime, until: datetime) -> WatchedPage | None:
    """The page of these whose check is due the longest, which nobody else gets before ``until``; else None.

    Its ``next_check_at`` is ``until``, by which ``note`` tells that it still belongs to whoever claimed it.
    """
    is_due = or_(PAGE.next_check_at <= now, PAGE.next_check_at > now + FARTHEST)
    due = select(watched_pages).where(among(connection, PAGE.url, urls), is_due).order_by(PAGE.next_check_at)
    row = connection.execute(due.limit(1).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    connection.execute(update(watched_pages).where(PAGE.url == row.url).values(next_check_at=until))
    return WatchedPage(**{**row._mapping, "next_check_at": until})  # noqa: SLF001  -- SQLAlchemy's public name for a row


def note(connection: Connection, page: WatchedPage, values: Mapping[str, Any]) -> bool:
    """Note how the check of a claimed page ended, by its columns; False where it was claimed anew."""
    its = (PAGE.url == page.url, PAGE.next_check_at == page.next_check_at)
    return bool(connection.execute(update(watched_pages).where(*its).values(**values)).rowcount)


def propose(connection: Connection, new: NewEdition, now: datetime) -> int:
    """Insert an edition in the place of one that the same page had proposed for the case; gives its id."""
    retract(connection, new.url, new.case_id, now)
    added = insert(proposed_editions).values(**vars(new), found_at=now)
    return int(connection.execute(added.returning(EDITION.id)).scalar_one())


def retract(connection: Connection, url: str, case_id: str, now: datetime) -> None:
    """Take back the edition that a page has proposed for a case, where nobody has decided on it.

    Its row stays without its text: SQLite gives the number of a deleted newest row again, and an editor who
    has the page of that number open would accept a text that they have not seen.
    """
    waits = (EDITION.url == url, EDITION.case_id == case_id, EDITION.done_at.is_(None))
    gone = {"done_at": now, "outcome": REPLACED, "text": "", "title": ""}
    connection.execute(update(proposed_editions).where(*waits).values(**gone))


def last_dismissed(connection: Connection, url: str, case_id: str) -> ProposedEdition | None:
    """The newest edition of a page for a case, where an editor has dismissed it; else None."""
    of_page = (EDITION.url == url, EDITION.case_id == case_id, EDITION.outcome != REPLACED)
    newest = select(proposed_editions).where(*of_page).order_by(EDITION.id.desc()).limit(1)
    row = connection.execute(newest).first()
    return ProposedEdition(**row._mapping) if row and row.outcome == "dismissed" else None  # noqa: SLF001  -- as above


def failing(
    connection: Connection, cursor: RowCursor = START, most: int | None = None
) -> RowsPage[WatchedPage]:
    """A page of those whose last check has failed, by their addresses."""
    those = RowList(list(PAGE), PAGE.url, (PAGE.failures > 0,), lambda values: WatchedPage(**values))
    return those.page(connection, cursor, most)


def listed(
    connection: Connection, cursor: RowCursor = START, most: int | None = None, *, with_done: bool = False
) -> RowsPage[ProposedEdition]:
    """A page of the editions that wait, the oldest first; ``with_done`` also of those that are decided on."""
    which = EDITION.outcome != REPLACED if with_done else EDITION.done_at.is_(None)
    those = RowList(list(EDITION), EDITION.id, (which,), lambda values: ProposedEdition(**values))
    return those.page(connection, cursor, most)


def one(connection: Connection, identifier: int) -> ProposedEdition | None:
    """The proposed edition with an id; None where there is none."""
    row = connection.execute(select(proposed_editions).where(EDITION.id == identifier)).first()
    return ProposedEdition(**row._mapping) if row else None  # noqa: SLF001  -- as above


def decide(
    connection: Connection, identifiers: Sequence[int], outcome: InboxDecision, now: datetime
) -> tuple[int, ...]:
    """Note what editors have decided; gives the ids of those that waited until now, in order."""
    meant = (EDITION.id.in_(identifiers), EDITION.done_at.is_(None))
    decided = update(proposed_editions).where(*meant).values(done_at=now, outcome=outcome)
    return tuple(sorted(connection.execute(decided.returning(EDITION.id)).scalars()))


def delete_done(connection: Connection) -> int:
    """Delete the proposed editions on which editors have decided; gives their number."""
    return connection.execute(delete(proposed_editions).where(EDITION.done_at.is_not(None))).rowcount
