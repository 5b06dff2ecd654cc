"""How Discord's client reads a message: its markdown rules, in their order, for what a renderer may send.

The client runs the first rule that matches at a place, and reads what is inside in the same way. Rules
at the start of a line look at what was matched before. Nothing here is shared with ``bot.rendering``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

QUOTE = re.compile(r"( *>>> +([\s\S]*))|( *>(?!>>) +[^\n]*(\n *>(?!>>) +[^\n]*)*\n?)")
QUOTE_MARK = re.compile(r"^ *> ?", re.MULTILINE)
HEADING = re.compile(r" *(#{1,3})(?:\s+)((?![#]+)[^\n]+?)#*\s*(?:\n|\Z)")
SMALL = re.compile(r" *-# +((?!(-#)+)[^\n]+?) *(?:\n|\Z)")
LIST = re.compile(r"( *)((?:[*-]|[0-9]+\.)) [\s\S]+?(?:\n(?! )(?!\1(?:[*-]|[0-9]+\.) )|\Z)")
LIST_MARK = re.compile(r" *(?:[*-]|[0-9]+\.) +")
TEXT = re.compile(r"[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\U0010ffff]|\n\n| {2,}\n|\w+:\S|[0-9]+\.|\Z)")
LINE_START = re.compile(r"\A\Z|\n *\Z")
INLINE = {
    "escape": r"\\([^0-9A-Za-z\s])",
    "code block": r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```",
    "address": r"<([^: >]+:/[^ >]+)>|<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|<\+?[0-9][0-9 ./()-]*>",
    "web address": r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]",
    "link": r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?\s*\)",
    "bold": r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)",
    "italics": r"\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)|\b_((?:__|\\[\s\S]|[^\\_])+?)_\b",
    "underline": r"__((?:\\[\s\S]|[^\\])+?)__(?!_)",
    "struck": r"~~([\s\S]+?)~~(?!_)",
    "code": r"(`+)([\s\S]*?[^`])\1(?!`)",
    "break": r" {2,}\n",
    "mention": r"<@[!&]?\d+>|<#\d+>|@everyone|@here|</[^>:]+:\d+>|<id:\w+>",
    "emoji": r":[^\s:]+?(?:::skin-tone-\d)?:|<a?:\w+:\d+>",
    "shrug": r"¯\\_\(ツ\)_/¯",
    "time": r"<t:-?\d{1,17}(?::[tTdDfFR])?>",
    "spoiler": r"\|\|([\s\S]+?)\|\|",
}
RULES = {name: re.compile(pattern) for name, pattern in INLINE.items()}
HARMLESS = frozenset({"bold", "link"})
"""What our own lines use."""


class Block(NamedTuple):
    """A block quotation, a line, or a piece of text, with what it shows."""

    kind: str
    shows: str


class Client:
    """Reads one text display; ``markup`` lists every rule that changed how words look."""

    def __init__(self, content: str) -> None:
        self.markup: list[str] = []
        self._before = ""
        normal = content.strip().replace("\r\n", "\n").replace("\r", "\n")
        self.blocks = self._blocks(normal.replace("\f", "").replace("\t", "    "), quoted=False)

    @property
    def quotations(self) -> list[str]:
        """What stands in block quotations, without the line break that ends each."""
        return [block.shows.removesuffix("\n") for block in self.blocks if block.kind == "quote"]

    def _blocks(self, source: str, *, quoted: bool) -> list[Block]:
        blocks = []
        at = 0
        while at < len(source):
            block, at = self._next(source, at, quoted=quoted)
            blocks.append(block)
        return blocks

    def _next(self, source: str, at: int, *, quoted: bool) -> tuple[Block, int]:
        if LINE_START.search(self._before):
            starts: tuple[tuple[str, re.Pattern[str]], ...] = (
                ("heading", HEADING),
                ("small", SMALL),
                *((("quote", QUOTE),) if not quoted else ()),
                ("list", LIST),
            )
            for kind, rule in starts:
                if found := rule.match(source, at):
                    return self._block(kind, found, quoted=quoted), found.end()
        for kind, rule in RULES.items():
            if found := rule.match(source, at):
                return self._inline(kind, found, quoted=quoted), found.end()
        plain = TEXT.match(source, at)
        assert plain
        self._before = plain.group()
        return Block("text", plain.group()), plain.end()

    def _block(self, kind: str, found: re.Match[str], *, quoted: bool) -> Block:
        inner: dict[str, Callable[[re.Match[str]], str]] = {
            "heading": lambda heading: heading[2],
            "small": lambda small: small[1].strip(),
            "quote": lambda quote: QUOTE_MARK.sub("", quote.group()),
            "list": lambda listed: LIST_MARK.sub("", listed.group(), count=1),
        }
        if quoted:
            self.markup.append(f"{kind} in a quotation")
        return Block(kind, self._shown(inner[kind](found), found, quoted=quoted or kind == "quote"))

    def _inline(self, kind: str, found: re.Match[str], *, quoted: bool) -> Block:
        if kind in HARMLESS and not quoted:
            return Block(kind, self._shown(found[1], found, quoted=quoted))
        self._before = found.group()
        if kind == "escape":
            return Block("text", found[1])
        if kind == "break":
            return Block("text", "\n")
        self.markup.append(f"{kind}: {found.group()!r}")
        return Block("markup", "")

    def _shown(self, inner: str, found: re.Match[str], *, quoted: bool) -> str:
        self._before = found.group()
        shows = "".join(block.shows for block in self._blocks(inner, quoted=quoted))
        self._before = found.group()
        return shows
