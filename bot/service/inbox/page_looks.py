"""Looks at a watched page: asks the site whether it may, fetches what has changed, and reads its article."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.corpus.articles.fetching import PRODUCT, FetchedPage, FetchRules, fetch_as
from bot.corpus.articles.html_pages import NOT_FREE
from bot.corpus.articles.limits import FEWEST_WORDS, ArticleRefused, ReadArticle
from bot.corpus.articles.reading import article_of_page
from bot.corpus.articles.robots import NOTHING_ALLOWED, RobotRules, read_robots
from bot.db.watched_pages import WatchedPage

ANY_STATUS = range(200, 600)
OK, NOT_MODIFIED, GONE, CLIENT_ERRORS = 200, 304, (404, 410), range(400, 500)
ROBOTS_FOR = timedelta(days=1)
"""For how long a robots.txt is kept: RFC 9309, 2.4, asks for a day at most."""
MOST_SITES = 1_000
"""Sites whose robots.txt is kept."""
WHOLE, LEAST = 0.8, 0.5
"""The share of the source's words that a page has at least which is not free, and any other page."""


@dataclass(frozen=True)
class Look:
    """What a look at a page has found; ``article`` is None where it has not changed since the last one."""

    page: FetchedPage
    article: ReadArticle | None = None


@dataclass
class PageLooker:
    """Looks at pages, politely; blocks while it does."""

    now: Callable[[], datetime]
    rules: FetchRules = field(default_factory=FetchRules)
    parse: Callable[[FetchedPage], ReadArticle] = article_of_page
    _robots: dict[str, tuple[datetime, RobotRules]] = field(default_factory=dict)

    def look(self, page: WatchedPage, known: str) -> Look:
        """Look at a page, whose source has the text ``known``. Raises ArticleRefused, with a sentence."""
        self._ask_first(page.url)
        asked_by = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        found = fetch_as(
            page.url, self.rules, {name: tag for name, tag in asked_by.items() if tag}, ANY_STATUS
        )
        if found.status == NOT_MODIFIED:
            return Look(found)
        if found.status in GONE:
            raise ArticleRefused(f"The page is gone: it answers with the status {found.status}.")
        if found.status != OK:
            raise ArticleRefused(f"The page answers with the status {found.status}.")
        article = self.parse(found)
        _refuse_stub(article, known)
        return Look(found, article)

    def _ask_first(self, url: str) -> None:
        """Raise ArticleRefused where the site's robots.txt does not let the page be fetched."""
        parts = urlsplit(url)
        site, path = f"{parts.scheme}://{parts.netloc}", parts.path or "/"
        if not self._rules_of(site).allow(f"{path}?{parts.query}" if parts.query else path):
            raise ArticleRefused(f"{site}/robots.txt does not let this page be fetched.")

    def _rules_of(self, site: str) -> RobotRules:
        read_at, rules = self._robots.get(site, (None, NOTHING_ALLOWED))
        if read_at is None or read_at + ROBOTS_FOR <= self.now():
            try:
                found = fetch_as(f"{site}/robots.txt", self.rules, None, ANY_STATUS)
            except ArticleRefused as error:
                raise ArticleRefused(f"The site's robots.txt cannot be read: {error}") from None
            if found.status != OK and found.status not in CLIENT_ERRORS:
                raise ArticleRefused(f"{site}/robots.txt answers with the status {found.status}.")
            rules = read_robots(found.raw, PRODUCT) if found.status == OK else RobotRules()
            if len(self._robots) >= MOST_SITES:
                self._robots.clear()
            self._robots[site] = self.now(), rules
        return rules


def _refuse_stub(article: ReadArticle, known: str) -> None:
    """Raise ArticleRefused for what is probably the beginning that a paywall shows, or another page."""
    words, before = len(article.text.split()), len(known.split())
    least = WHOLE if NOT_FREE in article.remarks else LEAST
    if words < min(FEWEST_WORDS, before) or words < least * before:
        raise ArticleRefused(
            f"The page has {words:,} words, the source {before:,}: is it the beginning that a paywall shows?"
        )
