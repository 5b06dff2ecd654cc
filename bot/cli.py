"""The command line. Each command imports what it needs, so that an answer does not wait for a web server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import __version__
from bot.settings import CACHE, Settings, SettingsError

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from bot.answers.answer import Answer
    from bot.answers.query import CommandError
    from bot.cases.library import Library, Progress

FAILED, NOT_UNDERSTOOD = 1, 2
WIDEST = 100
MANY = 50
"""Case files from which on reading them shows its progress."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    help="Answers about lawsuits in the news, only in the words of the source. Without a command: run.",
)


class Platform(StrEnum):
    """Whose payloads ``say --platform`` prints."""

    text = "text"
    discord = "discord"
    slack = "slack"


def main() -> None:
    """Run the command line; what is printed is UTF-8 everywhere, since quotations must not be altered."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # they are files
    app(prog_name="python -m bot")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Run the bot, where no command is given."""
    if version:
        typer.echo(__version__)
    elif context.invoked_subcommand is None:
        run()
    if version:
        raise typer.Exit


@app.command()
def run() -> None:
    """Start every part that the settings enable, in one process; with no token, the web pages."""
    from bot.app import serve

    serve(_settings(), os.environ)


@app.command()
def web() -> None:
    """Start the web pages alone."""
    from bot.app import serve

    serve(_settings(), os.environ)


@app.command()
def say(
    command: Annotated[list[str], typer.Argument(help="What you would type in chat, such as “/case damages”.")],
    json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    platform: Annotated[
        Platform | None, typer.Option(help="Print exactly the payloads that this platform would be sent.")
    ] = None,
) -> None:
    """Answer one command here in the terminal.

    Exit status: 0 for an answer, also where the source does not say; 2 for a command that does not parse.
    """
    from bot.answers.answer import NotProven
    from bot.answers.grammar import parse
    from bot.answers.query import CommandError
    from bot.answers.respond import respond
    from bot.rendering.gate import NotProvenOnPayload

    settings = _settings()
    try:
        query = parse(" ".join(command), settings.command_prefix)
        answer = respond(_library(settings), query)
        typer.echo(_said(answer, settings, platform, as_json=json))
    except CommandError as error:
        _explain(error, settings)
    except (NotProven, NotProvenOnPayload) as error:
        typer.echo("The answer was held back: a quotation in it could not be proven.", err=True)
        _fail(str(error))


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The content folder, or one case's.")] = None,
) -> None:
    """Validate the case files; each mistake as file:line:column: message."""
    from bot.cases.library import Library, Shelf
    from bot.cases.load import load_case
    from bot.cases.problems import CaseFileError
    from bot.cases.reading import CASE_FILE
    from bot.cases.spans import selectors_of

    content = folder or _settings().content_dir
    if (content / CASE_FILE).is_file():
        try:
            case = load_case(content)
            library = Library({case.id: case})
        except CaseFileError as error:
            library = Library(problems=error.problems)
    else:
        with _progress("Checking") as progress:
            library = Shelf(content).read(progress)
    for problem in library.problems:
        typer.echo(str(problem))
    if library.problems:
        _fail(f"{len(library.problems)} to mend.")
    proven = sum(len({one.span for one in selectors_of(case)}) for case in library.cases.values())
    typer.echo(f"All good: {_count(len(library.cases), 'case')}, {_count(proven, 'quotation')} proven verbatim.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a case file, for editors that complete and check while you type."""
    from json import dumps

    from bot.cases.load import case_file_type

    typer.echo(dumps(case_file_type().json_schema(), indent=2, ensure_ascii=False))


@app.command()
def doctor() -> None:
    """Check settings and content; name each problem and its cure."""
    from bot.doctor import findings

    bad = 0
    for finding in findings(os.environ):
        bad += not finding.good
        mark = typer.style("ok  ", fg="green") if finding.good else typer.style("BAD ", fg="red", bold=True)
        typer.echo(f"{mark} {finding.what}")
        if finding.cure:
            typer.echo(f"     {finding.cure}")
    if bad:
        _fail(f"{_count(bad, 'problem')} found.")


def _settings() -> Settings:
    try:
        return Settings.read(os.environ)
    except SettingsError as error:
        _fail("\n".join(error.problems))


def _library(settings: Settings) -> Library:
    from bot.cases.cache import CaseCache
    from bot.cases.library import Shelf

    with _progress("Reading the cases") as progress:
        library = Shelf(settings.content_dir, CaseCache(CACHE)).read(progress)
    if library.problems:
        sentence = f"{_count(len(library.problems), 'mistake')} in the case files: see python -m bot check"
        typer.echo(sentence, err=True)
    return library


def _said(answer: Answer, settings: Settings, platform: Platform | None, *, as_json: bool) -> str:
    from json import dumps

    from bot.rendering.export import as_object
    from bot.rendering.render import Presentation, to_discord, to_slack, to_text

    presentation = Presentation(public_url=settings.public_url, prefix=settings.command_prefix)
    if as_json:
        return dumps(as_object(answer, presentation), ensure_ascii=False, indent=2)
    match platform:
        case Platform.discord:
            return dumps(to_discord(answer, presentation), ensure_ascii=False, indent=2)
        case Platform.slack:
            return dumps(to_slack(answer, presentation), ensure_ascii=False, indent=2)
        case Platform.text:
            return to_text(answer, presentation)
        case None:
            return to_text(answer, presentation, _width())


def _width() -> int | None:
    """The width to wrap at; nothing is wrapped that goes into a file or a pipe."""
    return min(os.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else None


def _explain(error: CommandError, settings: Settings) -> NoReturn:
    """The sentence, then the forms that are understood, on standard error."""
    from bot.answers.commands import COMMANDS

    typer.echo(str(error), err=True)
    meant = [command for name, command in COMMANDS.items() if f"{name} ".startswith(f"{error.help_for} ".lstrip())]
    for command in meant or COMMANDS.values():
        typer.echo(f"  /{settings.command_prefix}{command.usage.removeprefix('/')}", err=True)
    raise typer.Exit(NOT_UNDERSTOOD)


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(FAILED)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@contextmanager
def _progress(what: str) -> Iterator[Progress]:
    """A bar on standard error, where a person watches and there is enough to wait for."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    bars: list[tuple[RichProgress, TaskID]] = []

    def show(done: int, of: int) -> None:
        if of >= MANY and not bars:
            from rich.console import Console
            from rich.progress import Progress as Bar

            bar = Bar(console=Console(stderr=True), transient=True)
            bar.start()
            bars.append((bar, bar.add_task(what, total=of)))
        for bar, task in bars:
            bar.update(task, completed=done)

    try:
        yield show
    finally:
        for bar, _ in bars:
            bar.stop()
