"""Reads articles in which marks say who speaks and what is ruled: ``marked/*.txt``.

``{Ann Boggis|words}`` is a quotation with its speaker, ``{-|words}`` one of nobody who is named, and
``⟦denied motion|words⟧`` a ruling. A line of three hyphens divides the articles of a file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

MARKED = Path(__file__).with_name("marked")
"""The folder of the articles; rules are made with all files but ``kept.txt``."""
SIGN = re.compile(r"\{(?P<name>[^|{}]*)\||⟦(?P<outcome>\w+) (?P<on>\w+)\||[}⟧]")
Entry = dict[str, Any]


class MarkedArticle(NamedTuple):
    """An article without its marks, and what these say, in the form of ``python -m bot draft --json``."""

    name: str
    text: str
    quotations: list[Entry]
    rulings: list[Entry]


def marked_articles(path: Path) -> Iterator[MarkedArticle]:
    """The articles of a file, named by the file and their number in it."""
    for number, words in enumerate(path.read_text(encoding="utf-8").split("\n---\n"), 1):
        yield read(f"{path.stem}/{number}", words.strip())


def read(name: str, marked: str) -> MarkedArticle:
    """One article from its words with marks in them; marks may stand inside marks."""
    text, end = "", 0
    quotations: list[Entry] = []
    rulings: list[Entry] = []
    opened: list[tuple[re.Match[str], int]] = []
    for sign in SIGN.finditer(marked):
        text += marked[end : sign.start()]
        end = sign.end()
        if sign.group() not in "}⟧":
            opened.append((sign, len(text)))
            continue
        first, start = opened.pop()
        entry = {"exact": text[start:], "start": start, "end": len(text)}
        if first["name"] is not None:
            speaker = None if first["name"] == "-" else first["name"]
            quotations.append({**entry, "speaker": speaker, "kind": "direct"})
        else:
            rulings.append({**entry, "outcome": first["outcome"], "on": first["on"]})
    return MarkedArticle(name, text + marked[end:], quotations, rulings)
