"""Dispatches a query to the module that answers its command."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answers import (
    caveats,
    changes,
    damages,
    people,
    sources,
    statements,
    status,
    timeline,
)
from bot.answers import help as help_
from bot.answers.answer import Answer, ContextPart
from bot.answers.cite import Cited
from bot.answers.neighbours import with_what_takes_back
from bot.answers.over_time import as_asked, day_asked
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.answers.short.condensing import CONDENSED, condensed
from bot.answers.uncut import uncut
from bot.answers.withdrawal import CaseWithdrawn
from bot.cases.library import Library
from bot.search.archive import Archive

ANSWERS: Mapping[str, Callable[[Library, Query], Answer]] = {
    "case status": status.answer,
    "case damages": damages.answer,
    "case statements": statements.answer,
    "case timeline": timeline.answer,
    "case people": people.answer,
    "case sources": sources.answer,
    "case caveats": caveats.answer,
    "case changes": changes.answer,
    "help": help_.answer,
}
"""The commands that need the cases alone."""


def _quote(archive: Archive, asked: Query) -> Answer:
    from bot.answers import quote  # noqa: PLC0415

    return quote.answer(archive, asked)


def _verify(archive: Archive, asked: Query) -> Answer:
    from bot.answers import verify  # noqa: PLC0415

    return verify.answer(archive, asked)


def _ask(archive: Archive, asked: Query) -> Answer:
    from bot.answers import ask  # noqa: PLC0415

    return ask.answer(archive, asked)


# Each imports what it needs when it is asked: the patterns of the checks and of questions take a process that
# answers one command longer to compile than all the rest of its start.
LOOK_UPS: Mapping[str, Callable[[Archive, Query], Answer]] = {
    "quote": _quote,
    "verify": _verify,
    "ask": _ask,
}
"""The commands that search the index as well."""


def is_about_a_place(command: str) -> bool:
    """Whether a command depends on who asks and where, so that ``respond`` alone cannot answer it."""
    return command not in ANSWERS and command not in LOOK_UPS


def respond(archive: Archive, asked: Query) -> Answer:
    """The answer to a query. Raises CommandError where it cannot be answered as it stands."""
    try:
        if asked.command in LOOK_UPS:
            return with_short_form(archive.library, LOOK_UPS[asked.command](archive, asked))
        if asked.command in ANSWERS:
            return with_short_form(archive.library, ANSWERS[asked.command](archive.library, asked))
    except CaseWithdrawn as withdrawn:
        return withdrawn.answer
    raise CommandError(
        phrase(
            "/{command} is about a channel: it is understood on Discord, on Slack and in the terminal.",
            command=asked.command,
        ),
        asked.command,
    )


def with_short_form(library: Library, answer: Answer) -> Answer:
    """The answer with what makes its short form, where it is about a case and has one; no sentence is cut.

    One quotation in its paragraph has none: its own words and their voice would go under in the paragraph.
    """
    in_context = any(isinstance(part, ContextPart) for part in answer.parts)
    if answer.case is None or answer.query.command not in CONDENSED or in_context:
        return answer
    cited = Cited(library, as_asked(library.cases[str(answer.case)], answer.query), day_asked(answer.query))
    full = with_what_takes_back(cited, uncut(cited, answer))
    return replace(full, short=lambda: with_what_takes_back(cited, condensed(cited, full)))
