"""The arguments of the commands that begin a case file; what they need is imported when one is run."""

import argparse
from typing import Protocol


class AddCommand(Protocol):
    """Adds a command to the command line: its name, what it does, and its summary."""

    def __call__(self, name: str, do: object, summary: str, more: str = "") -> argparse.ArgumentParser:
        """Give the parser of the new command, to which its arguments are added."""


def add_commands(command: AddCommand) -> None:
    """Add ``draft``, ``new`` and ``editor``, with their arguments."""
    drafting = command("draft", draft, "propose what an article gives for a case file", DRAFT)
    drafting.add_argument(
        "file", metavar="FILE", help="the article: .txt, .html, .eml, .docx, .pdf, or a URL"
    )
    drafting.add_argument("--json", action="store_true", help="print the proposals as one JSON object")
    drafting.add_argument("--accept-sure", action="store_true", help="write what needs no decision of yours")
    drafting.add_argument("--edit", action="store_true", help="begin a draft for the review page at /edit")
    add_to_case(drafting)
    describe(drafting)
    making = command("new", new, "write a commented skeleton of a case file for an article", NEW)
    making.add_argument("file", metavar="FILE", help="the article: .txt, .html, .eml, .docx, .pdf, or a URL")
    describe(making)
    editing = command(
        "editor", editor, "give an editor a token for the review page at /edit, or take it away"
    )
    editing.add_argument("action", choices=("add", "remove", "list"))
    editing.add_argument("name", nargs="?", default="", metavar="NAME", help="who it is, as journals name it")


DRAFT = (
    "With --id and --accept-sure it writes content/ID of what needs no decision, the rest in its comments. "
    "With --into CASE it begins a draft that adds the article to that case, and prints what the case has."
)
NEW = "Nothing in it is decided: every proposal stands in a comment, with its span."


def add_to_case(parser: argparse.ArgumentParser) -> None:
    """Add the arguments by which an article comes to a case that exists."""
    parser.add_argument(
        "--anyway", action="store_true", help="write it, though the article seems to be known"
    )
    parser.add_argument(
        "--into", metavar="CASE", default="", help="begin a draft that adds the article to a case"
    )
    parser.add_argument(
        "--edition-of", metavar="SOURCE", default="", help="the article of the case that it is, changed"
    )


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the arguments by which an editor describes an article."""
    parser.add_argument(
        "--id", metavar="ID", default="", help="the case's id: small letters, digits and hyphens"
    )
    parser.add_argument(
        "--published", metavar="DAY", default="", help="the day of the article, as 2023-07-12"
    )
    parser.add_argument("--charset", default="", help="the article's encoding, where it does not say so")
    parser.add_argument(
        "--part", metavar="N", type=int, default=0, help="which article of a page with several"
    )
    parser.add_argument(
        "--language", metavar="TAG", default="", help="the article's language, such as de; without it en"
    )
    for name in ("title", "headline", "publisher", "author", "url", "licence"):
        parser.add_argument(f"--{name}", metavar="WORDS", default="", help=f"the {name}, as you confirm it")


def draft(arguments: argparse.Namespace) -> None:
    """Propose what an article gives; see ``bot.cli.draft``."""
    from bot.cli.draft import draft as run

    run(arguments)


def new(arguments: argparse.Namespace) -> None:
    """Write a skeleton of a case file; see ``bot.cli.new``."""
    from bot.cli.new import new as run

    run(arguments)


def editor(arguments: argparse.Namespace) -> None:
    """Give an editor a token, or take it away; see ``bot.cli.editor``."""
    from bot.cli.editor import editor as run

    run(arguments)
