"""The command ``editor``: gives an editor a token for the review page, lists editors, revokes tokens."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import echo
from bot.settings import EDITORS, Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bot.db.editor_tokens import EditorToken


def editor(arguments: argparse.Namespace) -> None:
    """Add or remove an editor, or list them. Raises Stop with the reason where that is not possible."""
    from bot.app.services import database, is_migrated_by_itself
    from bot.db.database import writing

    if arguments.action != "list" and not arguments.name:
        raise Stop(EXIT_FAILED, f"say whom: python -m bot editor {arguments.action} NAME")
    settings = Settings.read(os.environ)
    with database(settings, migrates=is_migrated_by_itself(settings)) as engine:
        _take_over(engine)
        with writing(engine) as connection:
            ACTIONS[arguments.action](connection, arguments.name)


def _take_over(engine: Engine) -> None:
    """Take over the editors of an earlier version's file, and say so beside what the command prints."""
    from bot.service.editors_file import take_over

    try:
        taken = take_over(engine, EDITORS)
    except (OSError, ValueError) as error:
        raise Stop(EXIT_FAILED, f"no editor was changed: {error}; mend or remove it") from None
    if taken:
        fate = f"it is {taken.renamed} now" if taken.renamed else "it cannot be renamed: remove it"
        echo(f"Taken over from {EDITORS}: {', '.join(taken.editors) or 'nobody new'}; {fate}.", to=sys.stderr)


def _add(connection: Connection, name: str) -> None:
    from bot.service.editors import EditorExists, add_editor

    try:
        echo(add_editor(connection, name, datetime.now(UTC)))
    except EditorExists:
        raise Stop(EXIT_FAILED, f"“{name}” has a token already; remove it first to give another") from None
    except ValueError:
        raise Stop(
            EXIT_FAILED,
            f"“{name}” is no name for an editor: 40 letters, digits, “.”, “-”, “_” or “@” at most",
        ) from None


def _remove(connection: Connection, name: str) -> None:
    from bot.db.editor_tokens import revoke

    if not revoke(connection, name, datetime.now(UTC)):
        raise Stop(EXIT_FAILED, f"there is no editor “{name}” with a token")
    echo(f"“{name}” is let in no more, in any process.")


def _list(connection: Connection, _: str) -> None:
    from bot.db.editor_tokens import listed

    for one in listed(connection):
        echo(f"{one.name}: {', '.join(_days(one))}")


def _days(one: EditorToken) -> Iterator[str]:
    yield f"made {one.made_at.date()}"
    yield f"last used {one.used_on}" if one.used_on else "never used"
    if one.revoked_at:
        yield f"removed {one.revoked_at.date()}"


ACTIONS: Mapping[str, Callable[[Connection, str], None]] = {"add": _add, "remove": _remove, "list": _list}
