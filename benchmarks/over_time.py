"""What a case over time costs: loading and answering, beside another tree of this project.

Each tree runs in a process of its own, with the tree alone on its path, and the two take turns, a block of
answers each. ``--beside PATH`` names the other tree; without it the figures of this one are printed. Both
answer about the same case files: the first case is the other tree's, since an older tree can't read what a
newer one adds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from _measure import ROOT, table

BLOCKS = 9
PER_BLOCK = 20
SLOWER = 10
"""A question takes so much longer than a look-up that fewer are asked in a block."""
LOADS = 5
FIRST = "carroll-v-trump"
SEVERAL = "adler-v-brenn"
SUPERSEDED = "adler-v-brenn-superseded"
COMMANDS = ("/case status", "/case damages", "/case statements", "/case timeline")
LOOK_UPS = {
    FIRST: (
        "/quote travesty of justice",
        "/ask how much was she awarded",
        "/verify I have no idea who she is",
    ),
    SEVERAL: (
        "/quote the wall would fall",
        "/ask how much was awarded",
        "/verify The wall number 3 will fall",
    ),
}
LAYOUTS = (
    ("bot.corpus.content", "ContentRepository", "bot.corpus.index_files"),
    ("bot.cases.library", "Shelf", "bot.search.upkeep"),
)
"""Where a tree has the reader of its content folder, and ``open_archive``: now, and at first."""
PER_ARTICLE = 8
DAYS = ("2024-09-18", "2025-02-11", "2025-03-01")


def main() -> None:
    """Print the times of this tree, and their ratios to those of the other one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="the root of another tree of this project")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        _serve(arguments.serve)
    elif arguments.load:
        begin = time.perf_counter()
        _reader(arguments.load).read()
        print(time.perf_counter() - begin)
    else:
        _compare([ROOT, *([arguments.beside.resolve()] if arguments.beside else [])])


class Measured(NamedTuple):
    """What was measured, and the median seconds in each tree."""

    what: str
    seconds: list[float]

    @property
    def row(self) -> tuple[str, ...]:
        """The line of the table: milliseconds in each tree, and the first tree's ratio to the second."""
        cells = [f"{one * 1000:.3f}" for one in self.seconds]
        ratio = [f"{self.seconds[0] / self.seconds[1]:.2f}×"] if len(cells) > 1 else []
        return (self.what, *cells, *ratio)


def _compare(trees: Sequence[Path]) -> None:
    head = ("answer alone, median ms", "this tree", *(["beside", "ratio"] if len(trees) > 1 else []))
    with tempfile.TemporaryDirectory() as made:
        contents = {FIRST: trees[-1] / "content", SEVERAL: _written(Path(made), SEVERAL)}
        table(head, (one.row for one in _measured(trees, contents)))
        superseded = {SUPERSEDED: _written(Path(made), SUPERSEDED)}
        table(head[:2], (one.row for one in _measured(trees[:1], superseded)))


def _measured(trees: Sequence[Path], contents: dict[str, Path]) -> Iterator[Measured]:
    for name, content in contents.items():
        loads: list[list[float]] = [[] for _ in trees]
        for _ in range(LOADS):
            for tree, seconds in zip(trees, loads, strict=True):
                asked = _program("--load", content)
                done = subprocess.run(asked, check=True, capture_output=True, **_in(tree))  # noqa: S603  -- our own program
                seconds.append(float(done.stdout))
        yield Measured(f"{name}: loaded cold, with imports", list(map(median, loads)))
        workers = [_Worker(tree, content) for tree in trees]
        for command in (*COMMANDS, *LOOK_UPS.get(name, LOOK_UPS[SEVERAL])):
            blocks: list[list[float]] = [[] for _ in trees]
            for block in range(BLOCKS):
                turn = list(zip(workers, blocks, strict=True))
                for worker, taken in turn[:: -1 if block % 2 else 1]:
                    taken.extend(worker.times(command))
            yield Measured(f"{name}: `{command}`", list(map(median, blocks)))
        for worker in workers:
            worker.close()


class _Worker:
    """A process that answers from a content folder with the code of one tree."""

    def __init__(self, tree: Path, content: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603  -- our own program
            _program("--serve", content),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **_in(tree),
        )

    def times(self, command: str) -> list[float]:
        """The seconds of each answer of one block."""
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise RuntimeError("the process has no pipes")
        asked.write(f"{command}\n")
        asked.flush()
        return [float(one) for one in json.loads(answered.readline())]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _program(option: str, content: Path) -> list[str]:
    return [sys.executable, "-P", __file__, option, str(content)]


