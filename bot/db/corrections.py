"""Which versions of cases delivered digests show, so that a correction finds those that show an older one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_, update

from bot.db.bulk import among
from bot.db.deliveries import DIGEST, Delivery
from bot.db.tables import deliveries

AT = deliveries.c
AFTER = tuple_(AT.case_id, AT.case_version) > tuple_(bindparam("case_id"), bindparam("version"))
NEXT_SHOWN = select(AT.case_id, AT.case_version).where(AFTER).order_by(AT.case_id, AT.case_version).limit(1)
"""The next of them in the index: asking for each is faster than reading the deliveries of a month."""
OUTDATED = (
    select(AT.id)
    .where(
        AT.case_id == bindparam("case_id"),
        AT.case_version == bindparam("version"),
        AT.state == "sent",
        AT.part == DIGEST,
        AT.correcting != bindparam("current"),
    )
    .order_by(AT.id)
)
GIVE_UP = (
    update(deliveries)
    .where(AT.id == bindparam("of_id"), AT.correcting == bindparam("version"))
    .values(correcting="")
)


def versions_shown(connection: Connection) -> Iterator[tuple[str, str]]:
    """The cases that deliveries tell of, each with the versions that these show of it."""
    found = _next_shown(connection, ("", ""))
    while found:
        yield found
        found = _next_shown(connection, found)


def _next_shown(connection: Connection, after: tuple[str, str]) -> tuple[str, str] | None:
    named = dict(zip(("case_id", "version"), after, strict=True))
    row = connection.execute(NEXT_SHOWN, named).one_or_none()
    return (row.case_id, row.case_version) if row else None


def begin_correcting(connection: Connection, case_id: str, version: str, current: str) -> tuple[int, ...]:
    """Note that what shows a version is being brought to the current one; gives their ids, the oldest first.

    What somebody is bringing there already is left out, so that nothing is enqueued twice.
    """
    named = {"case_id": case_id, "version": version, "current": current}
    found = tuple(connection.execute(OUTDATED, named).scalars())
    meant = among(connection, AT.id, found)
    begun = update(deliveries).where(meant, AT.correcting != current).values(correcting=current)
    return tuple(sorted(connection.execute(begun.returning(AT.id)).scalars())) if found else ()


def give_up_correcting(connection: Connection, identifier: int, version: str) -> None:
    """Note that nobody brings a delivery to a version any more, so that it can be begun again."""
    connection.execute(GIVE_UP, {"of_id": identifier, "version": version})


@dataclass(frozen=True)
class MessageEdit:
    """What a delivered message is to show from now on: a version of its case, with these quotations."""

    version: str
    quotations: tuple[str, ...]
    payload: dict[str, Any]


def begin_edit(connection: Connection, was: Delivery, edit: MessageEdit | None = None) -> bool:
    """Note what a message may show from now on, or that the edit that was begun before is made again.

    False where another executor has been at it meanwhile.
    """
    told: dict[str, Any] = {"attempts": AT.attempts + 1}
    if edit:
        told |= {"case_version": edit.version, "quotations": list(edit.quotations), "payload": edit.payload}
    return _changed(connection, was, told)


def end_edit(connection: Connection, begun: Delivery) -> None:
    """Note that a message surely shows what the last edit was begun for, or is gone."""
    _changed(connection, begun, {"correcting": "", "payload": None})


def keep_as_it_is(connection: Connection, was: Delivery, version: str) -> None:
    """Note that what a message shows is the same in another version."""
    _changed(connection, was, {"correcting": "", "case_version": version})


def _changed(connection: Connection, was: Delivery, told: Mapping[str, Any]) -> bool:
    """Whether a change was made: only where nobody has changed the delivery since it was read."""
    meant = (AT.id == was.id, AT.attempts == was.attempts, AT.case_version == was.case_version)
    return connection.execute(update(deliveries).where(*meant).values(told)).rowcount == 1
