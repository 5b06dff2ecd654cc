"""Requests that were carried out, as rows: several processes may receive one, and one of them acts."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.db.database import insert_into, insert_missing
from bot.db.tables import handled_requests

KEPT_FOR = timedelta(days=1)
"""How long a request is known again: far longer than any platform repeats one."""
AT = handled_requests.c


def claim(connection: Connection, key: str, now: datetime) -> bool:
    """Note that the request with this key is carried out now; False where it was noted before.

    Forgets requests that are older than ``KEPT_FOR``.
    """
    connection.execute(delete(handled_requests).where(AT.at < now - KEPT_FOR))
    return bool(insert_missing(connection, handled_requests, [{"key": key, "at": now}], AT.key))


def is_newest(connection: Connection, key: str, at: datetime) -> bool:
    """Note when something last happened, for a day; False where it is noted that it happened later."""
    known = connection.scalar(select(AT.at).where(AT.key == key).with_for_update())
    if known is not None and at < known:
        return False
    row = {"key": key, "at": at}
    added = insert_into(handled_requests, connection).values(row)
    connection.execute(added.on_conflict_do_update(index_elements=["key"], set_={"at": at}))
    return True


def release(connection: Connection, key: str) -> None:
    """Forget a request that was noted and could not be carried out, so that it can be repeated."""
    connection.execute(delete(handled_requests).where(AT.key == key))
