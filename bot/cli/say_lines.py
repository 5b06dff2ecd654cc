"""``python -m bot say --json -``: a command a line in on standard input, an answer a line out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from bot.cli.exits import EXIT_FAILED, EXIT_NOT_UNDERSTOOD, Stop
from bot.console import echo
from bot.settings import CannotServe, Settings

if TYPE_CHECKING:
    from bot.search.archive import Archive

LONGEST_LINE = 1 << 16
"""Bytes of the longest line that is read: chat platforms let nobody type as much."""
LINE_BREAKS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}
"""Escapes for the characters of a JSON text that programs take for the end of a line."""


class LineReply(NamedTuple):
    """What is printed for a line, and the exit status that it calls for: 0 for an answer."""

    fields: dict[str, object]
    status: int = 0


def say_lines(archive: Archive, settings: Settings) -> None:
    """Answer each line of standard input until it ends, each at once. Raises Stop where some had no answer.

    The status is 2 where a line was not understood, and 1 where an answer was held back or could not be made.
    """
    statuses = set()
    for number, typed in _lines(sys.stdin.buffer):
        reply = _reply(typed, archive, settings)
        statuses.add(reply.status)
        echo(json.dumps({"line": number, **reply.fields}, ensure_ascii=False).translate(LINE_BREAKS))
    for status in (EXIT_FAILED, EXIT_NOT_UNDERSTOOD):
        if status in statuses:
            raise Stop(status)


def _lines(reads: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers from 1; of one that is too long, its beginning."""
    number = 0
    while line := reads.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = reads.readline(LONGEST_LINE + 1)
        if line.strip():
            yield number, line


def _reply(line: bytes, archive: Archive, settings: Settings) -> LineReply:
    from bot.answers.answer import NotProven
    from bot.answers.commands import usages
    from bot.answers.grammar import parse
    from bot.answers.query import CommandError
    from bot.app.terminal import answer_in_terminal
    from bot.rendering.export import as_object
    from bot.rendering.gate import NotProvenOnPayload
    from bot.rendering.render import Presentation
    from bot.rendering.wording import Wording

    words = Wording("en", settings.command_prefix)
    if len(line) > LONGEST_LINE:
        return LineReply({"error": f"A line has {LONGEST_LINE:,} bytes at most."}, EXIT_NOT_UNDERSTOOD)
    try:
        query = parse(line.decode().strip(), settings.command_prefix)
        answer = answer_in_terminal(query, archive, settings, os.environ)
        presentation = Presentation(words, settings.public_url, settings.command_prefix)
        return LineReply({**as_object(answer, presentation)})
    except UnicodeDecodeError:
        return LineReply({"error": "The line is not UTF-8."}, EXIT_NOT_UNDERSTOOD)
    except CommandError as error:
        known = list(usages(error.help_for, settings.command_prefix))
        return LineReply({"error": words.say(error.sentence), "usage": known}, EXIT_NOT_UNDERSTOOD)
    except (NotProven, NotProvenOnPayload) as error:
        held = f"The answer was held back: a quotation in it could not be proven ({error})."
        return LineReply({"error": held}, EXIT_FAILED)
    except CannotServe as error:
        return LineReply({"error": str(error)}, EXIT_FAILED)
