"""Dispatches a query to the module that answers its command."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answers import (
    ask,
    caveats,
    changes,
    damages,
    people,
    quote,
    sources,
    statements,
    status,
    timeline,
    verify,
)
from bot.answers import help as help_
from bot.answers.answer import Answer, ContextPart
from bot.answers.cite import Cited
from bot.answers.over_time import as_asked
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.answers.short.condensing import CONDENSED, condensed
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
LOOK_UPS: Mapping[str, Callable[[Archive, Query], Answer]] = {
    "quote": quote.answer,
    "verify": verify.answer,
    "ask": ask.answer,
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
    """The answer with what makes its short form, where it is about a case and has one.

    One quotation in its paragraph has none: its own words and their voice would go under in the paragraph.
    """
    in_context = any(isinstance(part, ContextPart) for part in answer.parts)
    if answer.case is None or answer.query.command not in CONDENSED or in_context:
        return answer

    def short() -> Answer:
        cited = Cited(library, as_asked(library.cases[str(answer.case)], answer.query))
        return condensed(cited, answer)

    return replace(answer, short=short)
