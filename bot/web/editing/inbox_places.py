"""Where an editor is in the inbox: which entries a page of it shows, and the addresses of the other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from bot.db.paging import START, RowCursor, RowsPage
from bot.service.inbox.entries import InboxEntries, InboxKind, InboxView

INBOX_PATH = "/edit/inbox"
MOST_ON_A_PAGE = 20
"""Entries of each kind on a page at most."""
LONGEST_KEY, MOST_DIGITS = 2_100, 9
"""Characters of the address of a watched page, and digits of a number, in the address of a page at most."""


@dataclass(frozen=True)
class ListPlace:
    """A list on a page of the inbox: which rows of how many it shows, and where the others are."""

    first: int
    last: int
    count: int
    here: str
    """The key after which the page begins, by which an editor comes back; empty on the page of all kinds."""
    before: str
    """The address of the page before; empty where there is none."""
    next: str
    """The address of the next page; empty where there is none."""


def view_of(query: Mapping[str, str]) -> InboxView:
    """What the query of an address asks for: all kinds of entries, unless it names one and a place in it."""
    kind = next((one for one in get_args(InboxKind) if one == query.get("kind")), None)
    if kind is None:
        return InboxView(most=MOST_ON_A_PAGE)
    return InboxView(kind, _cursor(kind, query), MOST_ON_A_PAGE)


def after_of(text: str) -> str:
    """The number of an entry that a form or an address gives; empty for anything else."""
    return text if _is_number(text) else ""


def address_of(kind: InboxKind, after: str) -> str:
    """The address of the entries of a kind after one; of the page of all kinds where no number is given."""
    return _address(kind, after=after) if _is_number(after) else INBOX_PATH


def lists_of(waiting: InboxEntries, view: InboxView) -> Mapping[str, ListPlace]:
    """Where each list of a page stands among all its rows, by the kind of its entries."""
    numbers = {
        "suggestion": (waiting.suggestions, [one.id for one in waiting.suggestions.rows]),
        "edition": (waiting.editions, [one.id for one in waiting.editions.rows]),
        "report": (waiting.reports, [one.id for one in waiting.reports.rows]),
    }
    urls = [one.url for one in waiting.failing.rows]
    places = {kind: _place(kind, page, keys, view) for kind, (page, keys) in numbers.items()}
    return {**places, "page": _place("page", waiting.failing, urls, view)}


def _place(kind: str, page: RowsPage[object], keys: list[int] | list[str], view: InboxView) -> ListPlace:
    first = keys[0] if keys else 0
    return ListPlace(
        page.skipped + 1,
        page.last,
        page.count,
        str(first - 1) if view.kind and isinstance(first, int) else "",
        _address(kind, before=str(first)) if page.skipped else "",
        _address(kind, after=str(keys[-1])) if page.left > 0 and keys else "",
    )


def _address(kind: str, **place: str) -> str:
    return f"{INBOX_PATH}?{urlencode({'kind': kind, **place})}"


def _cursor(kind: InboxKind, query: Mapping[str, str]) -> RowCursor:
    for name in ("after", "before"):
        if (text := query.get(name, "")) and (key := _key(kind, text)) is not None:
            return RowCursor(**{name: key})
    return START


def _key(kind: InboxKind, text: str) -> int | str | None:
    if kind == "page":
        return text if len(text) <= LONGEST_KEY and text.isprintable() else None
    return int(text) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
