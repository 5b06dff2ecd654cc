"""Watched pages: asked for politely, once a day, by one process; a change waits for an editor."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

import pytest
from sqlalchemy import Engine, select
from structlog.testing import capture_logs

from bot.cases.library import Library
from bot.cases.model import Case
from bot.corpus.articles.fetching import USER_AGENT, FetchedPage, FetchRules
from bot.corpus.articles.limits import ReadArticle
from bot.corpus.articles.parsing_process import read_here
from bot.corpus.articles.reading import article_of_page
from bot.db import watched_pages as rows
from bot.db.database import writing
from bot.db.tables import watched_pages
from bot.db.watched_pages import ProposedEdition, WatchedPage
from bot.service.inbox.page_failures import read_failure
from bot.service.inbox.page_lines import changed_paragraphs
from bot.service.inbox.page_looks import DAYS_OF_A_WEEK, PageLooker
from bot.service.inbox.page_watcher import ALL, PageWatcher, WatchedSource, WatchedSources, watched_sources
from tests.conftest import ARTICLE
from tests.fakes.pages import FakePage, FakeSite, fake_site

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CUT = ARTICLE.replace("$5 million", "$3 million")


def html(text: str, head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head><meta charset=utf-8>{head}</head><body>{paragraphs}</body></html>".encode()


def parse(page: FetchedPage, charset: str = "", part: int = 0) -> ReadArticle:
    """The article of a page, read in this process: the limits of the other one have tests of their own."""
    return read_here("html", page.raw, charset or page.charset, part)


@dataclass
class World:
    """A site with the page of a source, a watcher, and a clock that a test sets."""

    site: FakeSite
    engine: Engine
    case: Case
    now: datetime = NOW

    @property
    def url(self) -> str:
        return f"{self.site.address}/article"

    def watcher(self, looker: PageLooker | None = None) -> PageWatcher:
        source = replace(self.case.sources[0], url=self.url)
        return PageWatcher(
            self.engine,
            lambda: {self.url: (WatchedSource(self.case, source),)},
            looker or PageLooker(lambda: self.now, self.site.rules, parse),
            lambda: self.now,
            lambda: 0.5,
        )

    def publishes(self, text: str, *, tag: str = "", status: int = 200, head: str = "") -> None:
        headers = {"ETag": tag, "Last-Modified": "Sun, 29 Nov 2026 08:00:00 GMT"} if tag else {}
        self.site.pages["/article"] = FakePage(html(text, head), status, headers)

    async def after(self, wait: timedelta, watcher: PageWatcher) -> int:
        """Let time pass, and the watcher look; gives how many pages it checked."""
        self.now += wait
        return await watcher.tick()

    @property
    def proposed(self) -> tuple[ProposedEdition, ...]:
        with self.engine.connect() as connection:
            return rows.listed(connection).rows

    @property
    def failing(self) -> list[tuple[int, str]]:
        with self.engine.connect() as connection:
            return [
                (page.failures, str(read_failure(page.failure))) for page in rows.failing(connection).rows
            ]

    @property
    def page(self) -> WatchedPage:
        with self.engine.connect() as connection:
            row = connection.execute(select(watched_pages)).one()
        return WatchedPage(**row._mapping)


@pytest.fixture
def world(database: Engine, case_of: Callable[..., Case]) -> Iterator[World]:
    with fake_site() as site:
        yield World(site, database, case_of(""))


async def test_a_page_is_asked_for_politely_once_a_day(world: World) -> None:
    world.publishes(ARTICLE, tag='"1"')
    watcher = world.watcher()
    assert await watcher.tick() == 0
    assert await world.after(HOUR / 2, watcher) == 1
    assert [path for path, _ in world.site.asked] == ["/robots.txt", "/article"]
    first = world.site.asked[1][1]
    assert first["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("verbatim ")
    assert "If-None-Match" not in first
    assert "Cookie" not in first
    assert await world.after(DAY, watcher) == 0
    assert await world.after(HOUR, watcher) == 1
    assert world.site.paths() == ["/article"] * 2
    if (world.now.toordinal() + crc32(world.url.encode())) % DAYS_OF_A_WEEK == 0:
        # The day of the week on which it is read whole, which hangs on its address.
        assert "If-None-Match" not in world.site.asked[-1][1]
        assert await world.after(DAY + HOUR, watcher) == 1
    second = world.site.asked[-1][1]
    assert (second["If-None-Match"], second["If-Modified-Since"]) == ('"1"', "Sun, 29 Nov 2026 08:00:00 GMT")
    assert world.proposed == ()
    assert world.failing == []
    assert world.page.checked_at == world.now


async def test_a_change_waits_for_an_editor_and_is_proposed_once(world: World) -> None:
    world.publishes(ARTICLE, tag='"1"')
    watcher = world.watcher()
    await watcher.tick()
    await world.after(HOUR, watcher)
    world.publishes(CUT, tag='"2"', head="<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>")
    with capture_logs() as logged:
        await world.after(2 * DAY, watcher)
    assert {"event": "edition proposed", "log_level": "info", "url": world.url, "case": "stone"} in logged
    [edition] = world.proposed
    assert (edition.case_id, edition.source, edition.found_at) == ("stone", "article", world.now)
    assert edition.title == "<script>alert(1)</script>"
    [[*pieces]] = changed_paragraphs(ARTICLE, edition.text)
    assert [tuple(one) for one in pieces][1:3] == [("gone", "$5"), ("new", "$3")]
    # Also where the site does not say that it is the same page.
    world.publishes(CUT)
    await world.after(2 * DAY, watcher)
    assert [one.id for one in world.proposed] == [edition.id]
    with writing(world.engine) as connection:
        assert rows.decide(connection, [edition.id], "dismissed", world.now) == (edition.id,)
    await world.after(2 * DAY, watcher)
    assert world.proposed == ()


async def test_a_newer_change_takes_the_place_of_one_that_waits_and_none_is_left_of_one_undone(
    world: World,
) -> None:
    watcher = world.watcher()
    await watcher.tick()
    for text in (CUT, CUT.replace("$3 million", "$2 million")):
        world.publishes(text)
        await world.after(2 * DAY, watcher)
        assert ["".join(one.text.split()) for one in world.proposed] == ["".join(text.split())]
    world.publishes(ARTICLE)
    await world.after(2 * DAY, watcher)
    assert world.proposed == ()


async def test_what_stands_around_the_article_is_no_change(world: World) -> None:
    watcher = world.watcher()
    await watcher.tick()
    world.publishes(f"Stone v. Bell\n{ARTICLE}\nRead more\n3 comments")
    await world.after(DAY, watcher)
    world.publishes(f"Bell v. Stone\n\n{ARTICLE.replace(' ', '   ')}\n4 comments")
    await world.after(2 * DAY, watcher)
    assert world.proposed == ()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (FakePage(status=404), "The page is gone: it answers with the status 404."),
        (FakePage(status=410), "The page is gone: it answers with the status 410."),
        (FakePage(status=503), "The page answers with the status 503."),
        (
            FakePage(status=302, headers={"Location": "http://10.0.0.1/"}),
            "leads to 10.0.0.1, which is no public",
        ),
        (FakePage(status=302, headers={"Location": "/article"}), "answers with the status 302"),
        (FakePage(b"x" * 2_000_001), "larger than 2 MB"),
        (FakePage(html("Subscribe to read on. It is worth it for all of you.")), "that a paywall shows?"),
        (FakePage(b"<p></p>"), "that a paywall shows?"),
    ],
    ids=["404", "410", "503", "inwards", "circle", "large", "stub", "empty"],
)
async def test_an_unreadable_page_is_counted_and_said(world: World, page: FakePage, said: str) -> None:
    world.site.pages["/article"] = page
    watcher = world.watcher()
    await watcher.tick()
    with capture_logs() as logged:
        await world.after(HOUR, watcher)
    assert [one["event"] for one in logged] == ["watched page unreadable"]
    [(count, sentence)] = world.failing
    assert count == 1
    assert said in sentence
    assert world.proposed == ()
    assert world.page.next_check_at == world.now + DAY + HOUR
    for days in (2, 4, 7, 7):
        assert await world.after(10 * DAY, watcher) == 1
        assert world.page.next_check_at == world.now + days * DAY + HOUR
    world.publishes(ARTICLE)
    await world.after(10 * DAY, watcher)
    assert world.failing == []
    assert world.page.next_check_at == world.now + DAY + HOUR


async def test_a_page_that_is_not_free_may_be_whole(world: World) -> None:
    head = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    watcher = world.watcher()
    await watcher.tick()
    world.publishes(CUT, head=head)
    await world.after(DAY, watcher)
    assert len(world.proposed) == 1
    world.publishes("\n".join(ARTICLE.splitlines()[:2]), head=head)
    await world.after(2 * DAY, watcher)
    assert "that a paywall shows?" in world.failing[0][1]


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (
            FakePage(b"user-agent: verbatim\ndisallow: /art\n"),
            "/robots.txt does not let this page be fetched.",
        ),
        (FakePage(status=500), "/robots.txt answers with the status 500."),
        (
            FakePage(status=302, headers={"Location": "http://10.0.0.1/"}),
            "leads to 10.0.0.1, which is no public",
        ),
    ],
    ids=["forbids", "broken", "inwards"],
)
async def test_what_robots_forbid_is_not_fetched(world: World, robots: FakePage, said: str) -> None:
    world.publishes(CUT)
    world.site.pages["/robots.txt"] = robots
    watcher = world.watcher()
    await watcher.tick()
    await world.after(HOUR, watcher)
    assert world.site.paths() == []
    assert said in world.failing[0][1]
    # It is asked again the next day, and then the page may be read.
    world.site.pages["/robots.txt"] = FakePage(b"user-agent: *\nallow: /\n")
    await world.after(2 * DAY, watcher)
    assert world.failing == []
    assert len(world.proposed) == 1


async def test_of_several_processes_one_checks_a_page(world: World) -> None:
    world.publishes(CUT)
    watchers = [world.watcher() for _ in range(4)]
    await watchers[0].tick()
    world.now += HOUR
    assert sum(await asyncio.gather(*(one.tick() for one in watchers))) == 1
    assert world.site.paths() == ["/article"]
    assert len(world.proposed) == 1


async def test_what_a_process_leaves_in_the_middle_of_a_check_another_one_checks_later(world: World) -> None:
    world.publishes(CUT)
    watcher = world.watcher()
    await watcher.tick()
    world.now += HOUR
    with writing(world.engine) as connection:
        assert rows.claim(connection, [world.url], world.now, world.now + HOUR)
    assert await watcher.tick() == 0
    assert await world.after(HOUR, watcher) == 1


async def test_a_page_that_is_not_watched_any_more_is_forgotten_after_a_while(world: World) -> None:
    world.publishes(ARTICLE)
    watcher = world.watcher()
    await watcher.tick()
    await world.after(HOUR, watcher)
    nothing = PageWatcher(world.engine, dict, PageLooker(lambda: world.now), lambda: world.now, lambda: 0.5)
    assert await world.after(2 * DAY, nothing) == 0
    assert world.page.url == world.url
    await world.after(30 * DAY, nothing)
    with world.engine.connect() as connection:
        assert connection.execute(select(watched_pages)).all() == []


async def test_it_runs_until_it_is_stopped_and_one_fault_does_not_end_it(world: World) -> None:
    stop, looks = asyncio.Event(), 0

    def sources() -> WatchedSources:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise RuntimeError("a fault")
        loop.call_soon_threadsafe(stop.set)
        return {}

    loop = asyncio.get_running_loop()
    watcher = PageWatcher(world.engine, sources, PageLooker(lambda: NOW), lambda: NOW)
    with capture_logs() as logged:
        await watcher.run(stop, 0.001)
    assert [one["event"] for one in logged] == ["watching failed"]


TWO = """
  - {id: second, file: sources/b.txt, sha256: SHA(b.txt), date_published: 2025-06-02, url: "https://b.example/"}
  - id: newer
    edition_of: article
    file: sources/c.txt
    sha256: SHA(c.txt)
    date_published: 2025-06-01
    date_modified: 2025-06-03
