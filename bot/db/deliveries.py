"""Deliveries as rows: one for each digest that was due, from then until it is settled and beyond."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, exists, literal, or_, select, update

from bot.db.database import insert_missing
from bot.db.subscriptions import Subscription
from bot.db.tables import deliveries, subscriptions

AT = deliveries.c
DeliveryState = Literal["due", "sending", "sent", "skipped", "rejected", "ambiguous"]
OPEN: tuple[DeliveryState, ...] = ("due", "sending")
DIGEST, NOTICE = 0, 1
"""The parts of a delivery: the digest, and what the owner is told when it was refused for good."""


@dataclass(frozen=True)
class NewDelivery:
    """A delivery to be inserted as due; each subscription, slot and part is only ever kept once."""

    subscription_id: int
    slot: datetime
    part: int
    key: str


@dataclass(frozen=True)
class Delivery:
    """A delivery with its subscription; ``superseded`` where a later one of the subscription is there."""

    id: int
    slot: datetime
    part: int
    key: str
    state: DeliveryState
    attempts: int
    attempted_at: datetime | None
    message: str
    reason: str
    payload: dict[str, Any] | None
    case_id: str
    case_version: str
    quotations: list[str] | None
    seen: str
    subscription: Subscription
    superseded: bool


OF_SUBSCRIPTION = tuple(
    subscriptions.c[field.name].label(f"of_{field.name}") for field in fields(Subscription)
)
OWN = tuple(field.name for field in fields(Delivery) if field.name not in {"subscription", "superseded"})


def insert_new(connection: Connection, new: Sequence[NewDelivery]) -> Mapping[str, int]:
    """Insert deliveries that are not there yet, as due; gives their ids by their keys, in the given order."""
    rows = [{**vars(one), "state": "due"} for one in new]
    ids = {row.key: row.id for row in insert_missing(connection, deliveries, rows, AT.id, AT.key)}
    return {one.key: ids[one.key] for one in new if one.key in ids}


def read(connection: Connection, identifiers: Iterable[int]) -> tuple[Delivery, ...]:
    """Read deliveries by their ids, in order, each with its subscription."""
    found = connection.execute(READ, {"ids": tuple(identifiers)})
    return tuple(_of(row._mapping) for row in found)  # noqa: SLF001  -- SQLAlchemy's public name for a row by column


def _reading() -> Select[Any]:
    later = deliveries.alias("later").c
    superseded = exists().where(
        later.subscription_id == AT.subscription_id, later.part == DIGEST, later.slot > AT.slot
    )
    query = select(*(AT[name] for name in OWN), superseded.label("superseded"), *OF_SUBSCRIPTION)
    joined = query.join(subscriptions, subscriptions.c.id == AT.subscription_id)
    return joined.where(AT.id.in_(bindparam("ids", expanding=True))).order_by(AT.id)


READ = _reading()
"""The statement of ``read``, put together once because it is run for every batch."""


def _of(row: Any) -> Delivery:
    own = {name: row[name] for name in OWN}
    subscription = Subscription(**{field.name: row[f"of_{field.name}"] for field in fields(Subscription)})
    return Delivery(**own, superseded=bool(row["superseded"]), subscription=subscription)


@dataclass(frozen=True)
class Attempt:
    """What an executor sends; ``attempted_at`` is the time of the first attempt whose outcome is unknown."""

    executor: str
    attempted_at: datetime
    payload: dict[str, Any]
    seen: str
    case_id: str
    case_version: str
    quotations: tuple[str, ...]


def begin(connection: Connection, was: Delivery, attempt: Attempt) -> bool:
    """Note that a delivery is about to be sent; False where another executor has changed it meanwhile."""
    read = {"of_id": was.id, "of_state": was.state, "of_attempts": was.attempts}
    return connection.execute(BEGIN, {**vars(attempt), **read}).rowcount == 1


@dataclass(frozen=True)
class Ending:
    """How a delivery ended: with the platform's id of the message, or with the reason why there is none."""

    state: DeliveryState
    message: str = ""
    reason: str = ""


def settle(connection: Connection, identifier: int, ending: Ending, now: datetime) -> bool:
    """Note how a delivery ended, and drop its payload; False where its end was noted before."""
    ended = {**vars(ending), "of_id": identifier, "settled_at": now}
    return connection.execute(SETTLE, ended).rowcount == 1


# Statements that are run for every post are put together once.
IS_MEANT = AT.id == bindparam("of_id")
BEGIN = (
    update(deliveries)
    .where(IS_MEANT, AT.state == bindparam("of_state"), AT.attempts == bindparam("of_attempts"))
    .values(
        {field.name: bindparam(field.name, type_=AT[field.name].type) for field in fields(Attempt)}
        | {"state": "sending", "attempts": AT.attempts + 1, "reason": ""}
    )
)
SETTLE = (
    update(deliveries)
    .where(IS_MEANT, AT.state.in_(OPEN))
    .values(
        {field.name: bindparam(field.name, type_=AT[field.name].type) for field in fields(Ending)}
        | {"settled_at": bindparam("settled_at", type_=AT.settled_at.type), "payload": None}
    )
)
PUT_BACK = (
    update(deliveries)
    .where(IS_MEANT, AT.state == "sending", AT.attempts == bindparam("of_attempts"))
    .values(state="due", reason=bindparam("reason"))
)
NOTE_REASON = update(deliveries).where(IS_MEANT, AT.state.in_(OPEN)).values(reason=bindparam("reason"))
READERS = subscriptions.c
SEEN_AT = bindparam("seen_at", type_=READERS.seen_at.type)
MOVE_CURSOR = (
    update(subscriptions)
    .where(READERS.id == bindparam("of_id"), or_(READERS.seen_at.is_(None), READERS.seen_at <= SEEN_AT))
    .values(seen=bindparam("seen"), seen_at=SEEN_AT)
)


def put_back(connection: Connection, identifier: int, attempts: int, reason: str) -> None:
    """Make a delivery due again whose attempt surely sent nothing, unless another was made since."""
    connection.execute(PUT_BACK, {"of_id": identifier, "of_attempts": attempts, "reason": reason})


def note_reason(connection: Connection, identifier: int, reason: str) -> None:
    """Note why an open delivery is not settled yet, for whoever looks at the table."""
    connection.execute(NOTE_REASON, {"of_id": identifier, "reason": reason})


def move_cursor(connection: Connection, subscription: int, slot: datetime, seen: str) -> None:
    """Move a subscription's cursor on, unless the digest of a later slot has moved it already."""
    connection.execute(MOVE_CURSOR, {"of_id": subscription, "seen": seen, "seen_at": slot})


def purge(connection: Connection, before: datetime, limit: int) -> int:
    """Delete ``limit`` deliveries at most settled before a time, and removed subscriptions without any.

    Gives how many deliveries were deleted.
    """
    old = select(AT.id).where(AT.state.not_in(OPEN), AT.settled_at < before).limit(limit)
    gone = connection.execute(deliveries.delete().where(AT.id.in_(old))).rowcount
    used = exists(literal(1)).where(AT.subscription_id == READERS.id)
    connection.execute(subscriptions.delete().where(READERS.state == "removed", ~used))
    return gone


def is_under_way(connection: Connection, subscription: int) -> bool:
    """Whether a subscription has a digest that was taken as due and is not settled yet."""
    meant = (AT.subscription_id == subscription, AT.part == DIGEST, AT.state.in_(OPEN))
    return connection.execute(select(AT.id).where(*meant).limit(1)).first() is not None
