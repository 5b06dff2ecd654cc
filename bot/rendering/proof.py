"""The inverse of every renderer: the quotations that a reader of the finished payload sees.

Each decoder reads a payload as its platform shows it, knowing nothing of the answer it came from.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

from bot.rendering.discord import CONTAINER, QUOTE, TEXT
from bot.rendering.discord_markdown import LiveMarkup, shown
from bot.rendering.text import BAR, BREAK

MASKED_LINK = re.compile(r"\[(?P<name>(?:\\.|[^\]\\])+)\]\((?P<address>https?://[^\s()]+)\)")
DISCORD_LINE = re.compile(r"(?P<mark>## |### |-# |- |\*\*)?(?P<words>.*)", re.DOTALL)


class Visible(NamedTuple):
    """A quotation as a reader sees it: the words, and the line below that says whose they are."""

    text: str
    credit: str


class Unreadable(ValueError):
    """A payload that does not show what a renderer of ours makes."""


def text_quotations(text: str) -> tuple[Visible, ...]:
    """The quotations of a plain text."""
    return tuple(_of_lines(text.split("\n")))


def _of_lines(lines: list[str]) -> Iterator[Visible]:
    words: str | None = None
    for line in lines:
        if line.startswith(BAR):
            words = (words or "") + line.removeprefix(BAR)
        elif line.startswith(BREAK):
            words = (words or "") + "\n" + line.removeprefix(BREAK)
        elif words is not None:
            yield Visible(words, line.strip())
            words = None
    if words is not None:
        raise Unreadable("the last quotation has no credit")


def discord_quotations(payload: Mapping[str, Any]) -> tuple[Visible, ...]:
    """The quotations of a Discord message. Raises Unreadable where words would show as markup."""
    return tuple(visible for text in _displays(payload["components"]) for visible in _of_markdown(text))


def _displays(components: list[dict[str, Any]]) -> Iterator[str]:
    for component in components:
        if component["type"] == TEXT:
            yield component["content"].strip()
        elif component["type"] == CONTAINER:
            yield from _displays(component["components"])


def _of_markdown(content: str) -> Iterator[Visible]:
    words: list[str] = []
    for line in content.split("\n"):
        if line.startswith(QUOTE):
            words.append(_as_shown(line.removeprefix(QUOTE)))
            continue
        credit = discord_words(line)
        if words:
            yield Visible("\n".join(words), credit)
            words = []
    if words:
        raise Unreadable("the last quotation has no credit")


def discord_words(line: str) -> str:
    """What Discord shows of a line that is not a quotation."""
    found = DISCORD_LINE.fullmatch(line)
    mark, words = (found["mark"], found["words"]) if found else (None, line)
    if mark == "**":
        words = words.removesuffix("**")
    return _as_shown(MASKED_LINK.sub(lambda link: link["name"], words))


def _as_shown(words: str) -> str:
    try:
        return shown(words)
    except LiveMarkup as error:
        raise Unreadable(str(error)) from None


def slack_quotations(payload: Mapping[str, Any]) -> tuple[Visible, ...]:
    """The quotations of a Slack message. Raises Unreadable where its fallback does not show the same."""
    blocks = [block for block in payload["blocks"] if block["type"] == "rich_text"]
    visible = tuple(one for block in blocks for one in _of_rich_text(block["elements"]))
    if visible != text_quotations(html.unescape(payload["text"])):
        raise Unreadable("the fallback text shows other quotations than the blocks")
    return visible


def _of_rich_text(elements: list[dict[str, Any]]) -> Iterator[Visible]:
    for index, element in enumerate(elements):
        if element["type"] != "rich_text_quote":
            continue
        below = elements[index + 1] if index + 1 < len(elements) else {}
        if below.get("type") != "rich_text_section":
            raise Unreadable("a quotation has no credit")
        yield Visible(_words(element), _words(below).split("\n", 1)[0])


def _words(element: dict[str, Any]) -> str:
    return "".join(part["text"] for part in element["elements"])


def html_quotations(fragment: str) -> tuple[Visible, ...]:
    """The quotations of an HTML fragment: its block quotations and the line below each."""
    reader = _Blockquotes()
    reader.feed(fragment)
    reader.close()
    return tuple(reader.found)


class _Blockquotes(HTMLParser):
    """Collects the words of each ``blockquote`` and of the ``figcaption`` after it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Visible] = []
        self._inside: str | None = None
        self._words = ""
        self._credit = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"blockquote", "figcaption"}:
            self._inside = tag
            self._credit = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "blockquote":
            self._words += data
        elif self._inside == "figcaption":
            self._credit += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "figcaption":
            self.found.append(Visible(self._words, " ".join(self._credit.split())))
            self._words = ""
        if tag == self._inside:
            self._inside = None
