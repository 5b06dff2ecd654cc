"""The command line. Each command imports what it needs, so that an answer does not wait for a web server.

argparse and not Typer, which loads pydantic to read its arguments (docs/decisions/0003-start-up.md).
"""

import argparse
import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import __version__
from bot.cli import backup as backups
from bot.cli import forget as forgetting
from bot.cli import restore as restoring
from bot.cli import tools
from bot.cli.authoring import add_commands, add_to_case, describe
from bot.cli.exits import EXIT_FAILED, Stop
from bot.cli.inbox import add_listing, inbox
from bot.cli.mcp import mcp
from bot.cli.say import say
from bot.console import echo
from bot.settings import CannotServe, Settings, SettingsError, doubts, logs_as_json

DESCRIPTION = "Answers about lawsuits in the news, only in the words of the source. Without a command: run."
EXAMPLES = """\
examples:
  python -m bot                              start; with no token, the web pages with a playground
  python -m bot say "/case damages"          one answer, here
  python -m bot say --json /quote travesty   the same for programs
  python -m bot say --json - < commands.txt  a command a line in, an answer a line out
  python -m bot check                        are all quotations in their sources?
"""
INBOX_MORE = (
    "Nothing of an entry is served before it is accepted: a suggested article becomes a draft (--published, "
    "and --id, or --into with the case that it is about), a proposed edition is written into its case."
)
"""What the help of ``inbox`` adds to its summary."""
EXIT_INTERRUPTED = 130
"""The status of a command that Ctrl-C has ended, as shells give it."""
SAY_MORE = """\
With --json -, each line of standard input is a command, and each line of output its answer as a JSON object,
written at once: “line” is the number of the command's line; a line without an answer has “error”, and ends
nothing. Exit status: 0 for an answer, even “the source does not say”; 1 for one that was held back; 2 for
what does not parse, also where that is one of many lines."""
"""What the help of ``say`` adds to its summary."""
PARTS = {
    "web": "start the web pages alone, with the addresses to which chat platforms post",
    "discord": "start the connection to Discord alone",
    "slack": "start the connection to Slack (Socket Mode) alone",
    "worker": "start the delivery of digests alone; any number may share a database",
}
"""Parts of the bot that can run in a process of their own, with the summaries of their commands."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status. Output is UTF-8, so that no quotation is altered."""
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
    except (SettingsError, CannotServe) as error:
        echo(str(error), to=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be said to them.
        _write_no_more()
        return EXIT_FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _write_no_more()
        echo("The output cannot be written: there is no space left.", to=sys.stderr)
        return EXIT_FAILED
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
    parser.set_defaults(do=serve, only=None)
    commands = parser.add_subparsers(title="commands", metavar="command")

    def command(name: str, do: object, summary: str, more: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}. {more}"
        )
        added.set_defaults(do=do)
        return added

    command("run", serve, "start every part that the settings enable, in one process")
    for part, summary in PARTS.items():
        command(part, serve, summary).set_defaults(only=part)
    command("migrate", tools.migrate, "bring the database to the schema of this version")
    backups.add_arguments(
        command(
            "backup",
            backups.backup,
            "back up the database and the case files, while the bot runs",
            backups.MORE,
        )
    )
    restoring.add_arguments(
        command("restore", restoring.restore, "restore a back-up, while every process of the bot is stopped")
    )
    manifest = command("manifest", tools.manifest, "print the manifest from which the Slack app is made")
    manifest.add_argument("platform", choices=("slack",))
    manifest.add_argument(
        "--assistant", action="store_true", help="with Slack's assistant, for workspaces whose plan has it"
    )
    manifest.add_argument(
        "--rotation", action="store_true", help="with tokens that expire; Slack lets nobody undo it"
    )
    command("invite", tools.invite, "print the links that add the bot to Discord").add_argument(
        "platform", choices=("discord",)
    )
    saying = command("say", say, "answer one command here in the terminal", SAY_MORE)
    saying.add_argument(
        "command",
        nargs="+",
        help="what you would type in chat, such as “/case damages”; “-” with --json: those of standard input",
    )
    form = saying.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    form.add_argument(
        "--platform",
        choices=("text", "discord", "slack"),
        help="print exactly the payloads this platform is sent",
    )
    status = "Prints each mistake as file:line:column: message. Exit status: 1 if there is any."
    checking = command("check", tools.check, "validate the case files", status)
    checking.add_argument(
        "folder", nargs="?", metavar="DIR", type=Path, help="the content folder, or one case's folder or file"
    )
    checking.add_argument(
        "--review", action="store_true", help="also warn of entries that are probably wrong; with status 0"
    )
    checking.add_argument("--all", action="store_true", help="review; show answered warnings too")
    checking.add_argument(
        "--strict", action="store_true", help="review; status 1 also for a warning without an answer"
    )
    form = checking.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print mistakes and warnings as one JSON list")
    form.add_argument("--sarif", action="store_true", help="print them as SARIF 2.1.0")
    add_commands(command)
    command("mcp", mcp, "serve the quotation checker to an AI assistant (MCP) on standard input and output")
    command(
        "schema", tools.schema, "print the JSON Schema of a case file, for editors that check while you type"
    )
    reported = command(
        "inbox", inbox, "list what is suggested, what has changed, and what people report", INBOX_MORE
    )
    reported.add_argument("action", nargs="?", default="list", choices=("list", "show", "accept", "dismiss"))
    reported.add_argument("entries", nargs="*", metavar="ENTRY", help="such as suggestion-3 or edition-2")
    add_to_case(reported)
    describe(reported)
    reported.add_argument("--all", action="store_true", help="list those that are done, too")
    reported.add_argument("--json", action="store_true", help="print them as one JSON list")
    add_listing(reported)
    reported.add_argument("--done", nargs="+", type=int, metavar="ID", help="mark reports as done")
    reported.add_argument(
        "--delete-done", action="store_true", help="delete all that are done, with the words that were typed"
    )
    status = "Exit status: 1 where nothing is stored. Processes that run forget within half a minute."
    forgetting.add_arguments(
        command("forget", forgetting.forget, "delete what is stored about a person or a workspace", status)
    )
    command("key", tools.key, "make a key for ENCRYPTION_KEY")
    command("doctor", tools.doctor, "check settings and content; name each problem and its cure")
    return parser


