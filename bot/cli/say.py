"""``python -m bot say``: commands answered in the terminal, for people or for programs."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.exits import EXIT_FAILED, EXIT_NOT_UNDERSTOOD, Stop
from bot.console import count, echo, locale, progress, width
from bot.settings import CACHE, INDEX, VECTORS, Settings

if TYPE_CHECKING:
    from bot.answers.answer import Answer
    from bot.answers.query import CommandError
    from bot.rendering.wording import Wording
    from bot.search.archive import Archive

STANDARD_INPUT = "-"
"""Stands for the commands that standard input has, one a line, in the place of a command."""


def say(arguments: argparse.Namespace) -> None:
    """Answer one command, or each line of standard input for “-”, in the form that the arguments ask for.

    Raises Stop and CannotServe.
    """
    from bot.answers.answer import NotProven
    from bot.answers.grammar import parse
    from bot.answers.query import CommandError
    from bot.app.terminal import answer_in_terminal
    from bot.rendering.gate import NotProvenOnPayload

    settings = Settings.read(os.environ)
    if arguments.command == [STANDARD_INPUT]:
        if not arguments.json:
            raise Stop(EXIT_NOT_UNDERSTOOD, "Commands are read from standard input with --json alone.")
        from bot.cli.say_lines import say_lines

        say_lines(read_archive(settings), settings)
        return
    try:
        query = parse(" ".join(arguments.command), settings.command_prefix)
        answer = answer_in_terminal(query, read_archive(settings), settings, os.environ)
        echo(_rendered(answer, settings, arguments))
    except CommandError as error:
        raise Stop(EXIT_NOT_UNDERSTOOD, _explained(error, settings, arguments)) from None
    except (NotProven, NotProvenOnPayload) as error:
        raise Stop(
            EXIT_FAILED, f"The answer was held back: a quotation in it could not be proven ({error})."
        ) from None


def read_archive(settings: Settings) -> Archive:
    """The cases with their index; mistakes in them are told on standard error."""
    from bot.corpus.cache import CaseCache
    from bot.corpus.content import ContentRepository
    from bot.corpus.index_files import open_archive
    from bot.corpus.vector_file import VectorFile

    with progress("Reading the cases") as show:
        library = ContentRepository(settings.content_dir, CaseCache(CACHE)).read(show)
    if library.problems:
        mistakes = count(len(library.problems), "mistake")
        echo(f"{mistakes} in the case files: python -m bot check lists them.", to=sys.stderr)

    def warn(sentence: str) -> None:
        echo(sentence, to=sys.stderr)

    return open_archive(library, INDEX, warn, VectorFile(VECTORS, warn))


def _rendered(answer: Answer, settings: Settings, arguments: argparse.Namespace) -> str:
    from json import dumps

    from bot.rendering.export import as_object
    from bot.rendering.render import Presentation, to_discord, to_slack, to_text

    presentation = Presentation(_words(arguments, settings), settings.public_url, settings.command_prefix)
    if arguments.json:
        return dumps(as_object(answer, presentation), ensure_ascii=False, indent=2)
    match arguments.platform:
        case "discord":
            return dumps(to_discord(answer, presentation), ensure_ascii=False, indent=2)
        case "slack":
            return dumps(to_slack(answer, presentation), ensure_ascii=False, indent=2)
        case "text":
            return to_text(answer, presentation)
        case _:
            # For a person: what is printed for programs is the same on every day.
            today = datetime.now().astimezone().date()
            return to_text(answer, replace(presentation, today=today), width())


def _words(arguments: argparse.Namespace, settings: Settings) -> Wording:
    """The words of whoever is at the terminal; programs read JSON, which says the same everywhere."""
    from bot.rendering.wording import Wording

    return Wording("en" if arguments.json else locale(os.environ), settings.command_prefix)


def _explained(error: CommandError, settings: Settings, arguments: argparse.Namespace) -> str:
    """The sentence, then the forms that are understood."""
    from bot.answers.commands import usages

    forms = (f"  {usage}" for usage in usages(error.help_for, settings.command_prefix))
    return "\n".join([_words(arguments, settings).say(error.sentence), *forms])
