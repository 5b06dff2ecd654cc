"""The editors' inbox as one list: suggested articles, proposed editions, and what readers report."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Engine

from bot.corpus.articles.fetching import FetchRules, fetch_as
from bot.corpus.articles.limits import ReadArticle
from bot.corpus.articles.reading import read_bytes, read_page
from bot.db import reports, suggestions, watched_pages
from bot.db.database import read, write
from bot.db.paging import START, RowCursor, RowsPage
from bot.db.reports import ReaderReport
from bot.db.suggestions import InboxDecision, SuggestedArticle
from bot.db.watched_pages import ProposedEdition, WatchedPage

InboxKind = Literal["suggestion", "edition", "report", "page"]
"""What an entry of the inbox is; on a watched page that cannot be read nothing is decided."""
NAMED = re.compile(r"(suggestion|edition|report)-([1-9]\d{0,8})")
KINDS: dict[str, InboxKind] = {"suggestion": "suggestion", "edition": "edition", "report": "report"}


@dataclass(frozen=True)
class EntryName:
    """The name of an entry, such as “suggestion-3”."""

    kind: InboxKind
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


@dataclass(frozen=True)
class InboxEntries:
    """A page of each kind of entries, the oldest first, and of the watched pages that cannot be read."""

    suggestions: RowsPage[SuggestedArticle] = RowsPage()  # noqa: RUF009  -- a frozen value
    editions: RowsPage[ProposedEdition] = RowsPage()  # noqa: RUF009  -- as above
    reports: RowsPage[ReaderReport] = RowsPage()  # noqa: RUF009  -- as above
    failing: RowsPage[WatchedPage] = RowsPage()  # noqa: RUF009  -- as above

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits and every page can be read."""
        return not any(page.count for page in (self.suggestions, self.editions, self.reports, self.failing))


@dataclass(frozen=True)
class InboxView:
    """What is read of the inbox: all kinds of entries or one, from where on, and how many of each at most."""

    kind: InboxKind | None = None
    cursor: RowCursor = START
    most: int | None = None
    with_done: bool = False
    """Whether also what editors have decided on."""

    def has(self, kind: InboxKind) -> bool:
        """Whether entries of a kind are read."""
        return self.kind in {None, kind}


ALL = InboxView()


def entry_name(text: str) -> EntryName | None:
    """The name that a text is; None where it is none."""
    found = NAMED.fullmatch(text)
    return EntryName(KINDS[found[1]], int(found[2])) if found else None


def entries(connection: Connection, view: InboxView = ALL) -> InboxEntries:
    """What waits in the inbox, as far as a view of it goes."""
    done = view.with_done
    place = (connection, view.cursor, view.most)
    return InboxEntries(
        suggestions.listed(*place, with_done=done) if view.has("suggestion") else RowsPage(),
        watched_pages.listed(*place, with_done=done) if view.has("edition") else RowsPage(),
        reports.listed(*place, with_done=done) if view.has("report") else RowsPage(),
        watched_pages.failing(*place) if view.has("page") else RowsPage(),
    )


def decide(
    connection: Connection, names: Sequence[EntryName], decision: InboxDecision, now: datetime
) -> tuple[EntryName, ...]:
    """Note what editors have decided on entries; gives those that waited until now."""
    numbers = {kind: [one.number for one in names if one.kind == kind] for kind in KINDS.values()}
    decided = {
        "suggestion": suggestions.decide(connection, numbers["suggestion"], decision, now),
        "edition": watched_pages.decide(connection, numbers["edition"], decision, now),
        "report": reports.mark_done(connection, numbers["report"], now),
    }
    return tuple(one for one in names if one.number in decided[one.kind])


def open_suggestion(
    one: SuggestedArticle,
    file: bytes | None,
    charset: str = "",
    part: int = 0,
    rules: FetchRules = FetchRules(),  # noqa: B008  -- a frozen value
) -> ReadArticle:
    """The article of a suggestion: its link is fetched now, through the guard. Raises ArticleRefused.

    Blocks; what is parsed is parsed in a process of its own, with limits of time and memory.
    """
    if file is not None:
        return read_bytes(one.file_name, file, charset, part)
    return read_page(one.link, charset, part, lambda url: fetch_as(url, rules))


class EditorsInbox:
    """The inbox of a database, as the pages of editors use it."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rules: FetchRules = FetchRules(),  # noqa: B008  -- a frozen value
    ) -> None:
        self._engine, self._now, self.rules = engine, now, rules

    async def waiting(self, view: InboxView = ALL) -> InboxEntries:
        """The entries that wait, and the watched pages that cannot be read, as far as a view goes."""
        return await read(self._engine, entries, view)

    async def suggestion(self, number: int) -> SuggestedArticle | None:
        """A suggestion; None where there is none, or editors have decided."""
        found = await read(self._engine, suggestions.one, number)
        return found if found and not found.done_at else None

    async def edition(self, number: int) -> ProposedEdition | None:
        """A proposed edition; None where there is none, or editors have decided."""
        found = await read(self._engine, watched_pages.one, number)
        return found if found and not found.done_at else None

    async def file_of(self, number: int) -> bytes | None:
        """The bytes of a suggestion's file; None for a link."""
        return await read(self._engine, suggestions.file_of, number)

    async def decide(self, name: EntryName, decision: InboxDecision) -> bool:
        """Note what an editor has decided on an entry; False where it did not wait any more."""
        return bool(await write(self._engine, decide, [name], decision, self._now()))

    @property
    def today(self) -> str:
        """The day on which it is now in UTC, as an ISO date."""
        return self._now().date().isoformat()
