"""Reads the article of a web page: its paragraphs, without menus, scripts and what stands beside it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from bot.corpus.articles.limits import ReadArticle, SeveralArticles, article_remark

DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "select",
        "iframe",
        "figure",
        "head",
    }
)
BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "div",
        "section",
        "article",
        "main",
        "td",
        "tr",
        "ul",
        "ol",
        "pre",
    }
    | {"header", "br", "dd", "dt", "figcaption", "body"}
)
VOID = frozenset(
    {"meta", "br", "img", "link", "input", "hr", "source", "wbr", "area", "base", "col", "embed", "track"}
)
FEWEST_WORDS_OF_AN_ARTICLE = 60
"""Words from which on an ``article`` element counts: teasers of other articles have fewer."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class _Part:
    """The lines of the page within one element, and whether it is an ``article`` or ``main``."""

    tag: str
    lines: list[str] = field(default_factory=list)
    heading: str = ""

    @property
    def words(self) -> int:
        return sum(len(line.split()) for line in self.lines)


class _Page(HTMLParser):
    """Collects the lines of a page, those of each article by themselves, and what its head says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Part] = [_Part("page")]
        self.open_parts: list[_Part] = [self.parts[0]]
        self.stack: list[str] = []
        self.dropped = 0
        self.meta: dict[str, str] = {}
        self.title = ""
        self.data: list[str] = []
        self._words: list[str] = []
        self._in: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, a part at an article, and read what the head says."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.meta.setdefault(name.lower(), given.get("content", ""))
        if tag == "link" and given.get("rel") == "canonical":
            self.meta.setdefault("canonical", given.get("href", ""))
        if tag == "time" and "datetime" in given:
            self.meta.setdefault("time", given["datetime"])
        if tag in {"title", "script"}:
            self._in = "json" if given.get("type") == "application/ld+json" else tag
            if self._in == "json":
                self.data.append("")
        if tag in VOID:
            self._break(tag)
            return
        self.stack.append(tag)
        self.dropped += tag in DROPPED
        self._break(tag)
        if tag in {"article", "main"}:
            part = _Part(tag)
            self.parts.append(part)
            self.open_parts.append(part)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun, also what was left open within it."""
        self._in = ""
        if tag not in self.stack:
            return
        self._break(tag, heading=tag == "h1")
        while self.stack:
            last = self.stack.pop()
            self.dropped -= last in DROPPED
            if last in {"article", "main"} and len(self.open_parts) > 1:
                self.open_parts.pop()
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        """Keep the words of a line, or of what the head says."""
        if self._in == "title":
            self.title += data
        elif self._in == "json":
            self.data[-1] += data
        elif not self.dropped:
            self._words.append(data)

    def close(self) -> None:
        """End the last line as well."""
        super().close()
        self._break("body")

    def _break(self, tag: str, *, heading: bool = False) -> None:
        if tag not in BLOCKS:
            return
        line = " ".join("".join(self._words).split())
        self._words = []
        if line:
            for part in self.open_parts:
                part.lines.append(line)
                if heading and not part.heading:
                    part.heading = line


def read_html(markup: str, part: int = 0) -> ReadArticle:
    """The article of a page; ``part`` says which, from 1, where there are several. Raises ArticleRefused."""
    page = _Page()
    page.feed(markup)
    page.close()
    found = [one for one in page.parts if one.tag == "article" and one.words >= FEWEST_WORDS_OF_AN_ARTICLE]
    if len(found) > 1 and not 1 <= part <= len(found):
        raise SeveralArticles([_beginning(one) for one in found])
    chosen = (
        found[max(part, 1) - 1]
        if found
        else max(page.parts, key=lambda one: one.tag == "main" and bool(one.lines))
    )
    meta = page.meta | {name: value for name, value in _linked_data(page.data) if value}
    title = chosen.heading or meta.get("og:title", "") or page.title
    day = DAY.search(next(filter(None, (meta.get(name) for name in DAYS)), ""))
    return ReadArticle(
        text="\n\n".join(chosen.lines) + "\n" if chosen.lines else "",
        title=_plain(title),
        published=day.group() if day else "",
        url=meta.get("canonical", "") or meta.get("og:url", ""),
        author=_plain(meta.get("author", "")),
        publisher=_plain(meta.get("og:site_name", "")),
        remarks=(NOT_FREE,) if meta.get("paywall") else (),
    )


NOT_FREE = article_remark("The page says that it is not free to read: this may be its beginning alone.")
"""What an editor is told of a page behind a paywall."""
DAYS = ("article:published_time", "datepublished", "date", "dc.date", "time")
"""Where a page says its day, the surest first."""


def _beginning(part: _Part) -> str:
    return " ".join((part.heading or part.lines[0]).split()[:8])


def _plain(words: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


def _linked_data(data: list[str]) -> Iterator[tuple[str, str]]:
    """What JSON-LD in the page says of its article (https://schema.org/NewsArticle)."""
    for text in data:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, dict):
                yield from _said(one)


def _said(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    day = one.get("datePublished")
    yield "datepublished", day if isinstance(day, str) else ""
    yield "paywall", "yes" if one.get("isAccessibleForFree") in {False, "False", "false"} else ""