"""
WITH_URL = """\
title: Stone v. Bell Works
revised: 2026-01-02
sources:
  - {id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01, url: "https://a.example/"}
"""


def test_the_newest_edition_of_each_article_with_an_address_is_watched(case_of: Callable[..., Case]) -> None:
    texts = {"a.txt": ARTICLE, "b.txt": ARTICLE + "More of it.\n", "c.txt": CUT}
    case = case_of(TWO.lstrip("\n"), texts, head=WITH_URL)
    library = Library(cases={case.id: case})
    for wanted in (frozenset({"stone", "no-such-case"}), frozenset({ALL})):
        found = watched_sources(library, wanted)
        assert {url: one.source.id for url, (one,) in found.items()} == {
            "https://a.example/": "newer",
            "https://b.example/": "second",
        }
    assert watched_sources(library, frozenset()) == {}


async def test_a_page_is_parsed_in_a_process_with_limits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the program uses reads pages in the child process of the import, which holds memory and time."""
    assert PageLooker(lambda: NOW).parse is article_of_page
    assert PageLooker(lambda: NOW).rules == FetchRules()
    started: list[object] = []
    run = subprocess.run

    def counted(command: object, **options: object) -> object:
        started.append(command)
        return run(command, **options)  # type: ignore[call-overload]  # as it was called

    monkeypatch.setattr(subprocess, "run", counted)
    world.publishes(CUT)
    watcher = world.watcher(PageLooker(lambda: world.now, world.site.rules))
    await watcher.tick()
    await world.after(HOUR, watcher)
    assert len(started) == 1
    assert len(world.proposed) == 1
