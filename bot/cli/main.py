"""The command line. Each command imports what it needs, so that an answer does not wait for a web server.

argparse and not Typer, which loads pydantic to read its arguments (docs/decisions/0003-start-up.md).
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.console import count, echo, locale, progress, styled, width
from bot.settings import CACHE, INDEX, VECTORS, Settings, SettingsError

if TYPE_CHECKING:
    from bot.answers.answer import Answer
    from bot.answers.query import CommandError, Query
    from bot.rendering.wording import Wording
    from bot.search.archive import Archive

FAILED, NOT_UNDERSTOOD = 1, 2
OF_A_PLACE = ("digest ", "settings ")
"""How the commands begin that the database has a part in."""
DESCRIPTION = "Answers about lawsuits in the news, only in the words of the source. Without a command: run."
EXAMPLES = """\
examples:
  python -m bot                              start; with no token, the web pages with a playground
  python -m bot say "/case damages"          one answer, here
  python -m bot say --json /quote travesty   the same for programs
  python -m bot check                        are all quotations in their sources?
"""


class Stop(Exception):
    """The program ends with this status, having said why."""

    def __init__(self, status: int, sentence: str = "") -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit status. Output is UTF-8, so that no quotation is altered."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parsed = _parser().parse_args(arguments)
    try:
        parsed.do(parsed)
    except Stop as stop:
        if stop.sentence:
            echo(stop.sentence, to=sys.stderr)
        return stop.status
    except SettingsError as error:
        echo(str(error), to=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be said to them.
        _write_no_more()
        return FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _write_no_more()
        echo("The output cannot be written: there is no space left.", to=sys.stderr)
        return FAILED
    return 0


def _write_no_more() -> None:
    """Without this, Python tries once more when it ends, and complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(do=run, alone="")
    commands = parser.add_subparsers(title="commands", metavar="command")

    def command(name: str, do: object, summary: str, more: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}. {more}"
        )
        added.set_defaults(do=do)
        return added

    command("run", run, "start every part that the settings enable, in one process")
    command("web", web, "start the web pages alone, with the addresses to which chat platforms post")
    command("discord", discord, "start the connection to Discord alone")
    command("slack", slack, "start the connection to Slack (Socket Mode) alone")
    command("worker", worker, "start the delivery of digests alone; any number may share a database")
    command("migrate", migrate, "bring the database to the schema of this version")
    command("manifest", manifest, "print the manifest from which the Slack app is made").add_argument(
        "platform", choices=("slack",)
    )
    command("invite", invite, "print the links that add the bot to Discord").add_argument(
        "platform", choices=("discord",)
    )
    status = "Exit status: 0 for an answer, even “the source does not say”; 2 for what does not parse."
    saying = command("say", say, "answer one command here in the terminal", status)
    saying.add_argument("command", nargs="+", help="what you would type in chat, such as “/case damages”")
    form = saying.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    form.add_argument(
        "--platform",
        choices=("text", "discord", "slack"),
        help="print exactly the payloads this platform is sent",
    )
    status = "Prints each mistake as file:line:column: message. Exit status: 1 if there is any."
    checking = command("check", check, "validate the case files", status)
    checking.add_argument(
        "folder", nargs="?", metavar="DIR", type=Path, help="the content folder, or one case's folder or file"
    )
    command("schema", schema, "print the JSON Schema of a case file, for editors that check while you type")
    command("key", key, "make a key for ENCRYPTION_KEY")
    command("doctor", doctor, "check settings and content; name each problem and its cure")
    return parser


def run(_: argparse.Namespace) -> None:
    """Start every part, until told to stop."""
    _serve()


def web(_: argparse.Namespace) -> None:
    """Start the web pages alone."""
    _serve("web")


def discord(_: argparse.Namespace) -> None:
    """Start the connection to Discord alone."""
    _serve("discord")


def slack(_: argparse.Namespace) -> None:
    """Start the connection to Slack alone."""
    _serve("slack")


def worker(_: argparse.Namespace) -> None:
    """Start the delivery of digests alone."""
    _serve("worker")


def migrate(_: argparse.Namespace) -> None:
    """Apply the migrations that are missing."""
    from bot.db.database import UNUSABLE, open_database
    from bot.db.migrate import SchemaMismatch
    from bot.db.migrate import migrate as applied

    engine = open_database(Settings.read(os.environ).database_url, patience=30)
    try:
        done = applied(engine)
    except (SchemaMismatch, *UNUSABLE) as error:
        raise Stop(FAILED, str(getattr(error, "orig", error))) from None
    finally:
        engine.dispose()
    echo(f"Applied: {', '.join(done)}." if done else "The database is up to date.")


def _serve(only: str | None = None) -> None:
    from bot.app import CannotServe, serve

    try:
        serve(Settings.read(os.environ), only)
    except CannotServe as error:
        raise Stop(FAILED, str(error)) from None


def manifest(_: argparse.Namespace) -> None:
    """Print the manifest of the Slack app: for Socket Mode, or for HTTP where there is no app-level token."""
    from json import dumps

    from bot.platforms.slack.manifest import manifest as made

    settings = Settings.read(os.environ)
    over_http = bool(settings.slack_signing_secret and not settings.slack_app_token)
    echo(dumps(made(settings.command_prefix, settings.public_url, over_http=over_http), indent=2))


