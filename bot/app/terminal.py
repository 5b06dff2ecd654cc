"""The command service as the terminal asks it: without an event loop or a database where it needs none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.answers.respond import is_about_a_place, respond
from bot.console import locale
from bot.rendering.render import Presentation
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.search.archive import Archive

HERE = "terminal"
"""The terminal is a place of its own: its digests and settings stand in the database as a channel's do."""


class Opened(NamedTuple):
    """The cases as they were read once, for a program that ends after one answer."""

    archive: Archive


def answer_in_terminal(
    query: Query, archive: Archive, settings: Settings, environ: Mapping[str, str]
) -> Answer:
    """The answer to a command typed in the terminal. Raises CommandError, NotProven and CannotServe."""
    if not is_about_a_place(query.command):
        return respond(archive, query)
    import asyncio
    import getpass

    from bot.app.services import can_post_by, database, is_migrated_by_itself, make_service

    # Without senders nothing can refuse what is printed.
    # A file is made as it is needed; a database of several processes waits for its operator.
    with database(settings, migrates=is_migrated_by_itself(settings)) as engine:
        service = make_service(Opened(archive), Presentation(), engine, can_post_by({}))
        asker = Asker("terminal", HERE, HERE, getpass.getuser(), manages=True, locale=locale(environ))
        return asyncio.run(service.answer(query, asker))
