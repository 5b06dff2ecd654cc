"""Reads an article from a file or a URL, and says what an editor has to look at."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bot.corpus.articles.charsets import charset_of, decoded
from bot.corpus.articles.fetching import FetchedPage, fetch
from bot.corpus.articles.imported import for_editors
from bot.corpus.articles.limits import (
    FEWEST_WORDS,
    MOST_BYTES,
    MOST_CHARACTERS,
    ArticleRefused,
    ArticleRemark,
    ReadArticle,
    article_refusal,
    article_remark,
)
from bot.corpus.articles.parsing_process import read_apart
from bot.corpus.files import file_bytes

KINDS = {".html": "html", ".htm": "html", ".docx": "docx", ".eml": "eml", ".pdf": "pdf"}
"""How a file is read, by the ending of its name; all others are text."""
PDF = b"%PDF-"
"""The first bytes of a PDF file, whatever its name is."""
ENGLISH = frozenset({"the", "and", "of", "to", "a", "in", "that", "was", "he", "she", "for", "on", "is"})
HALVES = re.compile("[\ud800-\udfff]")
"""Surrogates, which a PDF file or a mail can hold by themselves."""
LONGEST_NAME, LONGEST_URL = 300, 2_000
"""Code points of a title, of an author's and of a publisher's name, and of an address at most."""
LEAST_ENGLISH = 0.1
"""The share of ``ENGLISH`` words that an English article has at least."""


def read_article(place: str, charset: str = "", part: int = 0) -> ReadArticle:
    """The article of a file or at a URL. Raises ArticleRefused, with a sentence for the editor."""
    if re.match(r"https?://", place, re.IGNORECASE):
        return read_page(place, charset, part)
    return read_bytes(place, _bytes_of(Path(place)), charset, part)


def read_page(
    url: str, charset: str = "", part: int = 0, get: Callable[[str], FetchedPage] = fetch
) -> ReadArticle:
    """The article at a URL, which ``get`` fetches. Raises ArticleRefused, with a sentence for the editor."""
    return for_editors(article_of_page(get(url), charset, part))


def article_of_page(page: FetchedPage, charset: str = "", part: int = 0) -> ReadArticle:
    """The article of a page that was fetched, and what stands beside it.

    Raises ArticleRefused, with a sentence for the editor.
    """
    kind = "pdf" if page.raw.startswith(PDF) else "html"
    read = read_apart(kind, page.raw, charset or page.charset, part)
    return _checked(replace(read, url=read.url or page.url))


def read_bytes(name: str, raw: bytes, charset: str = "", part: int = 0) -> ReadArticle:
    """The article in the bytes of a file with a name, whose ending says how it is read.

    Raises ArticleRefused, with a sentence for the editor.
    """
    if len(raw) > MOST_BYTES:
        raise _too_large(name)
    kind = "pdf" if raw.startswith(PDF) else KINDS.get(Path(name).suffix.lower())
    if kind:
        return for_editors(_checked(read_apart(kind, raw, charset, part)))
    found = charset_of(raw, charset, keep_mark=True)
    return _checked(ReadArticle(text=decoded(raw, charset, keep_mark=True), charset=found))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(str(path))
        return file_bytes(path)
    except OSError as error:
        raise ArticleRefused(f"{path} cannot be read: {error.strerror}") from None


def _too_large(name: str) -> ArticleRefused:
    return article_refusal("{name} is larger than {limit} MB.", name=name, limit=MOST_BYTES // 1_000_000)


def _checked(read: ReadArticle) -> ReadArticle:
    """The article with remarks, in characters that can be stored.

    Raises ArticleRefused where it is empty, no text, or too long.
    """
    read = _storable(read)
    if not read.text.strip():
        raise article_refusal("The article is empty.")
    if "\0" in read.text:
        raise article_refusal("The file is no text.")
    if len(read.text) + sum(len(one.text) for one in read.beside) > MOST_CHARACTERS:
        raise article_refusal(
            "The text has more than {limit} characters: no article is as long.", limit=f"{MOST_CHARACTERS:,}"
        )
    return replace(read, remarks=(*read.remarks, *_remarks(read)))


def _storable(read: ReadArticle) -> ReadArticle:
    """The article without halves of characters, which no file and no database takes; its names on a line."""
    return replace(
        read,
        text=HALVES.sub("\ufffd", read.text),
        beside=tuple(one._replace(text=HALVES.sub("\ufffd", one.text)) for one in read.beside),
        title=_on_a_line(read.title),
        author=_on_a_line(read.author),
        publisher=_on_a_line(read.publisher),
        url=read.url if len(read.url) <= LONGEST_URL and read.url.isprintable() else "",
    )


def _on_a_line(words: str) -> str:
    """Words in printable characters, cut where they are longer than the name of anything."""
    plain = "".join(one if one.isprintable() else " " for one in words[: 2 * LONGEST_NAME])
    return " ".join(plain.split())[:LONGEST_NAME].rstrip()


def _remarks(read: ReadArticle) -> Iterator[ArticleRemark]:
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", read.text)]
    if len(words) < FEWEST_WORDS:
        yield article_remark(
            "The article has {count} words: is it whole, or the beginning that a paywall shows?",
            count=len(words),
        )
    letters = [unicodedata.bidirectional(one) for one in read.text if one.isalpha()]
    if sum(one in {"R", "AL"} for one in letters) * 2 > len(letters):
        yield article_remark("The article is written from right to left: the rules read English alone.")
    elif sum(word in ENGLISH for word in words) < LEAST_ENGLISH * len(words):
        yield article_remark("The article does not seem to be in English, which alone the rules read.")
