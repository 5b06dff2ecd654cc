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
    from bot.digests.outcomes import Rejected
    from bot.digests.senders import Target
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
    if is_about_a_place(query.command):
        return _answer_of_place(query, archive, settings, environ)
    return respond(archive, query)


def _answer_of_place(
    query: Query, archive: Archive, settings: Settings, environ: Mapping[str, str]
) -> Answer:
    import asyncio
    import getpass

    from bot.app.services import database, is_migrated_by_itself, make_service

    # A file is made as it is needed; a database of several processes waits for its operator.
    with database(settings, migrates=is_migrated_by_itself(settings)) as engine:
        service = make_service(Opened(archive), Presentation(), engine, _anywhere)
        asker = Asker("terminal", HERE, HERE, getpass.getuser(), manages=True, locale=locale(environ))
        return asyncio.run(service.answer(query, asker))


async def _anywhere(_: Target) -> Rejected | None:
    """Accept every target: nothing can refuse what is printed."""
    return None
