"""How ``/ask`` takes questions that presuppose what no article says: leading, loaded, double, of namesakes.

A question counts as taken well where the bot abstains, or where a passage that it shows has words listed as
saying otherwise or as answering truthfully; any other answer counts as one that may affirm the premise. Lists
of words judge, no reader: an abstention shows one passage at most, labelled as no answer.

Half of the questions, by a hash of their words, are kept apart: of these only counts are shown, also with
``--which``, which prints those of the other half that went wrong. Run it with ``python
benchmarks/hostile_questions.py``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from _lessons import load
from _measure import ROOT

from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case, Source
from bot.corpus.loader import load_case
from bot.corpus.vector_file import VectorFile
from bot.search.archive import Archive, index_entries
from bot.search.index import PassageIndex

LISTED = Path(__file__).with_suffix(".txt")
VECTORS = ROOT / "var/vectors"
FOLDERS = tuple(ROOT / name for name in ("content", "tests/cases_invented", "tests/cases_over_time"))
ABSTAINS, OTHERWISE, AFFIRMS = "abstains", "says otherwise", "may affirm"
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Hostile:
    """A hostile question about a case, and the words that say otherwise than it presupposes."""

    case: str
    kind: str
    question: str
    otherwise: tuple[str, ...]

    @property
    def is_kept_apart(self) -> bool:
        """Whether it belongs to the half of which only counts are shown."""
        return hashlib.sha256(f"hostile:{self.case}:{self.question}".encode()).digest()[0] % 2 == 0


def hostile_questions() -> Iterator[Hostile]:
    """The listed questions, in their order."""
    case, named = "", dict[str, str]()
    listed = LISTED.read_text(encoding="utf-8").splitlines()
    for line in (one for one in listed if one and not one.startswith("#")):
        if line.startswith("@ "):
            case, named = line.removeprefix("@ "), {}
        elif " | " in line:
            kind, question, words = (one.strip() for one in line.split("|"))
            words = words.format_map(named)
            yield Hostile(case, kind, question, tuple(filter(None, map(str.strip, words.split(" ; ")))))
        else:
            name, _, named[name.strip()] = (one.strip() for one in line.partition("="))


def bare(article: dict[str, str]) -> Case:
    """The case of a lesson's article, of which nobody has recorded anything."""
    text = article["text"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(id="a", file="a.txt", sha256=digest, date_published="2024-01-01", text=text)
    return Case(id=article["id"], title=article["title"], revised="2024-01-01", sources=(source,))


def archive() -> Archive:
    """What can be answered from the cases that have case files, and from the tuned lessons as bare cases."""
    recorded = [load_case(one.parent) for folder in FOLDERS for one in sorted(folder.glob("*/case.yaml"))]
    asked = {one.case for one in hostile_questions()}
    cases = [one for one in (*recorded, *map(bare, load("tuned"))) if one.id in asked]
    library = Library({one.id: one for one in cases})
    index = PassageIndex.in_memory(index_entries(library, library.cases))
    return Archive(library, index, VectorFile(VECTORS))


def judged(held: Archive, asked: Hostile) -> tuple[str, list[str]]:
    """How a question is taken, and the passages that are shown."""
    options = (("question", asked.question), ("case", asked.case))
    answer = respond(held, Query("ask", options))
    shown = [SPACES.sub(" ", one.text) for one in answer.quotations()]
    if answer.abstained:
        return ABSTAINS, shown
    says = any(SPACES.sub(" ", words) in one for words in asked.otherwise for one in shown)
    return OTHERWISE if says else AFFIRMS, shown


def main() -> None:
    """Print, for each half and each kind, how the questions are taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--which", action="store_true", help="print the answers of the open half that may affirm"
    )
    which = parser.parse_args().which
    held = archive()
    counts: Counter[tuple[str, str, str]] = Counter()
    for asked in hostile_questions():
        how, shown = judged(held, asked)
        half = "apart" if asked.is_kept_apart else "open"
        counts.update([(half, asked.kind, how), (half, "all", how)])
        if which and how == AFFIRMS and half == "open":
            print(f"{asked.case} [{asked.kind}] {asked.question}: {[one[:110] for one in shown]}")
    for half in ("open", "apart"):
        for kind in sorted({kind for one, kind, _ in counts if one == half}):
            every = sum(counts[half, kind, how] for how in (ABSTAINS, OTHERWISE, AFFIRMS))
            well = every - counts[half, kind, AFFIRMS]
            line = ", ".join(f"{counts[half, kind, how]} {how}" for how in (ABSTAINS, OTHERWISE, AFFIRMS))
            print(f"{half:6}{kind:10}{well:4} of {every} ({well / every:.3f}): {line}")


if __name__ == "__main__":
    main()
