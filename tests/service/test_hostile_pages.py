"""Watched pages whose servers mean harm, or are broken: nothing wrong is proposed, and no other waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot.cases.library import Library
from bot.cases.model import Case
from bot.corpus.articles.fetching import FetchedPage
from bot.corpus.articles.limits import ReadArticle
from bot.corpus.articles.reading import _checked
from bot.db import watched_pages as rows
from bot.db.database import writing
from bot.service.inbox.page_looks import PageLooker
from bot.service.inbox.page_watcher import PageWatcher, WatchedSource, WatchedSources, watched_sources
from tests.conftest import ARTICLE
from tests.fakes.pages import FakePage, fake_site
from tests.service.test_page_watcher import CUT, DAY, HOUR, NOW, WITH_URL, World, html, parse

OTHER = "Der Stadtrat hat am Montag den neuen Haushalt beschlossen, und niemand war dagegen. " * 12
LIED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def world(database: Engine, case_of: Callable[..., Case]) -> Iterator[World]:
    with fake_site() as site:
        yield World(site, database, case_of(""))


async def looked_at(world: World) -> PageWatcher:
    """A watcher that has looked at the page once."""
    watcher = world.watcher()
    await watcher.tick()
    await world.after(HOUR, watcher)
    return watcher


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (FakePage(html(OTHER)), "shows another text than the source"),
        (FakePage(raw=LIED + b"Content-Length: 900\r\n\r\n" + html(CUT)[:500]), "no whole page"),
        (FakePage(raw=LIED + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde"), "no whole page"),
        (FakePage(raw=b"SSH-2.0-OpenSSH\r\n"), "no whole page"),
        (FakePage(status=304), "answers with the status 304"),
        (FakePage(html(CUT), status=304, headers={"Location": "/other"}), "answers with the status 304"),
        (FakePage(status=302, headers={"Location": "http://[::1"}), "cannot be fetched"),
        (FakePage("<p>Größe</p>".encode("windows-1252")), "does not say its encoding"),
        (
            FakePage(html(CUT), headers={"Content-Type": 'text/html; charset="no-such"'}),
            "cannot be read as no-such",
        ),
    ],
    ids=["other", "short", "gzip", "ssh", "304", "304 on", "nowhere", "encoding", "charset"],
)
async def test_what_is_not_the_article_is_never_proposed(world: World, page: FakePage, said: str) -> None:
    world.site.pages["/article"] = page
    await looked_at(world)
    assert world.proposed == ()
    [(count, sentence)] = world.failing
    assert count == 1
    assert said in sentence
    assert "--" not in sentence


async def test_a_site_without_a_certificate_is_said(world: World) -> None:
    site = replace(world.site, address=world.site.address.replace("http:", "https:"))
    await looked_at(replace(world, site=site))
    [(_, sentence)] = world.failing
    assert "has no certificate that is valid: nothing was fetched. Look at it in a browser." in sentence


async def test_a_fault_in_one_page_waits_as_a_page_that_cannot_be_read(world: World) -> None:
    def breaks(page: FetchedPage, charset: str, part: int) -> ReadArticle:
        raise RuntimeError("a fault")

    world.publishes(CUT)
    watcher = world.watcher(PageLooker(lambda: world.now, world.site.rules, breaks))
    await watcher.tick()
    with capture_logs() as logged:
        assert await world.after(HOUR, watcher) == 1
    assert [one["event"] for one in logged] == ["watching failed", "watched page unreadable"]
    assert world.failing == [(1, "The page could not be read: the log of the bot says why.")]
    assert world.page.next_check_at == world.now + DAY + HOUR


async def test_a_tag_that_no_database_takes_is_not_kept(world: World) -> None:
    body = html(CUT)
    tags = b'ETag: "\xff\xfe"\r\nLast-Modified: \x80\r\nContent-Length: %d\r\n\r\n' % len(body)
    world.site.pages["/article"] = FakePage(raw=LIED + tags + body)
    await looked_at(world)
    assert world.failing == []
    assert len(world.proposed) == 1
    assert (world.page.etag, world.page.last_modified) == ("", "")


def test_halves_of_characters_do_not_reach_the_database() -> None:
    read = _checked(ReadArticle(text="A \ud83d word.\n" * 9, title="Two\0 \udcffwords"))
    assert (read.text, read.title) == ("A \ufffd word.\n" * 9, "Two words")


async def test_what_robots_forbid_is_not_fetched_by_a_redirect_either(world: World) -> None:
    world.site.pages["/robots.txt"] = FakePage(b"user-agent: *\ndisallow: /private\n")
    world.site.pages["/article"] = FakePage(status=301, headers={"Location": "/private/article"})
    world.site.pages["/private/article"] = FakePage(html(CUT))
    watcher = await looked_at(world)
    assert world.site.paths() == ["/article"]
    assert "does not let this page be fetched" in world.failing[0][1]
    world.site.pages["/article"] = FakePage(status=301, headers={"Location": "/moved"})
    world.site.pages["/moved"] = FakePage(html(CUT))
    await world.after(2 * DAY, watcher)
    assert len(world.proposed) == 1


async def test_a_tag_that_never_changes_hides_a_change_for_a_week_at_most(world: World) -> None:
    world.publishes(ARTICLE, tag='"for ever"')
    watcher = await looked_at(world)
    world.publishes(CUT, tag='"for ever"')
    for _ in range(8):
        await world.after(DAY + HOUR, watcher)
    assert len(world.proposed) == 1
    whole = [
        headers for path, headers in world.site.asked if path == "/article" and "If-None-Match" not in headers
    ]
    assert len(whole) <= 3


async def test_a_title_of_a_megabyte_is_cut(world: World) -> None:
    long = "<h1>" + "Stone v. Bell Works " * 14_000 + "</h1>"
    world.site.pages["/article"] = FakePage(
        f"<article>{long}{html(CUT).decode()}</article>".encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )
    watcher = world.watcher(PageLooker(lambda: world.now, world.site.rules))
    await watcher.tick()
    await world.after(HOUR, watcher)
    [edition] = world.proposed
    assert len(edition.title) <= 300


async def test_pages_that_lead_to_each_other_end(world: World) -> None:
    for path, other in (("/article", "/b"), ("/b", "/article")):
        world.site.pages[path] = FakePage(status=302, headers={"Location": other})
    await looked_at(world)
    assert len(world.site.paths()) == 6
    assert "redirects more than 5 times" in world.failing[0][1]


@pytest.mark.parametrize(
    ("robots", "is_read"),
    [
        (FakePage(b"user-agent: *\nallow: /\n" + b"# \n" * 1_000_000), True),
        (FakePage(b"user-agent: *\ndisallow: /\n" + b"# \n" * 1_000_000), False),
        (FakePage(status=429), False),
        (FakePage(status=403), True),
        (FakePage(b"<html><p>Not found</p></html>"), True),
    ],
    ids=["huge, allows", "huge, forbids", "too many requests", "forbidden", "a page"],
)
async def test_robots_of_any_size_are_read_as_far_as_the_standard_asks(
    world: World, robots: FakePage, *, is_read: bool
) -> None:
    world.publishes(CUT)
    world.site.pages["/robots.txt"] = robots
    await looked_at(world)
    assert bool(world.site.paths()) is is_read
    assert len(world.proposed) is int(is_read)


async def test_a_clock_that_an_editor_has_dismissed_is_not_proposed_again(world: World) -> None:
    at = "Our reporters follow the trial with 10{} notes so far"
    world.publishes(f"{at.format(0)}\n{ARTICLE}")
    watcher = await looked_at(world)
    # What waits is always what the page has now.
    world.publishes(f"{at.format(1)}\n{ARTICLE}")
    await world.after(2 * DAY, watcher)
    [edition] = world.proposed
    assert at.format(1) in edition.text
    with writing(world.engine) as connection:
        rows.decide(connection, [edition.id], "dismissed", world.now)
    for number in range(2, 5):
        world.publishes(f"{at.format(number)}\n{ARTICLE}")
        await world.after(2 * DAY, watcher)
        assert world.proposed == ()
    # What changes in the article is proposed all the same, and so is what is added to it.
    for text in (CUT, f"{CUT}\nAn earlier version of this article gave another sum."):
        world.publishes(f"{at.format(5)}\n{text}")
        await world.after(2 * DAY, watcher)
        assert "".join(text.split()) in "".join(world.proposed[0].text.split())


async def test_numbers_of_the_article_itself_are_no_clock(world: World) -> None:
    watcher = await looked_at(world)
    for sum_ in ("$3 million", "$2 million", "$1 million"):
        text = ARTICLE.replace("$5 million", sum_)
        world.publishes(text)
        await world.after(2 * DAY, watcher)
        [edition] = world.proposed
        assert sum_ in edition.text
        with writing(world.engine) as connection:
            rows.decide(connection, [edition.id], "dismissed", world.now)


async def test_the_number_of_an_edition_is_never_that_of_another_text(world: World) -> None:
    watcher = await looked_at(world)
    numbers = []
    for text in (CUT, CUT.replace("$3", "$2"), ARTICLE, CUT.replace("$3", "$1")):
        world.publishes(text)
        await world.after(2 * DAY, watcher)
        numbers += [one.id for one in world.proposed]
    assert len(numbers) == len(set(numbers)) == 3


async def test_of_a_page_with_several_articles_that_of_the_source_is_compared(world: World) -> None:
    def article(text: str) -> str:
        return f"<article>{''.join(f'<p>{line}</p>' for line in text.splitlines())}</article>"

    page = f"<html><body>{article(OTHER)}{article(CUT * 4)}{article(OTHER)}</body></html>"
    world.site.pages["/article"] = FakePage(
        page.encode(), headers={"Content-Type": "text/html; charset=utf-8"}
    )
    await looked_at(world)
    assert world.failing == []
    [edition] = world.proposed
    assert "Stadtrat" not in edition.text


async def test_a_clock_that_was_ahead_does_not_stop_the_watching(world: World) -> None:
    world.publishes(ARTICLE)
    world.site.pages["/robots.txt"] = FakePage(b"")
    world.now = NOW + 400 * DAY
    watcher = await looked_at(world)
    world.now = NOW
    world.publishes(CUT)
    assert await watcher.tick() == 1
    assert [path for path, _ in world.site.asked].count("/robots.txt") == 2
    assert len(world.proposed) == 1
    assert await watcher.tick() == 0


async def test_whoever_was_held_up_for_longer_than_the_claim_notes_nothing(world: World) -> None:
    world.publishes(CUT)
    newer = world.watcher()
    await newer.tick()
    world.now += HOUR

    def slow(page: FetchedPage, charset: str, part: int) -> ReadArticle:
        read = parse(page, charset, part)
        # Meanwhile two hours pass: the page changes again, and another process looks at it.
        world.now += timedelta(hours=2)
        world.publishes(CUT.replace("$3", "$2"))
        assert asyncio.run(newer.tick()) == 1
        return read

    assert await world.watcher(PageLooker(lambda: world.now, world.site.rules, slow)).tick() == 1
    [edition] = world.proposed
    assert "$2 million" in edition.text


async def test_a_process_takes_no_page_that_it_does_not_watch(world: World) -> None:
    world.publishes(CUT)
    watcher = world.watcher()
    await watcher.tick()
    nothing = PageWatcher(world.engine, dict, PageLooker(lambda: world.now), lambda: world.now, lambda: 0.5)
    with writing(world.engine) as connection:
        rows.note(connection, world.page, {"checked_at": world.now})
    assert await world.after(HOUR, nothing) == 0
    assert await watcher.tick() == 1


async def test_a_source_that_an_editor_takes_away_meanwhile_is_not_proposed(world: World) -> None:
    sources: WatchedSources = {
        world.url: (WatchedSource(world.case, replace(world.case.sources[0], url=world.url)),)
    }

    def taken_away(page: FetchedPage, charset: str, part: int) -> ReadArticle:
        nonlocal sources
        sources = {}
        return parse(page, charset, part)

    world.publishes(CUT)
    looker = PageLooker(lambda: world.now, world.site.rules, taken_away)
    watcher = PageWatcher(world.engine, lambda: sources, looker, lambda: world.now, lambda: 0.5)
    await watcher.tick()
    assert await world.after(HOUR, watcher) == 1
    assert world.proposed == ()
    assert world.failing == []


def test_a_page_of_two_cases_is_watched_for_both(case_of: Callable[..., Case]) -> None:
    case = case_of("", {"a.txt": ARTICLE}, head=WITH_URL)
    library = Library(cases={"stone": case, "bell": replace(case, id="bell")})
    [(url, found)] = watched_sources(library, frozenset({"all"})).items()
    assert url == "https://a.example/"
    assert [one.case.id for one in found] == ["stone", "bell"]


async def test_a_change_is_proposed_to_each_case_that_has_the_page(world: World) -> None:
    source = replace(world.case.sources[0], url=world.url)
    watched = tuple(WatchedSource(replace(world.case, id=name), source) for name in ("bell", "stone"))
    looker = PageLooker(lambda: world.now, world.site.rules, parse)
    watcher = PageWatcher(world.engine, lambda: {world.url: watched}, looker, lambda: world.now, lambda: 0.5)
    await watcher.tick()
    for text, cases in (
        (CUT, ["bell", "stone"]),
        (CUT.replace("$3", "$2"), ["bell", "stone"]),
        (ARTICLE, []),
    ):
        world.publishes(text)
        await world.after(2 * DAY, watcher)
        assert sorted(one.case_id for one in world.proposed) == cases
