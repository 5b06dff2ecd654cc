"""Looks at a watched page: asks the site whether it may, fetches what has changed, and reads its article."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zlib import crc32

from bot.corpus.articles.fetching import (
    MOST_REDIRECTS,
    PRODUCT,
    REDIRECTS,
    FetchedPage,
    FetchRules,
    fetch_as,
)
from bot.corpus.articles.html_pages import NOT_FREE
from bot.corpus.articles.limits import (
    CharsetUnknown,
    ReadArticle,
    SeveralArticles,
    article_refusal,
)
from bot.corpus.articles.reading import article_of_page
from bot.corpus.articles.robots import LONGEST, NOTHING_ALLOWED, RobotRules, read_robots
from bot.db.watched_pages import WatchedPage
from bot.service.inbox.own_lines import own_text
from bot.service.inbox.page_lines import all_lines, share_in

ANY_STATUS = range(200, 600)
OK, NOT_MODIFIED, GONE, CLIENT_ERRORS = 200, 304, (404, 410), range(400, 500)
TOO_MANY_REQUESTS = 429
ROBOTS_FOR = timedelta(days=1)
"""For how long a robots.txt is kept: RFC 9309, 2.4, asks for a day at most."""
DAYS_OF_A_WEEK = 7
MOST_SITES = 1_000
"""Sites whose robots.txt is kept."""
MOST_PARTS = 12
"""Articles of a page among which that of the source is looked for."""
WHOLE, LEAST = 0.8, 0.5
"""The share of the source's words that a page has at least which is not free, and any other page."""
SUBSCRIBE = re.compile(
    r"\b(?:subscrib\w*|subscriptions?|(?:sign|log) in|abonn\w*|anmelden|registrier\w*|suscr[ií]b\w*"
    r"|inici[ae]r? sesión)\b",
    re.IGNORECASE,
)
"""Matches what a page says in the place of the rest of an article that is not free."""
ALIKE = 0.1
"""The share of the source's words in a row that a page of the same article has at least."""


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
    parse: Callable[[FetchedPage, str, int], ReadArticle] = article_of_page
    _robots: dict[str, tuple[datetime, RobotRules]] = field(default_factory=dict)

    def look(self, page: WatchedPage, known: str, quoted: Collection[str] = ()) -> Look:
        """Look at a page, whose source has the text ``known``. Raises ArticleRefused, with a sentence.

        ``quoted`` are the lines of that text in which a case quotes words.
        """
        asked_by = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        tags = {name: tag for name, tag in asked_by.items() if tag and not self._is_read_whole(page.url)}
        found = self._fetch(page.url, tags)
        if found.status == NOT_MODIFIED and tags:
            return Look(found)
        if found.status in GONE:
            raise article_refusal(
                "The page is gone: it answers with the status {status}.", status=found.status
            )
        if found.status != OK:
            raise article_refusal("The page answers with the status {status}.", status=found.status)
        read = self._article(found, known)
        article = replace(read, text=own_text(read, known, quoted), beside=())
        _refuse_others(article, known, is_free=not _asks_for_money(read, known))
        return Look(found, article)

    def _is_read_whole(self, url: str) -> bool:
        """Whether it is the day of the week on which a page is read whatever its site says of changes.

        Some sites give a page one tag for ever, and would answer for ever that it has not changed.
        """
        return (self.now().toordinal() + crc32(url.encode())) % DAYS_OF_A_WEEK == 0

    def _fetch(self, url: str, tags: Mapping[str, str]) -> FetchedPage:
        """The page at an address; each address to which it leads is asked about first, too."""
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            self._ask_first(at)
            found = fetch_as(at, replace(self.rules, follows=False), tags, ANY_STATUS)
            if found.status not in REDIRECTS or found.url == at:
                return found
            at = found.url
        raise article_refusal("{url} redirects more than {most} times.", url=url, most=MOST_REDIRECTS)

    def _article(self, found: FetchedPage, known: str) -> ReadArticle:
        """The article of a page; of several, the one that has the most of the source."""
        try:
            return self.parse(found, "", 0)
        except CharsetUnknown:
            raise article_refusal(
                "The page does not say its encoding, and is not UTF-8. Look at it in a browser, and add what "
                "has changed by hand."
            ) from None
        except SeveralArticles as several:
            parts = range(1, min(len(several.beginnings), MOST_PARTS) + 1)
            articles = [self.parse(found, "", part) for part in parts]
            return max(articles, key=lambda one: share_in(known, one.text))

    def _ask_first(self, url: str) -> None:
        """Raise ArticleRefused where the site's robots.txt does not let the page be fetched."""
        try:
            parts = urlsplit(url)
        except ValueError:
            raise article_refusal("{url} cannot be fetched: it is no web address.", url=url) from None
        site, path = f"{parts.scheme}://{parts.netloc}", parts.path or "/"
        if not self._rules_of(site).allow(f"{path}?{parts.query}" if parts.query else path):
            raise article_refusal("{site}/robots.txt does not let this page be fetched.", site=site)

    def _rules_of(self, site: str) -> RobotRules:
        now = self.now()
        read_at, rules = self._robots.get(site, (None, NOTHING_ALLOWED))
        # A clock that was set back leaves what was read in its future.
        if read_at is None or not read_at <= now < read_at + ROBOTS_FOR:
            rules = self._read_rules(site)
            if len(self._robots) >= MOST_SITES:
                self._robots.clear()
            self._robots[site] = now, rules
        return rules

    def _read_rules(self, site: str) -> RobotRules:
        """The rules of a site; what is longer than a robots.txt need be is cut (RFC 9309, 2.5)."""
        rules = replace(self.rules, most=LONGEST, cuts=True)
        found = fetch_as(f"{site}/robots.txt", rules, None, ANY_STATUS)
        is_absent = found.status in CLIENT_ERRORS and found.status != TOO_MANY_REQUESTS
        if found.status != OK and not is_absent:
            raise article_refusal(
                "{site}/robots.txt answers with the status {status}.", site=site, status=found.status
            )
        return RobotRules() if is_absent else read_robots(found.raw, PRODUCT)


def _asks_for_money(read: ReadArticle, known: str) -> bool:
    """Whether a page says that it is not free, or asks to subscribe where the end of its source stood."""
    if NOT_FREE in read.remarks:
        return True
    source = all_lines(known)
    lines = {*all_lines(read.text), *(one.text for one in read.beside)}
    is_cut = bool(source) and source[-1] not in lines
    return is_cut and any(SUBSCRIBE.search(line) for line in lines.difference(source))


def _refuse_others(article: ReadArticle, known: str, *, is_free: bool) -> None:
    """Raise ArticleRefused for what is probably the beginning that a paywall shows, or another page."""
    words, before = len(article.text.split()), len(known.split())
    least = LEAST if is_free else WHOLE
    if words < least * before:
        raise article_refusal(
            "The page has {words} words, the source {before}: is it the beginning that a paywall shows?",
            words=words,
            before=before,
        )
    if share_in(known, article.text) < ALIKE:
        raise article_refusal(
            "The page shows another text than the source. Look at it in a browser: if the article has moved, "
            "change the address in the case file."
        )