def invite(_: argparse.Namespace) -> None:
    """Print the links that install the bot on Discord."""
    from bot.platforms.discord.gateway import MISSING, REFUSED
    from bot.platforms.discord.invite import for_a_server, for_oneself
    from bot.platforms.discord.sender import user_of

    token = Settings.read(os.environ).discord_token
    if not token:
        raise Stop(FAILED, MISSING)
    application = user_of(token)
    if not application.isdecimal():
        raise Stop(FAILED, REFUSED)
    echo(f"For a server: {for_a_server(application)}")
    echo(f"For oneself:  {for_oneself(application)}")


def say(arguments: argparse.Namespace) -> None:
    """Answer one command."""
    from bot.answers.answer import NotProven
    from bot.answers.grammar import parse
    from bot.answers.query import CommandError
    from bot.rendering.gate import NotProvenOnPayload

    settings = Settings.read(os.environ)
    try:
        query = parse(" ".join(arguments.command), settings.command_prefix)
        echo(_said(_answer(query, settings), settings, arguments))
    except CommandError as error:
        raise Stop(NOT_UNDERSTOOD, _explained(error, settings, arguments)) from None
    except (NotProven, NotProvenOnPayload) as error:
        raise Stop(
            FAILED, f"The answer was held back: a quotation in it could not be proven ({error})."
        ) from None


def _answer(query: Query, settings: Settings) -> Answer:
    from bot.answers.respond import respond

    archive = _archive(settings)
    if not query.command.startswith(OF_A_PLACE):
        return respond(archive, query)
    from bot.place import NoDatabase, answer_in_terminal

    try:
        return answer_in_terminal(query, archive.library, settings.database_url, locale(os.environ))
    except NoDatabase as error:
        raise Stop(FAILED, str(error)) from None


def check(arguments: argparse.Namespace) -> None:
    """Validate case files, reading none from the cache."""
    from bot.cases.spans import selectors_of
    from bot.corpus.content import ContentRepository
    from bot.corpus.files import CASE_FILE

    folder = arguments.folder or Settings.read(os.environ).content_dir
    folder = folder.parent if folder.name == CASE_FILE else folder
    if (folder / CASE_FILE).is_file():
        library = ContentRepository(folder.resolve().parent).read(only=frozenset({folder.resolve().name}))
    else:
        with progress("Checking") as told:
            library = ContentRepository(folder).read(told)
    for problem in library.problems:
        echo(str(problem))
    if library.problems:
        raise Stop(FAILED, f"{count(len(library.problems), 'mistake')} to mend.")
    proven = sum(len({one.span for one in selectors_of(case)}) for case in library.cases.values())
    echo(f"All good: {count(len(library.cases), 'case')}, {count(proven, 'quotation')} proven verbatim.")


def schema(_: argparse.Namespace) -> None:
    """Print the JSON Schema of a case file."""
    from json import dumps

    from bot.cases.parsing import case_file_schema

    echo(dumps(case_file_schema(), indent=2, ensure_ascii=False))


def key(_: argparse.Namespace) -> None:
    """Print a new key."""
    from cryptography.fernet import Fernet

    echo(Fernet.generate_key().decode())


def doctor(_: argparse.Namespace) -> None:
    """Say of each part whether it is well, and else what to do."""
    from bot.cli.doctor import findings

    found = list(findings(os.environ))
    for finding in found:
        echo(f"{styled('ok ', 'green') if finding.good else styled('BAD', 'red')}  {finding.what}")
        if finding.cure:
            echo(f"     {finding.cure}")
    bad = sum(not finding.good for finding in found)
    if bad:
        raise Stop(FAILED, f"{count(bad, 'problem')} found.")


def _archive(settings: Settings) -> Archive:
    from bot.corpus.cache import CaseCache
    from bot.corpus.content import ContentRepository
    from bot.corpus.index_files import open_archive
    from bot.corpus.vector_file import VectorFile

    with progress("Reading the cases") as told:
        library = ContentRepository(settings.content_dir, CaseCache(CACHE)).read(told)
    if library.problems:
        mistakes = count(len(library.problems), "mistake")
        echo(f"{mistakes} in the case files: python -m bot check lists them.", to=sys.stderr)

    def warn(sentence: str) -> None:
        echo(sentence, to=sys.stderr)

    return open_archive(library, INDEX, warn, VectorFile(VECTORS, warn))


def _said(answer: Answer, settings: Settings, arguments: argparse.Namespace) -> str:
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
            return to_text(answer, presentation, width())


def _words(arguments: argparse.Namespace, settings: Settings) -> Wording:
    """The words of whoever is at the terminal; programs read JSON, which says the same everywhere."""
    from bot.rendering.wording import Wording

    return Wording("en" if arguments.json else locale(os.environ), settings.command_prefix)


def _explained(error: CommandError, settings: Settings, arguments: argparse.Namespace) -> str:
    """The sentence, then the forms that are understood."""
    from bot.answers.commands import usages

    forms = (f"  {usage}" for usage in usages(error.help_for, settings.command_prefix))
    return "\n".join([_words(arguments, settings).say(error.sentence), *forms])