def _in(tree: Path) -> dict[str, Any]:
    """The tree alone is where ``bot`` is imported from; numpy has one thread, as the bot sets it."""
    path = os.pathsep.join((str(tree), str(Path(__file__).parent)))
    return {"cwd": tree, "env": {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}}


def _reader(content: Path) -> Any:
    module, name, _ = _layout()
    return getattr(import_module(module), name)(content)


def _layout() -> tuple[str, str, str]:
    found = import_module("bot").__file__
    if not found or not Path(found).is_relative_to(Path.cwd()):
        raise RuntimeError(f"bot is imported from {found}, not from {Path.cwd()}")
    for layout in LAYOUTS:
        try:
            if hasattr(import_module(layout[0]), layout[1]):
                return layout
        except ModuleNotFoundError:
            continue
    raise RuntimeError("this tree has no reader of a content folder that is known")


def _serve(content: Path) -> None:
    """Answer each command that is read, PER_BLOCK times, and print the seconds of each."""
    library = _reader(content).read()
    if library.problems:
        raise RuntimeError(str(library.problems[0]))
    archive = import_module(_layout()[2]).open_archive(library, None)
    parse: Callable[[str], object] = import_module("bot.answers.grammar").parse
    respond: Callable[[object, object], object] = import_module("bot.answers.respond").respond
    timed: Callable[..., list[float]] = import_module("_measure").timed
    for line in sys.stdin:
        query = parse(line.strip())
        runs = PER_BLOCK // SLOWER if line.startswith("/ask") else PER_BLOCK
        print(json.dumps(timed(partial(respond, archive, query), runs)), flush=True)


def _written(into: Path, name: str) -> Path:
    """A content folder with one invented case of three articles, in which the later ones supersede or not."""
    folder = into / f"content-{name}" / name
    (folder / "sources").mkdir(parents=True)
    texts = [_article(number) for number in range(len(DAYS))]
    lines = ["title: Adler v. Brenn", "revised: 2025-03-02", "sources:"]
    for number, text in enumerate(texts):
        (folder / f"sources/{number}.txt").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        lines.append(
            f"  - {{id: s{number}, file: sources/{number}.txt, sha256: {digest}, "
            f"date_published: {DAYS[number]}}}"
        )
    lines += [
        "parties:",
        "  - {id: adler, kind: person, name: Adler, described_as: {exact: Adler the builder, source: s0}}",
        "lawsuits:",
        "  - {id: suit, label: The suit, plaintiffs: [adler], quote: {exact: Adler the builder, source: s0}}",
        "awards:",
    ]
    replaces = name == SUPERSEDED
    lines += [
        _award(article, at, replaces=replaces) for article in range(len(DAYS)) for at in range(PER_ARTICLE)
    ]
    lines.append("statements:")
    lines += [_statement(article, at) for article in range(len(DAYS)) for at in range(PER_ARTICLE)]
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder.parent


def _statement(article: int, at: int) -> str:
    return (
        f"  - {{id: said-{article}-{at}, speaker: adler, quote_type: direct, lawsuit: suit, "
        f"cue: {{exact: Adler said on day {article} of wall {at}, source: s{article}}}, "
        f'quote: "The wall number {at} will fall in year {article},"}}'
    )


def _award(article: int, at: int, *, replaces: bool) -> str:
    more = f", supersedes: award-{article - 1}-{at}, how: reduces" if replaces and article else ""
    amount = 900 - 100 * article + at
    return (
        f"  - {{id: award-{article}-{at}, kind: awarded, lawsuit: suit, quote: {{source: s{article}, "
        f"exact: The court set the sum for wall {at} at ${amount}}}, "
        f"amount: {{value: {amount}, currency: USD, raw: ${amount}}}{more}}}"
    )


def _article(number: int) -> str:
    paragraphs = ["Adler the builder went to court, and the wall would fall."] if number == 0 else []
    for at in range(PER_ARTICLE):
        paragraphs += [
            f"The court set the sum for wall {at} at ${900 - 100 * number + at}.",
            f'"The wall number {at} will fall in year {number}," Adler said on day {number} of wall {at}.',
        ]
    return "\n\n".join(paragraphs) + "\n"


if __name__ == "__main__":
    main()
