"""From a query to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answers import changes, damages, people, quote, sources, statements, status, timeline
from bot.answers import help as help_
from bot.answers.answer import Answer
from bot.answers.query import Query
from bot.cases.library import Library

ANSWERS: Mapping[str, Callable[[Library, Query], Answer]] = {
    "case status": status.answer,
    "case damages": damages.answer,
    "case statements": statements.answer,
    "case timeline": timeline.answer,
    "case people": people.answer,
    "case sources": sources.answer,
    "case changes": changes.answer,
    "quote": quote.answer,
    "help": help_.answer,
}


def respond(library: Library, asked: Query) -> Answer:
    """The answer to a query. Raises CommandError where it cannot be answered as it stands."""
    return ANSWERS[asked.command](library, asked)
