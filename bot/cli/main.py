"""The command line. Each command imports what it needs, so that an answer does not wait for a web server.

argparse and not Typer, which loads pydantic to read its arguments (docs/decisions/0003-start-up.md).
"""

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import __version__
from bot.cli import tools
from bot.cli.inbox import inbox
from bot.cli.mcp import mcp
from bot.cli.say import say
from bot.cli.tools import EXIT_FAILED, Stop
from bot.console import echo
from bot.settings import CannotServe, Settings, SettingsError

DESCRIPTION = "Answers about lawsuits in the news, only in the words of the source. Without a command: run."
EXAMPLES = """\
examples:
  python -m bot                              start; with no token, the web pages with a playground
  python -m bot say "/case damages"          one answer, here
  python -m bot say --json /quote travesty   the same for programs
  python -m bot check                        are all quotations in their sources?
"""
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
    manifest = command("manifest", tools.manifest, "print the manifest from which the Slack app is made")
    manifest.add_argument("platform", choices=("slack",))
    manifest.add_argument(
        "--assistant", action="store_true", help="with Slack's assistant, for workspaces whose plan has it"
    )
    command("invite", tools.invite, "print the links that add the bot to Discord").add_argument(
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
    command("mcp", mcp, "serve the quotation checker to an AI assistant (MCP) on standard input and output")
    command(
        "schema", tools.schema, "print the JSON Schema of a case file, for editors that check while you type"
    )
    reported = command("inbox", inbox, "list what people report about answers, for the editors")
    reported.add_argument("--all", action="store_true", help="list those that are done, too")
    reported.add_argument("--json", action="store_true", help="print them as one JSON list")
    reported.add_argument("--done", nargs="+", type=int, metavar="ID", help="mark reports as done")
    reported.add_argument(
        "--delete-done", action="store_true", help="delete all that are done, with the words that were typed"
    )
    command("key", tools.key, "make a key for ENCRYPTION_KEY")
    command("doctor", tools.doctor, "check settings and content; name each problem and its cure")
    return parser


def serve(arguments: argparse.Namespace) -> None:
    """Run every part of the bot, or the one that the arguments name, until the process is told to stop."""
    from bot.app.serve import serve as serve_parts

    serve_parts(Settings.read(os.environ), arguments.only)
