"""The terminal as a place of its own: its digests and settings stand in the database as a channel's do."""

from __future__ import annotations

import asyncio
import getpass

from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.cases.library import Library
from bot.db.database import UNAVAILABLE, open_database
from bot.db.migrate import SchemaMismatch, check, migrate
from bot.digests.outcomes import Rejected
from bot.digests.place_commands import place_commands
from bot.digests.senders import Target
from bot.service.unavailable import Handler

HERE = "terminal"


class NoDatabase(Exception):
    """The database cannot be used; the sentence says why and what to do."""


def answer_in_terminal(query: Query, library: Library, database_url: str, locale: str) -> Answer:
    """The answer to ``/digest …`` or ``/settings …``. Raises CommandError, and NoDatabase."""
    database = open_database(database_url)
    try:
        _bring_up_to_date(database)
        handler = place_commands(database, lambda: library, _anywhere).handlers[query.command]
        return asyncio.run(_answered(handler, query, locale))
    except SchemaMismatch as error:
        raise NoDatabase(str(error)) from None
    except UNAVAILABLE as error:
        reason = f"The database cannot be used: {getattr(error, 'orig', error)}. Look at DATABASE_URL."
        raise NoDatabase(reason) from None
    finally:
        database.dispose()


async def _answered(handler: Handler, query: Query, locale: str) -> Answer:
    asker = Asker("terminal", HERE, HERE, getpass.getuser(), manages=True, locale=locale)
    return await handler(query, asker)


async def _anywhere(_: Target) -> Rejected | None:
    """Nothing can refuse what is printed."""
    return None


def _bring_up_to_date(database: Engine) -> None:
    """A file is made as it is needed; a database of several processes waits for its operator."""
    if database.dialect.name == "sqlite":
        migrate(database)
    else:
        check(database)
