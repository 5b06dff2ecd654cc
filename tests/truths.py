"""Reads what is true on which day in an invented case over time from its ``TRUTH.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

OVER_TIME = Path(__file__).parent / "cases_over_time"
"""The folder of the invented cases over time."""
WORDS = re.compile(r"(?P<files>(?:`[^`]+`[ ,]+)+)(?:\(after «(?P<before>[^»]+)»\) )?«(?P<words>[^»]+)»")
"""Matches words of articles: the names of the articles, and what stands before the words."""
NOTHING = "—"


@dataclass(frozen=True)
class Truth:
    """A fact that articles report, with the spans (article, start, end in code points) of its words."""

    id: str
    what: str
    spans: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Day:
    """The ids of the truths that are current, past without an outcome, or superseded from a day on."""

    day: str
    current: frozenset[str]
    passed: frozenset[str]
    superseded: frozenset[str]
    contradictions: frozenset[frozenset[str]]


@dataclass(frozen=True)
class Truths:
    """What is true in a case: its facts by their ids, and the rows of its table of days, the first first."""

    facts: dict[str, Truth]
    days: tuple[Day, ...]
    articles: tuple[str, ...]
    """The ISO days of the articles."""

    def on(self, day: str | None) -> Day:
        """The row that holds on an ISO day; the last one for None, which is today."""
        return [row for row in self.days if day is None or row.day <= day][-1]

    def days_to_ask(self) -> Iterator[str | None]:
        """The days of the table, those before each article, and None for today."""
        before = {(date.fromisoformat(one) - timedelta(days=1)).isoformat() for one in self.articles}
        yield from sorted({row.day for row in self.days} | before)
        yield None


def truths_of(case: str) -> Truths:
    """The truths of a case by its folder's name."""
    texts = {path.stem: path.read_text("utf-8") for path in (OVER_TIME / case / "sources").glob("*.txt")}
    text = (OVER_TIME / case / "TRUTH.md").read_text("utf-8")
    facts = {
        cells[0]: Truth(cells[0], cells[1], tuple(_spans(cells[4], texts)))
        for cells in _rows(text, "## Facts")
    }
    days = tuple(
        Day(
            cells[0],
            _ids(cells[2]),
            _ids(cells[3]),
            _ids(cells[4]),
            frozenset(frozenset(pair.split("/")) for pair in _ids(cells[5])),
        )
        for cells in _rows(text, "## What is current on which day")
    )
    return Truths(facts, days, tuple(sorted({name[:10] for name in texts})))


def _rows(text: str, heading: str) -> Iterator[list[str]]:
    """The cells of each row of the table under a heading."""
    section = text.partition(heading + "\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def _ids(cell: str) -> frozenset[str]:
    return frozenset(one for one in cell.split() if one != NOTHING)


def _spans(cell: str, texts: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    for match in WORDS.finditer(cell):
        for name in re.findall("`([^`]+)`", match["files"]):
            after = texts[name].index(match["before"]) if match["before"] else 0
            start = texts[name].index(match["words"], after)
            yield name, start, start + len(match["words"])
