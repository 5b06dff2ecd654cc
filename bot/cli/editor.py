"""The command ``editor``: gives an editor a token for the review page, lists editors, takes tokens away."""

import argparse

from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import echo
from bot.settings import EDITORS


def editor(arguments: argparse.Namespace) -> None:
    """Add or remove an editor, or list them. Raises Stop with the reason where that is not possible."""
    from bot.web.editing.editor_tokens import EditorExists, EditorTokens

    tokens, name = EditorTokens(EDITORS), arguments.name
    try:
        if arguments.action == "list":
            for one in sorted(tokens.hashes()):
                echo(one)
        elif not name:
            raise Stop(EXIT_FAILED, "say whom: python -m bot editor add NAME")
        elif arguments.action == "add":
            echo(tokens.add(name))
        elif not tokens.remove(name):
            raise Stop(EXIT_FAILED, f"there is no editor “{name}”")
    except EditorExists:
        raise Stop(EXIT_FAILED, f"“{name}” has a token already; remove it first to give another") from None
    except (OSError, ValueError) as error:
        raise Stop(EXIT_FAILED, f"no editor was changed: {error}") from None
