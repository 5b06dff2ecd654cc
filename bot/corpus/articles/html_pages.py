"""Reads the article of a web page: its paragraphs, without menus, scripts and what stands beside it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from bot.corpus.articles.beside import SOFT_TAGS, PageLine, is_marked, letters, told_apart
from bot.corpus.articles.limits import (
    BETWEEN,
    MOST_CHARACTERS,
    ReadArticle,
    SeveralArticles,
    article_remark,
    text_of,
)
from bot.corpus.articles.linked_data import linked_data

DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "select",
        "iframe",
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
MOST_OF_A_SAMPLE = 8
"""Words that are shown of a line, and of the beginning of an article, at most."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


INNERMOST = 12
"""Elements around a line that are known of it: what stands beside the text has its own close to it."""


@dataclass
class _Part:
    """The lines of the page within one element, and whether it is an ``article`` or ``main``."""

    tag: str
    number: int = -1
    soft: int = 0
    """In how many elements it is that stand beside a text by the standard: pages put all into a form."""
    lines: list[PageLine] = field(default_factory=list)
    heading: str = ""

    @property
    def words(self) -> int:
        return sum(line.words for line in self.lines if line.soft <= self.soft)

    @property
    def beginning(self) -> str:
        first = next((line.text for line in self.lines if line.soft <= self.soft), "")
        return " ".join((self.heading or first).split()[:MOST_OF_A_SAMPLE])

    def own_lines(self) -> tuple[PageLine, ...]:
        """The lines with what is said of them within the part alone."""
        if self.number < 0:
            return tuple(self.lines)
        return tuple(
            replace(
                line,
                within=tuple(one for one in line.within if one > self.number),
                marked=tuple(one for one in line.marked if one > self.number),
                soft=line.soft - self.soft,
            )
            for line in self.lines
        )

    @property
    def is_too_long(self) -> bool:
        """Whether no article has as many characters: then nothing has to be told apart."""
        return sum(len(line.text) + len(BETWEEN) for line in self.lines) > MOST_CHARACTERS


@dataclass
class _Open:
    """An element that was begun and not ended."""

    tag: str
    number: int
    is_marked: bool = False


@dataclass
class _Line:
    """The words of the line that is being read, and how many letters of it are in links and in times."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    timed: int = 0
    links: set[str] = field(default_factory=set)


class _Page(HTMLParser):
    """Collects the lines of a page, those of each article by themselves, and what its head says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Part] = [_Part("page")]
        self.open_parts: list[_Part] = [self.parts[0]]
        self.stack: list[_Open] = []
        self.begun: Counter[str] = Counter()
        self.dropped = 0
        self.soft = 0
        self.tags: list[str] = []
        self.meta: dict[str, str] = {}
        self.title = ""
        self.data: list[str] = []
        self._line = _Line()
        self._link = ""
        self._in: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, a part at an article, and read what the head says."""
        given = {name: value or "" for name, value in attrs}
        self._read_head(tag, given)
        if tag in VOID:
            self._break(tag)
            return
        opened = _Open(tag, len(self.tags), is_marked(tag, given))
        self._break("div" if opened.is_marked else tag)
        self.stack.append(opened)
        self.tags.append(tag)
        self.begun[tag] += 1
        self.dropped += tag in DROPPED
        self.soft += tag in SOFT_TAGS
        if tag == "a":
            # A part of this page, and a page of its author, are no other article.
            is_away = not given.get("href", "#").startswith("#") and given.get("rel") != "author"
            self._link = given["href"] if is_away else ""
        if tag in {"article", "main"}:
            part = _Part(tag, len(self.tags) - 1, self.soft)
            self.parts.append(part)
            self.open_parts.append(part)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun, also what was left open within it."""
        self._in = ""
        if not self.begun[tag]:
            return
        is_marked_one = self.stack[-1].tag == tag and self.stack[-1].is_marked
        self._break("div" if is_marked_one else tag, is_title=tag == "h1")
        while self.stack:
            last = self.stack.pop()
            self.begun[last.tag] -= 1
            self.dropped -= last.tag in DROPPED
            self.soft -= last.tag in SOFT_TAGS
            if last.tag == "a":
                self._link = ""
            if last.tag in {"article", "main"} and len(self.open_parts) > 1:
                self.open_parts.pop()
            if last.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Keep the words of a line, or of what the head says."""
        if self._in == "title":
            self.title += data
        elif self._in == "json":
            self.data[-1] += data
        elif not self.dropped:
            line = self._line
            line.words.append(data)
            line.timed += letters(data) if self.begun["time"] else 0
            if self._link and (count := letters(data)):
                line.linked += count
                line.links.add(self._link)

    def close(self) -> None:
        """End the last line as well."""
        super().close()
        self._break("body")

    def _read_head(self, tag: str, given: Mapping[str, str]) -> None:
        """Keep what an element says of the page."""
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

    def _break(self, tag: str, *, is_title: bool = False) -> None:
        if tag not in BLOCKS:
            return
        read, self._line = self._line, _Line()
        text = " ".join("".join(read.words).split())
        if not text:
            return
        around = self.stack[-INNERMOST:]
        line = PageLine(
            text,
            read.linked,
            read.timed,
            frozenset(read.links),
            tuple(one.number for one in around),
            tuple(one.number for one in around if one.is_marked),
            soft=self.soft,
            is_title=is_title,
        )
        for part in self.open_parts:
            part.lines.append(line)
            if is_title and not part.heading and line.soft <= part.soft:
                part.heading = text


def read_html(markup: str, part: int = 0) -> ReadArticle:
    """The article of a page; ``part`` says which, from 1, where there are several. Raises ArticleRefused.

    Lines within it that are not taken for its text are kept beside it.
    """
    page = _Page()
    page.feed(markup)
    page.close()
    found = [one for one in page.parts if one.tag == "article" and one.words >= FEWEST_WORDS_OF_AN_ARTICLE]
    if len(found) > 1 and not 1 <= part <= len(found):
        raise SeveralArticles([one.beginning for one in found])
    chosen = (
        found[max(part, 1) - 1]
        if found
        else max(page.parts, key=lambda one: one.tag == "main" and bool(one.words))
    )
    meta = page.meta | {name: value for name, value in linked_data(page.data) if value}
    title = chosen.heading or meta.get("og:title", "") or page.title
    day = DAY.search(next(filter(None, (meta.get(name) for name in DAYS)), ""))
    lines, beside = (
        (tuple(line.text for line in chosen.lines), ())
        if chosen.is_too_long
        else told_apart(chosen.own_lines(), page.tags)
    )
    return ReadArticle(
        text=text_of(lines),
        title=_plain(title),
        published=day.group() if day else "",
        url=meta.get("canonical", "") or meta.get("og:url", ""),
        author=_plain(meta.get("author", "")),
        publisher=_plain(meta.get("og:site_name", "")),
        remarks=(NOT_FREE,) if meta.get("paywall") else (),
        beside=beside,
    )


NOT_FREE = article_remark("The page says that it is not free to read: this may be its beginning alone.")
"""What an editor is told of a page behind a paywall."""
DAYS = ("article:published_time", "datepublished", "date", "dc.date", "time")
"""Where a page says its day, the surest first."""


def _plain(words: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())
