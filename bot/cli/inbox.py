"""``python -m bot inbox``: what people report about answers, for the editors."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.tools import EXIT_FAILED, Stop
from bot.console import count, echo
from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.db.reports import ReaderReport


def inbox(arguments: argparse.Namespace) -> None:
    """Print the reports that wait, having marked or deleted those that the arguments name. Raises Stop."""
    from bot.app.services import database

    settings = Settings.read(os.environ)
    with database(settings, migrates=False) as engine, engine.begin() as connection:
        _mark_done(connection, arguments.done or ())
        if arguments.delete_done:
            _delete_done(connection)
        if not (arguments.done or arguments.delete_done):
            _list(connection, with_done=arguments.all, as_json=arguments.json)


def _mark_done(connection: Connection, identifiers: Sequence[int]) -> None:
    from bot.db import reports

    marked = reports.mark_done(connection, identifiers, datetime.now(UTC)) if identifiers else ()
    if unknown := sorted(set(identifiers) - set(marked)):
        named = ", ".join(map(str, unknown))
        raise Stop(EXIT_FAILED, f"No such report waits: {named}. Nothing was marked.")
    if marked:
        echo(f"Done: {', '.join(map(str, marked))}.")


def _delete_done(connection: Connection) -> None:
    from bot.db import reports

    echo(f"Deleted: {count(reports.delete_done(connection), 'report')}.")


def _list(connection: Connection, *, with_done: bool, as_json: bool) -> None:
    from bot.db import reports

    found = reports.listed(connection, with_done=with_done)
    if as_json:
        from json import dumps

        echo(dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        state = "done" if one.done_at else "open"
        echo(f"{one.id}  {one.reported_at:%Y-%m-%d %H:%M} UTC  {one.platform}  {state}  {_line(one.command)}")
        echo(f"    {_line(one.reason)}")
    if not found:
        echo("No report waits.")


def _line(typed: str) -> str:
    """Typed words on one line, without characters that would steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in typed)


def _as_json(report: ReaderReport) -> dict[str, object]:
    return {
        "id": report.id,
        "platform": report.platform,
        "command": report.command,
        "reason": report.reason,
        "reported_at": report.reported_at.isoformat(),
        "done_at": report.done_at.isoformat() if report.done_at else None,
    }
