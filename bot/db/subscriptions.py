"""Subscriptions as rows: which digest goes where, when, and how far its readers have been told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.db.tables import subscriptions

Kind = Literal["channel", "thread", "dm"]
Contents = Literal["full", "changes"]
WhenNothingNew = Literal["skip", "say"]
SubscriptionState = Literal["active", "paused", "removed"]
AT = subscriptions.c


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
    nothing_new: WhenNothingNew = "skip"


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
    nothing_new: WhenNothingNew
    state: SubscriptionState
    reason: str
    reason_detail: str
    next_run_at: datetime | None
    seen: str
    seen_at: datetime | None
    created_at: datetime
    uninstalled_at: datetime | None = None
    """When its workspace removed the bot; None where it has not, or has installed it again."""


def add(connection: Connection, new: NewSubscription, now: datetime) -> int:
    """Insert a subscription as active; gives its id."""
    values = {**vars(new), "state": "active", "created_at": now}
    added = insert(subscriptions).values(values).returning(AT.id)
    return int(connection.execute(added).scalar_one())


def get(connection: Connection, identifier: int) -> Subscription | None:
    """The subscription with an id; None where there is none or it was removed."""
    return next(iter(_those(connection, AT.id == identifier)), None)


def of_channel(
    connection: Connection, platform: str, workspace: str, channel: str
) -> tuple[Subscription, ...]:
    """The subscriptions that post to a channel or its threads, the oldest first."""
    return _those(connection, AT.platform == platform, AT.workspace == workspace, AT.channel == channel)


def of_workspace(connection: Connection, platform: str, workspace: str) -> tuple[Subscription, ...]:
    """The subscriptions of a whole server or workspace, the oldest first."""
    return _those(connection, AT.platform == platform, AT.workspace == workspace)


def of_platform(connection: Connection, platform: str, most: int) -> tuple[Subscription, ...]:
    """The oldest subscriptions of a platform, at most ``most``."""
    return _those(connection, AT.platform == platform, most=most)


def count_in_workspace(connection: Connection, platform: str, workspace: str) -> int:
    """How many subscriptions the channels of a server or workspace have, with those that are paused.

    People's direct messages have a limit of their own.
    """
    meant = (AT.platform == platform, AT.workspace == workspace, AT.kind != "dm", AT.state != "removed")
    return connection.execute(select(func.count()).select_from(subscriptions).where(*meant)).scalar_one()


def change(connection: Connection, identifier: int, /, **values: Any) -> bool:
    """Set columns of one subscription; False where it is not there or was removed."""
    meant = (AT.id == identifier, AT.state != "removed")
    return connection.execute(update(subscriptions).where(*meant).values(values)).rowcount == 1


def pause(connection: Connection, identifiers: Sequence[int], reason: str = "", detail: str = "") -> int:
    """Pause subscriptions and keep their settings; what falls due in the meantime is never sent later.

    Gives how many were active until now.
    """
    paused = {"state": "paused", "reason": reason, "reason_detail": detail, "next_run_at": None}
    meant = (AT.id.in_(identifiers), AT.state == "active")
    return connection.execute(update(subscriptions).where(*meant).values(paused)).rowcount


def resume(connection: Connection, identifier: int, next_run_at: datetime) -> bool:
    """Make a subscription active again from its next run on; False where it is not there or was removed."""
    active = {"state": "active", "reason": "", "reason_detail": "", "next_run_at": next_run_at}
    return change(connection, identifier, **active, uninstalled_at=None)


def pause_uninstalled(
    connection: Connection,
    platform: str,
    workspaces: Sequence[str],
    why: tuple[str, str],
    now: datetime,
) -> int:
    """Pause what is active in workspaces that removed the bot, and note when; gives how many were active.

    ``why`` is the reason and its detail.

    What a person has paused stays so for their reason.
    """
    meant = (AT.platform == platform, AT.workspace.in_(workspaces))
    paused = {"state": "paused", "reason": why[0], "reason_detail": why[1], "next_run_at": None}
    count = connection.execute(
        update(subscriptions).where(*meant, AT.state == "active").values(paused)
    ).rowcount
    there = update(subscriptions).where(*meant, AT.state != "removed", AT.uninstalled_at.is_(None))
    connection.execute(there.values(uninstalled_at=now))
    return count


def take_reinstalled(
    connection: Connection, platform: str, workspaces: Sequence[str], reason: str
) -> tuple[Subscription, ...]:
    """The subscriptions of workspaces that have the bot again and were paused for a reason, oldest first.

    That the workspaces had removed the bot is forgotten.
    """
    meant = (AT.platform == platform, AT.workspace.in_(workspaces))
    connection.execute(update(subscriptions).where(*meant).values(uninstalled_at=None))
    return _those(connection, *meant, AT.state == "paused", AT.reason == reason)


def take_resumed(connection: Connection, reason: str) -> tuple[tuple[int, str], ...]:
    """The ids and owners of active subscriptions that are marked with a reason, whose mark is taken off."""
    meant = (AT.state == "active", AT.reason == reason)
    taken = update(subscriptions).where(*meant).values(reason="").returning(AT.id, AT.owner)
    return tuple((row.id, row.owner) for row in connection.execute(taken))


def remove_uninstalled(connection: Connection, before: datetime) -> int:
    """Remove what an uninstall before a time left behind, with its owner's id; gives how many there were."""
    meant = (AT.uninstalled_at < before, AT.state != "removed")
    gone = {"state": "removed", "owner": "", "next_run_at": None, "uninstalled_at": None}
    return connection.execute(update(subscriptions).where(*meant).values(gone)).rowcount


def remove(connection: Connection, identifier: int) -> bool:
    """Mark a subscription as removed.

    Its row is purged later: what it posted may still have to be corrected.
    """
    return change(connection, identifier, state="removed", next_run_at=None)


def _those(
    connection: Connection, *meant: ColumnElement[bool], most: int | None = None
) -> tuple[Subscription, ...]:
    kept = select(subscriptions).where(*meant, AT.state != "removed").order_by(AT.id).limit(most)
    # `_mapping` is SQLAlchemy's public name for a row by column.
    return tuple(Subscription(**row._mapping) for row in connection.execute(kept))  # noqa: SLF001  -- see above
