"""``python -m bot inbox``: suggested articles, proposed editions and what people report, for the editors."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo, one_line
from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.db.reports import ReaderReport
    from bot.db.suggestions import SuggestedArticle
    from bot.db.watched_pages import ProposedEdition, WatchedPage
    from bot.service.inbox.entries import EntryName


def inbox(arguments: argparse.Namespace) -> None:
    """List what waits, or show, accept, dismiss or delete what the arguments name. Raises Stop."""
    from bot.app.services import database

    settings = Settings.read(os.environ)
    with database(settings, migrates=False) as engine:
        with engine.begin() as connection:
            _mark_done(connection, arguments.done or ())
            if arguments.delete_done:
                _delete_done(connection)
            if arguments.action == "dismiss":
                _dismiss(connection, _names(arguments.entries))
            elif arguments.action == "list" and not (arguments.done or arguments.delete_done):
                _list(connection, with_done=arguments.all, as_json=arguments.json)
        if arguments.action in {"show", "accept"}:
            from bot.cli.inbox_entry import accept, show

            do = show if arguments.action == "show" else accept
            for name in _names(arguments.entries):
                do(engine, name, settings, arguments)


def _names(typed: Sequence[str]) -> tuple[EntryName, ...]:
    from bot.service.inbox.entries import entry_name

    named = [(one, entry_name(one)) for one in typed]
    if wrong := next((one for one, name in named if name is None), None):
        raise Stop(EXIT_FAILED, f"“{wrong}” is no entry; name one as suggestion-3, edition-2 or report-5.")
    if not named:
        raise Stop(EXIT_FAILED, "Name an entry, such as suggestion-3.")
    return tuple(name for _, name in named if name)


def _mark_done(connection: Connection, identifiers: Sequence[int]) -> None:
    from bot.db import reports

    marked = reports.mark_done(connection, identifiers, datetime.now(UTC)) if identifiers else ()
    if unknown := sorted(set(identifiers) - set(marked)):
        named = ", ".join(map(str, unknown))
        raise Stop(EXIT_FAILED, f"No such report waits: {named}. Nothing was marked.")
    if marked:
        echo(f"Done: {', '.join(map(str, marked))}.")


def _dismiss(connection: Connection, names: Sequence[EntryName]) -> None:
    from bot.service.inbox.entries import decide

    decided = decide(connection, names, "dismissed", datetime.now(UTC))
    if missing := [str(one) for one in names if one not in decided]:
        raise Stop(EXIT_FAILED, f"No such entry waits: {', '.join(missing)}. Nothing was dismissed.")
    echo(f"Dismissed: {', '.join(map(str, decided))}.")


def _delete_done(connection: Connection) -> None:
    from bot.db import reports, suggestions, watched_pages

    others = suggestions.delete_done(connection) + watched_pages.delete_done(connection)
    more = f" and {count(others, 'other')}" if others else ""
    echo(f"Deleted: {count(reports.delete_done(connection), 'report')}{more}.")


def _list(connection: Connection, *, with_done: bool, as_json: bool) -> None:
    from bot.service.inbox.entries import entries

    found = entries(connection, with_done=with_done)
    if as_json:
        from json import dumps

        listed = [
            *map(_report_as_json, found.reports),
            *map(_suggestion_as_json, found.suggestions),
            *map(_edition_as_json, found.editions),
        ]
        echo(dumps(listed, ensure_ascii=False, indent=2))
        return
    for one in found.suggestions:
        echo("\n".join(_suggestion(one)))
    for edition in found.editions:
        echo("\n".join(_edition(edition)))
    for report in found.reports:
        echo("\n".join(_report(report)))
    for page in found.failing:
        echo(_failing(page))
    if not (found.suggestions or found.editions or found.reports):
        echo("No entry waits.")


def _suggestion(one: SuggestedArticle) -> Iterator[str]:
    state = one.outcome or "open"
    at = f"{one.suggested_at:%Y-%m-%d %H:%M} UTC"
    yield f"suggestion-{one.id}  {at}  {state}  {one.times} ×  {one.case_id}".rstrip()
    yield f"    {one_line(one.link or one.file_name)}"


def _edition(one: ProposedEdition) -> Iterator[str]:
    state = one.outcome or "open"
    yield f"edition-{one.id}  {one.found_at:%Y-%m-%d %H:%M} UTC  {state}  {one.case_id}, {one.source}"
    yield f"    {one_line(one.url)}"


def _report(one: ReaderReport) -> Iterator[str]:
    state = "done" if one.done_at else "open"
    at = f"{one.reported_at:%Y-%m-%d %H:%M} UTC"
    yield f"report-{one.id}  {at}  {one.platform}  {state}  {one_line(one.command)}"
    yield f"    {one_line(one.reason)}"


def _failing(one: WatchedPage) -> str:
    from bot.service.inbox.page_failures import read_failure

    reason = one_line(str(read_failure(one.failure)))
    return f"watched page, not read ({one.failures} ×): {one_line(one.url)}\n    {reason}"


def _report_as_json(report: ReaderReport) -> dict[str, object]:
    return {
        "kind": "report",
        "id": report.id,
        "platform": report.platform,
        "command": report.command,
        "reason": report.reason,
        "reported_at": report.reported_at.isoformat(),
        "done_at": report.done_at.isoformat() if report.done_at else None,
    }


def _suggestion_as_json(one: SuggestedArticle) -> dict[str, object]:
    times = {"suggested_at": one.suggested_at.isoformat(), "done_at": one.done_at and one.done_at.isoformat()}
    return {"kind": "suggestion", **vars(one), **times}


def _edition_as_json(one: ProposedEdition) -> dict[str, object]:
    times = {"found_at": one.found_at.isoformat(), "done_at": one.done_at and one.done_at.isoformat()}
    return {"kind": "edition", **vars(one), **times}
