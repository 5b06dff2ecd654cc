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

    from bot.db.paging import RowsPage
    from bot.db.reports import ReaderReport
    from bot.db.suggestions import SuggestedArticle
    from bot.db.watched_pages import ProposedEdition, WatchedPage
    from bot.service.inbox.entries import EntryName, InboxView

MOST_LISTED = 50
"""Entries of each kind that are listed for people at a time."""
MOST_DIGITS = 9
"""Digits of a number of entries at most."""


def add_listing(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which entries are listed, and how many."""
    parser.add_argument("--after", metavar="ENTRY", help="list those of its kind that come after an entry")
    parser.add_argument(
        "--most", type=_at_least_one, metavar="N", help="list N of each kind (50; with --json all)"
    )


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text)):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of entries; use one such as 200")
    return int(text)


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
                _list(connection, _view(arguments), as_json=arguments.json)
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


def _view(arguments: argparse.Namespace) -> InboxView:
    """What the arguments ask for: without a number a page of each kind for people, and all for programs."""
    from bot.db.paging import START, RowCursor
    from bot.service.inbox.entries import InboxView

    most = arguments.most or (None if arguments.json else MOST_LISTED)
    [after] = _names([arguments.after]) if arguments.after else [None]
    cursor = RowCursor(after=after.number) if after else START
    return InboxView(after.kind if after else None, cursor, most, arguments.all)


def _list(connection: Connection, view: InboxView, *, as_json: bool) -> None:
    from bot.service.inbox.entries import entries

    found = entries(connection, view)
    if as_json:
        from json import dumps

        listed = [
            *map(_report_as_json, found.reports.rows),
            *map(_suggestion_as_json, found.suggestions.rows),
            *map(_edition_as_json, found.editions.rows),
        ]
        echo(dumps(listed, ensure_ascii=False, indent=2))
        return
    for suggestion in found.suggestions.rows:
        echo("\n".join(_suggestion(suggestion)))
    _say_left("suggestion", found.suggestions, [one.id for one in found.suggestions.rows])
    for edition in found.editions.rows:
        echo("\n".join(_edition(edition)))
    _say_left("edition", found.editions, [one.id for one in found.editions.rows])
    for report in found.reports.rows:
        echo("\n".join(_report(report)))
    _say_left("report", found.reports, [one.id for one in found.reports.rows])
    for page in found.failing.rows:
        echo(_failing(page))
    if left := found.failing.left:
        echo(f"{count(left, 'more watched page')} cannot be read; --most {found.failing.count} lists all.")
    if not (found.suggestions.count or found.editions.count or found.reports.count):
        echo("No entry waits.")


def _say_left(kind: str, page: RowsPage[object], numbers: Sequence[int]) -> None:
    """Say how many entries of a kind come after those that were listed, and how to list them."""
    if numbers and page.left > 0:
        left = f"{page.skipped + 1}–{page.last} of {count(page.count, kind)}"
        echo(f"{left}; the next: python -m bot inbox --after {kind}-{numbers[-1]}")


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
