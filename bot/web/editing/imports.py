"""Articles that were read for an editor and not kept yet: in memory, until they are confirmed as they are."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aiohttp import web

from bot.answers.phrases import Phrase, phrase
from bot.authoring.dates import dates
from bot.corpus.articles.charsets import CHARSETS, samples
from bot.corpus.articles.fetching import FetchedPage
from bot.corpus.articles.limits import (
    ArticleRefused,
    ArticleRemark,
    CharsetUnknown,
    ReadArticle,
    SeveralArticles,
)

MOST_PENDING = 20
"""Articles that are remembered until somebody confirms them; then the oldest one is forgotten."""
HEAD, MOST_BEFORE, FEW_WORDS = 400, 12, 8
"""Where an article's own day is looked for: in so many code points, at their beginning or on a short line."""
ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
CHARSET_UNKNOWN = phrase(
    "The file does not say its encoding, and is not UTF-8. Choose the encoding whose words are right."
)
SEVERAL = phrase("The page has {count} articles. Choose one.")
SAID_OF_PAGE = phrase("Compare the day, the names and the address with the page: they were taken from it.")
DAY_OF_TEXT = phrase("The day was taken from the text or the name of the file: is it that of publication?")
NO_DAY = phrase("The article does not say its day: enter it.")


@dataclass(frozen=True)
class ImportView:
    """What the page of the drafts shows of an import: remarks, how it was decoded, and what to choose."""

    remarks: tuple[Phrase, ...] = ()
    charset: str = ""
    words: str = ""
    """Words beyond ASCII as they were decoded, for an editor to look at."""
    charsets: tuple[tuple[str, str], ...] = tuple((one, "") for one in CHARSETS)
    """Encodings to choose among, each with words of the file."""
    beginnings: tuple[str, ...] = ()
    """The first words of each article of a page with several."""
    pending: str = ""
    """The key of the article in memory, where there is one."""


NO_IMPORT = ImportView()


@dataclass
class PendingImports:
    """The articles that were read and not confirmed yet, by keys that nobody guesses."""

    _texts: OrderedDict[str, str] = field(default_factory=OrderedDict)

    def add(self, text: str) -> str:
        """Remember the text of an article, and give its key."""
        while len(self._texts) >= MOST_PENDING:
            self._texts.popitem(last=False)
        key = secrets.token_urlsafe(16)
        self._texts[key] = text
        return key

    def confirmed(self, key: str, text: str) -> str | None:
        """The article as it was read, where a form sent its text unchanged but for line ends; else None."""
        kept = self._texts.get(key)
        return kept if kept is not None and in_form(kept) == in_form(text) else None


PENDING: web.AppKey[PendingImports] = web.AppKey("pending_imports")
FETCH: web.AppKey[Callable[[str], FetchedPage]] = web.AppKey("fetch_article")
"""Fetches the page of an address, with the guard against addresses inside."""


def in_form(text: str) -> str:
    """A text as a form's field gives it back: with line feeds alone, and none at its ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def sentence_of(error: ArticleRefused | ArticleRemark) -> Phrase:
    """A sentence about an article, as a phrase that the catalogues know."""
    if isinstance(error, CharsetUnknown):
        return CHARSET_UNKNOWN
    if isinstance(error, SeveralArticles):
        return SEVERAL.filled(count=len(error.beginnings))
    if error.values or "{" not in error.message:
        return Phrase(error.message).filled(**error.values)
    return Phrase("{sentence}").filled(sentence=error.message)


def asked(error: ArticleRefused) -> ImportView:
    """What an editor has to choose before an article can be read."""
    if isinstance(error, CharsetUnknown):
        return ImportView(charsets=tuple(error.samples.items()))
    if isinstance(error, SeveralArticles):
        return ImportView(beginnings=tuple(error.beginnings))
    return NO_IMPORT


def read_view(read: ReadArticle, pending: str, day: str) -> ImportView:
    """What an editor has to confirm of an article that was read; ``day`` is the one that is proposed."""
    given = [sentence_of(one) for one in read.remarks]
    if read.published or read.author or read.publisher or read.url:
        given.append(SAID_OF_PAGE)
    if not day:
        given.append(NO_DAY)
    elif not read.published:
        given.append(DAY_OF_TEXT)
    words = samples(read.text.encode(), "utf-8") if read.charset else ""
    return ImportView(tuple(given), read.charset, words, pending=pending)


def day_of(read: ReadArticle, name: str) -> str:
    """The day of an article as its page says it, else as its file's name or its first lines do; or “”."""
    if read.published:
        return read.published
    if found := ISO_DAY.search(Path(name).name):
        return found.group()
    head = read.text[:HEAD]
    for one in dates(head, None):
        line = head[head.rfind("\n", 0, one.start) + 1 :].partition("\n")[0]
        is_dateline = one.start <= MOST_BEFORE or len(line.split()) <= FEW_WORDS
        if is_dateline and one.edtf and ISO_DAY.fullmatch(one.edtf):
            return one.edtf
    return ""


def fields_of(read: ReadArticle, day: str) -> Mapping[str, str]:
    """The fields of the form of a new draft, with what was read."""
    return {
        "text": read.text,
        "published": day,
        "headline": read.title,
        "publisher": read.publisher,
        "author": read.author,
        "url": read.url,
    }


def valid_day(text: str) -> date | None:
    """The day that an ISO text names, or None."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
