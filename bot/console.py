"""What a person at a terminal sees: colour and progress only where there is a person to see them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from bot.corpus.content import ProgressCallback

WIDEST = 100
MANY = 50
"""Steps from which on work shows its progress."""
UNTRANSLATED = frozenset({"C", "POSIX"})
"""Locales of programs rather than people: LANGUAGE does not count beside them."""
COLOURS = {"green": "32", "red": "1;31"}


def echo(text: str, to: TextIO | None = None) -> None:
    """Write a line, to standard output where nothing else is said."""
    print(text, file=to or sys.stdout, flush=True)


def styled(text: str, colour: str) -> str:
    """The text in a colour where a terminal wants one (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"


def width() -> int | None:
    """The columns to wrap at; None where the output goes into a file or a pipe.

    One column is left free: a line that is broken keeps the space after its last word, which would
    otherwise begin a line of its own.
    """
    return min(get_terminal_size().columns - 1, WIDEST) if sys.stdout.isatty() else None


def count(number: int, thing: str) -> str:
    """A number of things, in words of the right number."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def locale(environ: Mapping[str, str]) -> str:
    """The locale of whoever is at the terminal, found as gettext finds it; English where none is set."""
    # Imported here: it brings Babel, and the commands for machines print nothing that is translated.
    from bot.rendering.translations import known_locale

    chosen = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    preferred = [] if chosen in UNTRANSLATED else environ.get("LANGUAGE", "").split(":")
    # “de_AT.UTF-8@euro” is the locale de_AT.
    return known_locale(*(re.split("[.@]", name)[0] for name in (*preferred, chosen)))


@contextmanager
def progress(what: str) -> Iterator[ProgressCallback]:
    """A bar on standard error, where a person watches and there is enough to wait for."""
    bars: list[tuple[Progress, TaskID]] = []

    def show(done: int, of: int) -> None:
        if of >= MANY and not bars and sys.stderr.isatty():
            bars.append(_bar(what, of))
        for bar, task in bars:
            bar.update(task, completed=done)

    try:
        yield show
    finally:
        for bar, _ in bars:
            bar.stop()


def _bar(what: str, of: int) -> tuple[Progress, TaskID]:
    # Imported here: most commands are done before a bar could show.
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task(what, total=of)


def one_line(typed: str) -> str:
    """Typed words on one line, without characters that would steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in typed)
