"""Watches the pages of sources: a changed one becomes a proposed edition in the editors' inbox.

Each page is checked by one process: whichever claims its row first, as workers take the digests that are due.
A process that ends in the middle of a check has its page checked by another one after ``CLAIM``.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine

from bot.cases.editions import newest_edition
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.sources import Source
from bot.cases.spans import selectors_of
from bot.corpus.articles.limits import ArticleRefused, article_refusal
from bot.db import watched_pages as rows
from bot.db.database import UNAVAILABLE, write
from bot.db.watched_pages import NewEdition, WatchedPage
from bot.service.inbox.own_lines import quoted_lines
from bot.service.inbox.page_failures import kept_failure
from bot.service.inbox.page_lines import all_lines, digest_of, is_clock, lines_of
from bot.service.inbox.page_looks import Look, PageLooker

log = structlog.get_logger()
TICK = 60.0
"""Seconds between two looks for pages that are due."""
BETWEEN_CHECKS, SPREAD, FIRST_SPREAD = timedelta(days=1), timedelta(hours=2), timedelta(hours=1)
"""The time between two checks of a page, and up to how much later the next one is, and the first one."""
CLAIM = timedelta(hours=1)
"""How long a page belongs to the process that has begun to check it."""
KEPT_FOR = timedelta(days=30)
"""How long a page is known that is not watched any more: during a deploy, processes may have other cases."""
LONGEST_WAIT = 7
"""Days between two checks of a page that cannot be read, at most: the wait doubles with each failure."""
ALL = "all"
"""The setting by which the sources of all cases are watched."""


@dataclass(frozen=True)
class WatchedSource:
    """The newest edition of an article with an address, and its case."""

    case: Case
    source: Source

    @property
    def quoted(self) -> frozenset[str]:
        """The lines of the source in which the case quotes words."""
        return quoted_lines(self.source.text, {one.exact for one in selectors_of(self.case)})


WatchedSources = Mapping[str, tuple[WatchedSource, ...]]
"""The sources that are watched, by their addresses: several cases can have the same article."""


def watched_sources(library: Library, wanted: frozenset[str]) -> WatchedSources:
    """The sources to be watched, by their addresses; ``wanted`` are the ids of cases, or ``ALL``."""
    ids = library.cases if ALL in wanted else sorted(wanted & library.cases.keys())
    found: dict[str, tuple[WatchedSource, ...]] = {}
    for case in (library.cases[one] for one in ids):
        if not case.withdrawn:
            for url, source in dict(_newest(case)).items():
                found[url] = (*found.get(url, ()), WatchedSource(case, source))
    return found


def _newest(case: Case) -> Iterator[tuple[str, Source]]:
    for source in case.sources:
        newest = newest_edition(case, source)
        url = newest.url or source.url
        if not source.edition_of and url and not newest.withdrawn:
            yield url, newest


class PageWatcher:
    """Checks each watched page once a day; any number of processes may share a database."""

    def __init__(
        self,
        engine: Engine,
        sources: Callable[[], WatchedSources],
        looker: PageLooker,
        now: Callable[[], datetime],
        fraction: Callable[[], float] = random.random,
    ) -> None:
        self._engine, self._sources, self._looker = engine, sources, looker
        self._now, self._fraction = now, fraction

    async def run(self, stop: asyncio.Event, tick: float = TICK) -> None:
        """Check what is due until told to stop."""
        while not stop.is_set():
            try:
                await self.tick(stop)
            except UNAVAILABLE as error:
                log.warning("database unavailable", reason=str(error).partition("\n")[0])
            except Exception:  # whatever it is, the other pages are looked at
                log.exception("watching failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), tick)

    async def tick(self, stop: asyncio.Event | None = None) -> int:
        """Check the pages that are due, one after the other; gives how many."""
        watched = await asyncio.to_thread(self._sources)
        first = {url: self._now() + self._fraction() * FIRST_SPREAD for url in watched}
        await write(self._engine, rows.watch, first, self._now() - KEPT_FOR)
        urls, checked = sorted(watched), 0
        while not (stop and stop.is_set()):
            now = self._now()
            page = await write(self._engine, rows.claim, urls, now, now + CLAIM)
            if page is None:
                break
            await self._check(page, watched[page.url])
            checked += 1
        return checked

    async def _check(self, page: WatchedPage, watched: tuple[WatchedSource, ...]) -> None:
        known = max((one.source.text for one in watched), key=len)
        quoted = frozenset(line for one in watched for line in one.quoted)
        try:
            look = await asyncio.to_thread(self._looker.look, page, known, quoted)
        except ArticleRefused as error:
            await self._failed(page, error)
        except Exception:  # whatever a page does to us, it waits as long as any other that cannot be read
            log.exception("watching failed", url=page.url)
            await self._failed(
                page, article_refusal("The page could not be read: the log of the bot says why.")
            )
        else:
            # An editor may have taken the source out of the case, or mended it, while the page was fetched.
            sources = await asyncio.to_thread(self._sources)
            await self._seen(page, sources.get(page.url, ()), look)

    async def _failed(self, page: WatchedPage, error: ArticleRefused) -> None:
        failures = page.failures + 1
        log.warning("watched page unreadable", url=page.url, reason=str(error), failures=failures)
        await self._note(page, failures, {"failure": kept_failure(error)})

    async def _seen(self, page: WatchedPage, watched: tuple[WatchedSource, ...], look: Look) -> None:
        if look.article is None or not watched:
            await self._note(page, 0, {"failure": ""})
            return
        article = look.article
        sources = [line for one in watched for line in all_lines(one.source.text)]
        lines = lines_of(article.text, sources)
        is_new = digest_of(lines) != page.seen
        proposed: list[str] = []

        def note_editions(connection: Connection) -> None:
            now = self._now()
            for one in watched:
                case_id, stored = one.case.id, all_lines(one.source.text)
                if lines_of(article.text, stored) == stored:
                    rows.retract(connection, page.url, case_id, now)
                elif is_new and not _is_dismissed(connection, page.url, case_id, stored, article.text):
                    new = NewEdition(page.url, case_id, one.source.id, article.text, article.title)
                    rows.propose(connection, new, now)
                    proposed.append(case_id)

        tags = {"etag": look.page.etag, "last_modified": look.page.modified}
        await self._note(page, 0, {"failure": "", "seen": digest_of(lines), **tags}, note_editions)
        for case_id in proposed:
            log.info("edition proposed", url=page.url, case=case_id)

    async def _note(
        self,
        page: WatchedPage,
        failures: int,
        values: Mapping[str, str],
        also: Callable[[Connection], None] = lambda _: None,
    ) -> None:
        """Note how a check ended, and what it proposes, in one transaction.

        Nothing is noted by a process that was held up for so long that another one has the page now.
        """
        days = min(2 ** max(0, failures - 1), LONGEST_WAIT)
        now = self._now()
        times = {"checked_at": now, "next_check_at": now + days * BETWEEN_CHECKS + self._fraction() * SPREAD}

        def change(connection: Connection) -> None:
            if rows.note(connection, page, {**values, **times, "failures": failures}):
                also(connection)

        await write(self._engine, change)


def _is_dismissed(connection: Connection, url: str, case_id: str, stored: tuple[str, ...], text: str) -> bool:
    """Whether a page has, but for its clocks, what an editor has dismissed last of it."""
    last = rows.last_dismissed(connection, url, case_id)
    return last is not None and is_clock(stored, lines_of(last.text, stored), lines_of(text, stored))
