"""Subscriptions as rows: which digest goes where, when, and how far its readers have been told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from bot.db.tables import subscriptions

Kind = Literal["channel", "thread", "dm"]
Contents = Literal["full", "changes"]
NothingNew = Literal["skip", "say"]
State = Literal["active", "paused", "removed"]


@dataclass(frozen=True)
class NewSubscription:
    """What somebody schedules: ``schedule`` is text in local time of ``zone``; ``case_id`` may be empty."""

    platform: str
    workspace: str
    kind: Kind
    channel: str
    owner: str
    schedule: str
    zone: str
    next_run_at: datetime
    thread: str = ""
    locale: str = "en"
    case_id: str = ""
    contents: Contents = "full"
    nothing_new: NothingNew = "skip"


@dataclass(frozen=True)
class Subscription:
    """A subscription as it is kept; ``reason`` is why it is paused, empty where a person paused it.

    Its target never changes: what it posted is looked for and corrected there.
    """

    id: int
    platform: str
    workspace: str
    kind: Kind
    channel: str
    thread: str
    owner: str
    locale: str
    schedule: str
    zone: str
    case_id: str
    contents: Contents
    nothing_new: NothingNew
    state: State
    reason: str
    reason_detail: str
    next_run_at: datetime | None
    seen: str
    seen_at: datetime | None
    created_at: datetime


def add(connection: Connection, new: NewSubscription, now: datetime) -> int:
    """Insert a subscription as active; gives its id."""
    values = {**vars(new), "state": "active", "created_at": now}
    added = insert(subscriptions).values(values).returning(subscriptions.c.id)
    return int(connection.execute(added).scalar_one())


def get(connection: Connection, identifier: int) -> Subscription | None:
    """The subscription with an id; None where there is none or it was removed."""
    row = connection.execute(_kept().where(subscriptions.c.id == identifier)).one_or_none()
    return _of(row) if row else None


def of_channel(
    connection: Connection, platform: str, workspace: str, channel: str
) -> tuple[Subscription, ...]:
    """The subscriptions that post to a channel or its threads, the oldest first."""
    at = subscriptions.c
    rows = connection.execute(
        _kept().where(at.platform == platform, at.workspace == workspace, at.channel == channel)
    )
    return tuple(map(_of, rows))


def of_workspace(connection: Connection, platform: str, workspace: str) -> tuple[Subscription, ...]:
    """The subscriptions of a whole server or workspace, the oldest first."""
    at = subscriptions.c
    return tuple(
        map(_of, connection.execute(_kept().where(at.platform == platform, at.workspace == workspace)))
    )


def of_platform(connection: Connection, platform: str, most: int) -> tuple[Subscription, ...]:
    """The oldest subscriptions of a platform, at most ``most``."""
    at = subscriptions.c
    return tuple(map(_of, connection.execute(_kept().where(at.platform == platform).limit(most))))


def count_in_workspace(connection: Connection, platform: str, workspace: str) -> int:
    """How many subscriptions a server or workspace has, with those that are paused."""
    at = subscriptions.c
    meant = (at.platform == platform, at.workspace == workspace, at.state != "removed")
    return connection.execute(select(func.count()).select_from(subscriptions).where(*meant)).scalar_one()


def change(connection: Connection, identifier: int, **values: Any) -> bool:
    """Set columns of one subscription; False where it is not there or was removed."""
    at = subscriptions.c
    done = connection.execute(
        update(subscriptions).where(at.id == identifier, at.state != "removed").values(values)
    )
    return done.rowcount == 1


def pause(connection: Connection, identifiers: Sequence[int], reason: str = "", detail: str = "") -> int:
    """Pause subscriptions and keep their settings; what falls due in the meantime is never sent later.

    Gives how many were active until now.
    """
    at = subscriptions.c
    done = connection.execute(
        update(subscriptions)
        .where(at.id.in_(identifiers), at.state == "active")
        .values(state="paused", reason=reason, reason_detail=detail, next_run_at=None)
    )
    return done.rowcount


def resume(connection: Connection, identifier: int, next_run_at: datetime) -> bool:
    """Make a subscription active again from its next run on; False where it is not there or was removed."""
    return change(
        connection, identifier, state="active", reason="", reason_detail="", next_run_at=next_run_at
    )


def remove(connection: Connection, identifier: int) -> bool:
    """Mark a subscription as removed.

    Its row is purged later: what it posted may still have to be corrected.
    """
    return change(connection, identifier, state="removed", next_run_at=None)


def _kept() -> Select[Any]:
    return select(subscriptions).where(subscriptions.c.state != "removed").order_by(subscriptions.c.id)


def _of(row: Row[Any]) -> Subscription:
    return Subscription(**row._mapping)  # noqa: SLF001  -- SQLAlchemy's public name for a row by column
