"""Editors as rows: the hash of each one's token, when it was made, used and revoked, and who is logged in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.db.database import insert_into, insert_missing
from bot.db.tables import editor_sessions, editor_tokens

TOKEN, SESSION = editor_tokens.c, editor_sessions.c
IS_VALID = TOKEN.revoked_at.is_(None)
KEPT_REVOKED = timedelta(days=365)
"""How long it is kept that a token was revoked."""


@dataclass(frozen=True)
class EditorToken:
    """What is known of an editor's token; ``used_on`` is the last day, in UTC, of a log-in."""

    name: str
    made_at: datetime
    used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class NewEditorSession:
    """A session that begins: the SHA-256 of its cookie, and when it ends."""

    key: str
    ends_at: datetime


COLUMNS = [TOKEN[name] for name in EditorToken.__dataclass_fields__]


def add(connection: Connection, name: str, digest: str, now: datetime) -> bool:
    """Give an editor a token, by its hash; False where the editor has one. In a ``writing`` transaction."""
    values = {"hash": digest, "made_at": now, "used_on": None, "revoked_at": None}
    added = insert_into(editor_tokens, connection).values(name=name, **values)
    # Whose token was revoked gets another one in its place; a valid token stays.
    again = added.on_conflict_do_update(
        index_elements=[TOKEN.name], set_=values, where=TOKEN.revoked_at.is_not(None)
    )
    return connection.execute(again.returning(TOKEN.name)).first() is not None


def add_unknown(connection: Connection, hashes: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """Add the tokens of editors of whom nothing is known, by name; gives these. A revoked one stays so."""
    rows = [{"name": name, "hash": digest, "made_at": now} for name, digest in hashes.items()]
    return tuple(sorted(row.name for row in insert_missing(connection, editor_tokens, rows, TOKEN.name)))


def revoke(connection: Connection, name: str, now: datetime) -> bool:
    """Revoke an editor's token and end its sessions; False where there is no such editor."""
    meant = (TOKEN.name == name, IS_VALID)
    if not connection.execute(update(editor_tokens).where(*meant).values(revoked_at=now)).rowcount:
        return False
    connection.execute(delete(editor_sessions).where(SESSION.editor == name))
    return True


def listed(connection: Connection) -> tuple[EditorToken, ...]:
    """All that is known of tokens, by the editors' names, with those that were revoked."""
    rows = connection.execute(select(*COLUMNS).order_by(TOKEN.name))
    return tuple(EditorToken(**row._mapping) for row in rows)  # noqa: SLF001  -- SQLAlchemy's public name for a row


def with_valid(connection: Connection) -> tuple[str, ...]:
    """The names of the editors who have a token."""
    return tuple(connection.execute(select(TOKEN.name).where(IS_VALID).order_by(TOKEN.name)).scalars())


def is_valid(connection: Connection, digest: str) -> bool:
    """Whether a token with this hash lets somebody in."""
    return connection.execute(select(TOKEN.name).where(TOKEN.hash == digest, IS_VALID)).first() is not None


def log_in(connection: Connection, digest: str, session: NewEditorSession, now: datetime) -> str | None:
    """Begin a session for the editor with a token, and note the day; None where the token is not valid.

    To be called in a ``writing`` transaction: a token that is revoked meanwhile leaves no session behind.
    """
    _tidy(connection, now)
    used = update(editor_tokens).where(TOKEN.hash == digest, IS_VALID).values(used_on=now.date())
    name: str | None = connection.execute(used.returning(TOKEN.name)).scalar()
    if name is not None:
        connection.execute(editor_sessions.insert().values(**vars(session), editor=name))
    return name


def editor_of_session(connection: Connection, key: str, now: datetime) -> str | None:
    """The editor of a session that has not ended, whose token is valid; else None."""
    meant = (SESSION.key == key, SESSION.ends_at > now, SESSION.editor == TOKEN.name, IS_VALID)
    name: str | None = connection.execute(select(TOKEN.name).where(*meant)).scalar()
    return name


def log_out(connection: Connection, key: str) -> None:
    """End a session, if it is there."""
    connection.execute(delete(editor_sessions).where(SESSION.key == key))


def _tidy(connection: Connection, now: datetime) -> None:
    """Delete sessions that have ended, and what is known of tokens that were revoked long ago."""
    connection.execute(delete(editor_sessions).where(SESSION.ends_at <= now))
    connection.execute(delete(editor_tokens).where(TOKEN.revoked_at < now - KEPT_REVOKED))