def serve(arguments: argparse.Namespace) -> None:
    """Run every part of the bot, or the one that the arguments name, until the process is told to stop."""
    from bot.app.ports import Ports

    # Until the parts are there to read the cases again, SIGHUP would end the process.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # Until then nothing has begun that would have to end. The first process of a container has to say so
    # itself: the system keeps from it what it does not handle.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: os._exit(0))
    # An exception, which Python would raise at Ctrl-C, is lost in whatever module is loaded at that moment
    # and catches all. A shell's background job ignores Ctrl-C, and goes on ignoring it until the parts run.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda _signal, _frame: os._exit(EXIT_INTERRUPTED))
    try:
        settings = Settings.read(os.environ)
    except SettingsError as error:
        raise _refusal(error, error.problems) from None
    try:
        # Before the rest is loaded, which takes most of a start.
        ports = Ports.open(settings, arguments.only)
    except CannotServe as error:
        _log_doubts(settings)
        raise _refusal(error, (str(error),)) from None
    _log_doubts(settings)
    # Nothing of what is imported is garbage, and looking for some takes a sixth of the start.
    gc.disable()
    from bot.app.serve import serve as serve_parts

    gc.enable()
    serve_parts(settings, ports, arguments.only)


def _refusal(error: Exception, problems: Sequence[str]) -> Exception:
    """What to raise for a refused start: the error, or an end where a log of JSON has said why."""
    if not logs_as_json(os.environ):
        return error
    import structlog

    from bot.logs import configure_logging

    log = structlog.get_logger()
    configure_logging(Settings(log_format="json"))
    for sentence in problems:
        log.error("cannot serve", reason=sentence)
    return Stop(EXIT_FAILED)


def _log_doubts(settings: Settings) -> None:
    import structlog

    from bot.logs import configure_logging

    log = structlog.get_logger()
    configure_logging(settings)
    for sentence, cure in doubts(os.environ):
        log.warning("setting doubted", reason=sentence, cure=cure)
