"""Which versions of cases delivered digests show, so that a correction finds those that show an older one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_, update

from bot.db.database import among
from bot.db.deliveries import DIGEST, Delivery
from bot.db.tables import deliveries

AT = deliveries.c
AFTER = tuple_(AT.case_id, AT.case_version) > tuple_(bindparam("case_id"), bindparam("version"))
NEXT_SHOWN = select(AT.case_id, AT.case_version).where(AFTER).order_by(AT.case_id, AT.case_version).limit(1)
"""The next case and version in the index: asking for each is faster than reading a month's deliveries."""
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
GIVEN_UP = (AT.id == bindparam("of_id"), AT.correcting == bindparam("version"))
GIVE_UP = update(deliveries).where(*GIVEN_UP).values(correcting="")


def versions_shown(connection: Connection) -> list[tuple[str, str]]:
    """Each case that a delivery shows, with each version of it that one shows: pairs of id and version."""
    shown: list[tuple[str, str]] = []
    after = {"case_id": "", "version": ""}
    while row := connection.execute(NEXT_SHOWN, after).one_or_none():
        shown.append((row.case_id, row.case_version))
        after = {"case_id": row.case_id, "version": row.case_version}
    return shown


def begin_correcting(connection: Connection, case_id: str, version: str, current: str) -> tuple[int, ...]:
    """Mark delivered digests that show ``version`` as being corrected to ``current``.

    Gives their ids in order, without those that are being corrected to it already: nothing is enqueued twice.
    """
    named = {"case_id": case_id, "version": version, "current": current}
    found = tuple(connection.execute(OUTDATED, named).scalars())
    meant = among(connection, AT.id, found)
    begun = update(deliveries).where(meant, AT.correcting != current).values(correcting=current)
    return tuple(sorted(connection.execute(begun.returning(AT.id)).scalars())) if found else ()


def give_up_correcting(connection: Connection, identifier: int, version: str) -> None:
    """Mark a delivery as no longer being corrected to a version, so that it can be begun again."""
    connection.execute(GIVE_UP, {"of_id": identifier, "version": version})


@dataclass(frozen=True)
class MessageEdit:
    """What a delivered message is to show from now on: a version of its case, with these quotations."""

    version: str
    quotations: tuple[str, ...]
    payload: dict[str, Any]


def begin_edit(connection: Connection, was: Delivery, edit: MessageEdit | None = None) -> bool:
    """Note what a message may show once an edit is sent; without ``edit``, that the last one is repeated.

    False where another executor has been at it meanwhile.
    """
    values: dict[str, Any] = {"attempts": AT.attempts + 1}
    if edit:
        values |= {"case_version": edit.version, "quotations": list(edit.quotations), "payload": edit.payload}
    return _changed(connection, was, values)


def end_edit(connection: Connection, begun: Delivery) -> None:
    """Note that the last edit has arrived, or that its message is gone; its payload is dropped."""
    _changed(connection, begun, {"correcting": "", "payload": None})


def keep_as_it_is(connection: Connection, was: Delivery, version: str) -> None:
    """Note that a message need not be edited for a version: what it shows reads the same there."""
    _changed(connection, was, {"correcting": "", "case_version": version})


def _changed(connection: Connection, was: Delivery, values: Mapping[str, Any]) -> bool:
    """Change a delivery unless somebody has changed it since it was read; gives whether it was changed."""
    meant = (AT.id == was.id, AT.attempts == was.attempts, AT.case_version == was.case_version)
    return connection.execute(update(deliveries).where(*meant).values(values)).rowcount == 1
