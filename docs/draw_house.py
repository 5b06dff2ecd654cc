"""Draws the house: its rooms, and every import between two of them, as the code has them.

``python docs/draw_house.py`` writes ``house.svg`` and the table of imports in the developers' guide;
with ``--check`` it writes nothing, and fails where one of the two is not current.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parent
BOT = DOCS.parent / "bot"
DRAWING = DOCS / "house.svg"
GUIDE = DOCS / "guides/developers.md"
BEGIN, END = "<!-- drawn by docs/draw_house.py -->\n", "<!-- end of what is drawn -->\n"
MOST_ROOMS = 20
ROOMS: Mapping[str, str] = {
    "cases": "cases and articles, proven",
    "search": "folding, passages, ranking",
    "checking": "claimed quotations, verdicts",
    "qa": "free questions",
    "authoring": "proposals from an article",
    "answers": "what we say",
    "rendering": "how it looks, and the proof",
    "corpus": "all I/O of the content",
    "db": "tables, migrations, rows",
    "settings": "what an operator sets",
    "console": "what a terminal shows",
    "service": "one command service for all",
    "digests": "schedules and their delivery",
    "platforms.discord": "gateway, endpoint, sender",
    "platforms.slack": "Socket Mode, HTTP, sender",
    "web": "pages, playground, metrics",
    "api": "JSON for programs",
    "mcp": "tools for AI assistants",
    "app": "wiring",
    "cli": "the command line",
}
"""The rooms with what is in each, in a few words."""
SHARED_ROOM: Mapping[str, str] = {
    "__main__": "cli",
    "__init__": "settings",
    "logs": "settings",
    "build": "settings",
    "platforms": "platforms.discord",
}
"""Modules that are too small for a room of their own, and where they are drawn."""

WIDTH, HEIGHT, GAP, ROW = 200, 50, 26, 88
"""Pixels: a room, the space between two in a row, and from one row to the next."""
LANE = 22
"""Pixels beside the line of an import that passes a row."""
MARGIN = 28
SWEEPS = 24
STYLE = """\
  .paper { fill: #f7f5ef; stroke: #8a8578; }
  .room { fill: #ffffff; stroke: #35322b; stroke-width: 1.5; }
  .name { font: 600 15px ui-monospace, Menlo, Consolas, monospace; fill: #1d1b17; text-anchor: middle; }
  .words { font: 12px system-ui, sans-serif; fill: #57534a; text-anchor: middle; }
  .import { fill: none; stroke: #4a6587; stroke-width: 1.6; }
  .head { fill: #4a6587; }
"""
HEAD = """\
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
<path class="head" d="M0 0 8 4 0 8z"/></marker></defs>"""

Imports = Mapping[str, frozenset[str]]
"""The rooms that each room imports from."""


class Upward(Exception):
    """Rooms import each other in a circle, so that an arrow would point up."""


class Place(NamedTuple):
    """Something in a row: a room, or where the way of imports to a room passes (``lane``)."""

    room: str
    lane: bool = False


Line = tuple[Place, Place, int]
"""From a place to one in the row below, and the row of the first."""


def imports() -> Imports:
    """The imports between rooms: all of them, also those within functions and for the type checker alone."""
    modules = {_name(path): path for path in sorted(BOT.rglob("*.py"))}
    found: dict[str, set[str]] = {_room(name): set() for name in modules}
    for name, path in modules.items():
        for imported in _imported(ast.parse(path.read_text("utf-8")), modules.keys()):
            if _room(imported) != _room(name):
                found[_room(name)].add(_room(imported))
    if found.keys() != ROOMS.keys():
        raise KeyError(f"ROOMS describes other rooms than there are: {sorted(found.keys() ^ ROOMS.keys())}")
    return {room: frozenset(found[room]) for room in ROOMS}


def _name(path: Path) -> str:
    return ".".join(("bot", *path.relative_to(BOT).with_suffix("").parts))


def _room(module: str) -> str:
    first, *others = module.split(".")[1:] or ["__init__"]
    named = f"{first}.{others[0]}" if first == "platforms" and others[0] != "__init__" else first
    return SHARED_ROOM.get(named, named)


def _imported(tree: ast.AST, modules: Iterable[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.split(".")[0] == "bot")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "bot":
            named = (f"{node.module}.{one.name}" for one in node.names)
            yield from (one if one in modules else node.module for one in named)


def heights(found: Imports) -> Mapping[str, int]:
    """The row of each room, 0 the lowest: one above the highest room that it imports from. Raises Upward."""
    try:
        order = tuple(TopologicalSorter(found).static_order())
    except CycleError as error:
        raise Upward(" imports ".join(error.args[1][::-1])) from None
    rows: dict[str, int] = {}
    for room in order:
        rows[room] = max((rows[other] + 1 for other in found[room]), default=0)
    return rows


def reduced(found: Imports) -> Imports:
    """The imports without those that lead where others lead as well: what has to be drawn."""
    reached: dict[str, frozenset[str]] = {}
    for room in TopologicalSorter(found).static_order():
        reached[room] = found[room].union(*(reached[other] for other in found[room]))
    return {
        room: frozenset(other for other in others if not any(other in reached[one] for one in others))
        for room, others in found.items()
    }


def rows_of(drawn: Imports, row: Mapping[str, int]) -> tuple[list[list[Place]], list[Line]]:
    """The rows from the lowest, and the lines between neighbouring rows with the row that each comes from.

    Imports that pass several rows on their way to one room share a lane.
    """
    rows: list[list[Place]] = [[] for _ in range(max(row.values()) + 1)]
    for room in drawn:
        rows[row[room]].append(Place(room))
    lines: dict[Line, None] = {}
    for room, others in drawn.items():
        for other in sorted(others):
            above = Place(room)
            for at in range(row[room] - 1, row[other] - 1, -1):
                below = Place(other, lane=at > row[other])
                if below not in rows[at]:
                    rows[at].append(below)
                lines[above, below, at + 1] = None
                above = below
    return rows, list(lines)


def arranged(rows: list[list[Place]], lines: Sequence[Line]) -> list[dict[Place, int]]:
    """Where each place lies in its row, in pixels from the left: near what it imports and what imports it."""
    spots = [dict(zip(row, _apart(row, [0.0] * len(row)), strict=True)) for row in rows]
    best = [dict(row) for row in spots]
    for sweep in range(SWEEPS):
        order = range(len(rows)) if sweep % 2 else range(len(rows) - 1, -1, -1)
        for at in order:
            wanted = {place: _middle(place, at, spots, lines) for place in spots[at]}
            row = sorted(spots[at], key=lambda place: (wanted[place], place.room))
            spots[at] = dict(zip(row, _apart(row, [wanted[place] for place in row]), strict=True))
        if _length(spots, lines) < _length(best, lines):
            best = [dict(row) for row in spots]
    left = min(spot - _half(place) for row in best for place, spot in row.items())
    return [{place: round(spot - left) for place, spot in row.items()} for row in best]


def _middle(place: Place, at: int, spots: Sequence[Mapping[Place, float]], lines: Iterable[Line]) -> float:
    """Between what it imports and what imports it; a lane straight on, where it can."""
    near = [(below, spots[at - 1][below]) for above, below, row in lines if row == at and above == place]
    near += [(above, spots[at + 1][above]) for above, below, row in lines if row == at + 1 and below == place]
    near += [(other, spot) for other, spot in near if place.lane and other.lane] * 4
    return sum(spot for _, spot in near) / len(near) if near else spots[at][place]


def _length(spots: Sequence[Mapping[Place, float]], lines: Iterable[Line]) -> tuple[int, float]:
    """How many lines cross, and how far all go sideways."""
    ends = [(row, spots[row][above], spots[row - 1][below]) for above, below, row in lines]
    crossed = sum(
        (one[1] - two[1]) * (one[2] - two[2]) < 0 for one in ends for two in ends if one[0] == two[0]
    )
    return crossed, round(sum(abs(above - below) for _, above, below in ends), 3)


def _half(place: Place) -> float:
    return LANE / 2 if place.lane else WIDTH / 2


def _apart(row: Sequence[Place], wanted: Sequence[float]) -> list[float]:
    """Places as near to where they are wanted as the room that each needs allows."""
    steps = [_half(one) + GAP + _half(two) for one, two in pairwise(row)]
    right, left = list(wanted), list(wanted)
    for index, step in enumerate(steps):
        right[index + 1] = max(wanted[index + 1], right[index] + step)
    for index, step in reversed(list(enumerate(steps))):
        left[index] = min(wanted[index], left[index + 1] - step)
    return [(one + two) / 2 for one, two in zip(right, left, strict=True)]


def drawing(found: Imports) -> str:
    """The house as SVG, on a paper of its own: it is read on a dark page as on a light one."""
    row = heights(found)
    rows, lines = rows_of(reduced(found), row)
    spots = arranged(rows, lines)
    width = round(max(spot + _half(place) for at in spots for place, spot in at.items())) + 2 * MARGIN
    height = (len(rows) - 1) * ROW + HEIGHT + 2 * MARGIN

    def top(at: int) -> int:
        return MARGIN + (len(rows) - 1 - at) * ROW

    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        "<title>The packages of the bot; each arrow is an import, and all point down</title>",
        f"<style>\n{STYLE}</style>",
        HEAD,
        f'<rect class="paper" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="10"/>',
    ]
    for above, below, at in lines:
        head = "" if below.lane else ' marker-end="url(#head)"'
        ends = spots[at][above] + MARGIN, spots[at - 1][below] + MARGIN
        parts.append(f'<path class="import" d="{_line(ends, top(at), top(at - 1), above)}"{head}/>')
    for at, spots_of_row in enumerate(spots):
        for place, spot in spots_of_row.items():
            if not place.lane:
                parts += _box(place.room, spot + MARGIN, top(at))
    return "\n".join([*parts, "</svg>", ""])


def _line(ends: tuple[int, int], top: int, below: int, above: Place) -> str:
    """From a room, or through a row, down to the top of the row below."""
    bottom = top + HEIGHT
    bend = (below - bottom) // 2
    begins = f"M{ends[0]} {top}V{bottom}" if above.lane else f"M{ends[0]} {bottom}"
    return f"{begins}C{ends[0]} {bottom + bend} {ends[1]} {below - bend} {ends[1]} {below}"


def _box(room: str, middle: int, top: int) -> Iterator[str]:
    yield f'<rect class="room" x="{middle - WIDTH // 2}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
    yield f'<text class="name" x="{middle}" y="{top + 21}">{room}</text>'
    yield f'<text class="words" x="{middle}" y="{top + 39}">{ROOMS[room]}</text>'


def table(found: Imports) -> str:
    """The house as a table, from the roof down, with every import between rooms."""
    row = heights(found)
    lines = ["| room | what is in it | imports from |", "| --- | --- | --- |"]
    for room in sorted(found, key=lambda one: (-row[one], one)):
        others = ", ".join(f"`{other}`" for other in sorted(found[room], key=lambda one: (-row[one], one)))
        lines.append(f"| `{room}` | {ROOMS[room]} | {others or 'nothing'} |")
    return "\n".join([*lines, ""])


def written() -> Mapping[Path, str]:
    """The files that show the house, as they are to be."""
    found = imports()
    if len(found) > MOST_ROOMS:
        raise ValueError(f"{len(found)} rooms: nobody finds their way among more than {MOST_ROOMS}")
    guide = GUIDE.read_text("utf-8")
    shown = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    return {
        DRAWING: drawing(found),
        GUIDE: shown.sub(lambda _: BEGIN + "\n" + table(found) + "\n" + END, guide),
    }


def main(arguments: Sequence[str]) -> None:
    """Write what shows the house, or with ``--check`` only compare. Raises SystemExit where one is old."""
    old = [path for path, text in written().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" not in arguments:
        for path in old:
            path.write_text(written()[path], "utf-8")
    elif old:
        sys.exit("Not current: " + ", ".join(path.name for path in old) + ". Run python docs/draw_house.py.")


if __name__ == "__main__":
    main(sys.argv[1:])
