"""The editors who may use the review page: a token each, of which the database has a hash alone."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, Engine

from bot.db import editor_tokens
from bot.db.database import read, write
from bot.db.editor_tokens import NewEditorSession

NAME = re.compile(r"[\w.@-]{1,40}")
"""Matches the name of an editor, as it stands in the journals and in the log."""
SECRET_BYTES = 32
"""Random bytes of a token and of a session's cookie: nobody finds one by guessing, so a plain hash will do.

It is looked up as it is: how long that takes tells of a hash, which leads to no token.
"""
SESSION_TIME = timedelta(hours=12)


class EditorExists(Exception):
    """Raised where an editor with a name has a token already."""


def add_editor(connection: Connection, name: str, now: datetime) -> str:
    """A new editor's token, which is shown this once; in a ``writing`` transaction.

    Raises EditorExists, and ValueError for what is no name.
    """
    if not NAME.fullmatch(name):
        raise ValueError(name)
    token = secrets.token_urlsafe(SECRET_BYTES)
    if not editor_tokens.add(connection, name, digest_of(token), now):
        raise EditorExists
    return token


class Editors:
    """The editors of a database, which all web processes share. Each call raises what the database raises."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine, self._now = engine, now

    async def are_any(self) -> bool:
        """Whether any editor has a token."""
        return bool(await read(self._engine, editor_tokens.with_valid))

    async def log_in(self, token: str) -> tuple[str, str] | None:
        """Begin a session; gives the editor's name and the session's cookie, None for a wrong token."""
        digest = digest_of(token)
        # A wrong token only reads: guesses do not make the digests wait for the database's lock.
        if not await read(self._engine, editor_tokens.is_valid, digest):
            return None
        cookie, now = secrets.token_urlsafe(SECRET_BYTES), self._now()
        session = NewEditorSession(digest_of(cookie), now + SESSION_TIME)
        name = await write(self._engine, editor_tokens.log_in, digest, session, now)
        return (name, cookie) if name else None

    async def editor_of(self, cookie: str) -> str | None:
        """The name of the editor in whose browser a cookie is; None once the session or the token ended."""
        return await read(self._engine, editor_tokens.editor_of_session, digest_of(cookie), self._now())

    async def log_out(self, cookie: str) -> None:
        """End the session of a cookie, in every process; nothing where it has ended."""
        await write(self._engine, editor_tokens.log_out, digest_of(cookie))


def digest_of(secret: str) -> str:
    """What is stored of a token or a cookie: its SHA-256."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
