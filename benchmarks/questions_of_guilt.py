"""How ``/ask`` answers questions of guilt, liability and innocence: findings and denials together.

The questions of ``tests/questions/guilt.jsonl`` were written by somebody who saw the articles alone, with the
passages that tell what was found, what was cleared and what is denied. A question is answered in both voices
where a finding or an acquittal and a denial are shown in the short answer, which is what a chat shows first.
Run it with ``PYTHONPATH=. python benchmarks/questions_of_guilt.py``; ``--odd`` asks the odd lines alone,
and ``--which`` lists what went wrong. ``--practice`` asks a further file, by default
``guilt.practice.jsonl``, by another writer; ``guilt.practice2.jsonl`` is about an appeal that overturns a
part of a verdict, and about people who are told apart by their posts. Those of ``guilt.blind.jsonl``,
``guilt.blind2.jsonl`` and ``guilt.blind3.jsonl``, over the same cases and those of ``tests/cases_blind``,
were written before any rule was read and looked at once or twice; since then they are read line by line, so
that they are practice, too, and their figures no longer blind. ``--blind`` asks those of
``guilt.blind4.jsonl``, of which nothing but totals may be looked at, and these seldom: each look is told of
in docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _measure import ROOT, table

from bot.answers.query import CommandError, Query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.rendering.render import in_detail
from bot.search.archive import Archive

FOLDERS = ("content", "tests/cases_over_time", "tests/cases_invented", "tests/cases_blind")
QUESTIONS = ROOT / "tests/questions"
OPEN = "guilt.jsonl"
PRACTICE = (
    "guilt.practice.jsonl",
    "guilt.practice2.jsonl",
    "guilt.blind.jsonl",
    "guilt.blind2.jsonl",
    "guilt.blind3.jsonl",
)
BLIND = "guilt.blind4.jsonl"
VECTORS = ROOT / "var/vectors"
SHARED = 0.5
"""How much of a passage a quotation must have to show it, where neither is a part of the other."""


@dataclass(frozen=True)
class Judged:
    """What of a question's passages its answer shows; None where the articles hold no such passage."""

    case: str
    question: str
    finds: bool | None
    denies: bool | None
    shown: tuple[str, ...]

    @property
    def holds_both(self) -> bool:
        """Whether the articles hold a finding or an acquittal, and a denial."""
        return self.finds is not None and self.denies is not None

    @property
    def is_right(self) -> bool:
        """Whether all kinds of passages that there are, are shown."""
        return self.finds is not False and self.denies is not False


def judged(archive: Archive, asked: dict[str, Any]) -> Judged:
    """Ask a question, and compare what is shown with its passages."""
    query = Query("ask", (("question", asked["question"]), ("case", asked["case"])))
    try:
        answer = in_detail(respond(archive, query), "short")
    except CommandError:
        shown: tuple[str, ...] = ()
    else:
        shown = tuple(_plain(one.text) for one in answer.quotations())
    found = [*asked["finding"], *asked["acquittal"]]
    finds = _is_any_shown(found, shown) if found else None
    denies = _is_any_shown(asked["denial"], shown) if asked["denial"] else None
    return Judged(asked["case"], asked["question"], finds, denies, shown)


def _is_any_shown(passages: Iterable[str], shown: Sequence[str]) -> bool:
    return any(_is_shown(_plain(passage), one) for passage in passages for one in shown)


def _is_shown(passage: str, quotation: str) -> bool:
    if passage in quotation or quotation in passage:
        return True
    words = set(passage.split())
    return len(words.intersection(quotation.split())) >= len(words) * SHARED and any(
        passage[at : at + 40] in quotation for at in range(max(1, len(passage) - 39))
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Print a line for each case and half, and what went wrong among lines to look at if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--which", action="store_true", help="what went wrong, except among blind lines")
    parser.add_argument("--odd", action="store_true", help="the odd lines alone")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--practice",
        nargs="?",
        choices=PRACTICE,
        const=PRACTICE[0],
        help="the practice questions of this file, or of the first of the files, in their place",
    )
    which.add_argument(
        "--blind",
        nargs="?",
        choices=(BLIND,),
        const=BLIND,
        help="those whose totals alone are looked at, in their place",
    )
    options = parser.parse_args()
    archives: dict[str, Archive] = {}
    for folder in FOLDERS:
        corpus = Corpus(ContentRepository(Path(ROOT, folder)), vectors=VectorFile(VECTORS))
        corpus.read()
        archives |= dict.fromkeys(corpus.archive.library.cases, corpus.archive)
    other = options.practice or options.blind
    text = Path(QUESTIONS, other or OPEN).read_text("utf-8")
    halves: dict[str, list[Judged]] = defaultdict(list)
    for number, asked in enumerate(map(json.loads, text.splitlines()), start=1):
        if other or number % 2 or not options.odd:
            half = other or ("odd" if number % 2 else "even")
            halves[half].append(judged(archives[asked["case"]], asked))
    rows = []
    for half, ones in halves.items():
        by_case = defaultdict(list)
        for one in ones:
            by_case[one.case].append(one)
        rows += [(half, case, *_counts(some)) for case, some in sorted(by_case.items())]
        rows.append((half, "all", *_counts(ones))) if ones else None
    table(("lines", "case", "both held", "both shown", "questions", "all kinds shown"), rows)
    readable = [one for half, ones in halves.items() if half != BLIND for one in ones]
    for one in readable if options.which else ():
        if not one.is_right:
            print(f"{one.case}: {one.question}\n  finding {one.finds}, denial {one.denies}")
            print(*(f"  │ {words}" for words in one.shown), sep="\n")


def _counts(ones: Sequence[Judged]) -> tuple[str, ...]:
    both = [one for one in ones if one.holds_both]
    return tuple(
        map(str, (len(both), sum(one.is_right for one in both), len(ones), sum(one.is_right for one in ones)))
    )


if __name__ == "__main__":
    main()
