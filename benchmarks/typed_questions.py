"""How ``/ask`` answers 148 questions for recorded facts, each in two spellings, on the invented cases.

A question is right where one of the first two passages that are shown as current has the words that answer
it; where nothing does, where the bot abstains. Run it with ``python benchmarks/typed_questions.py``;
``--which`` prints what went wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bot.answers.query import Query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.search.archive import Archive
from tests.questions_over_time import shown
from tests.typed_questions import FOLDERS, Typed, typed_questions

VECTORS = Path(__file__).parents[1] / "var/vectors"
"""Where the vectors of the cases are kept from one run to the next."""


def main() -> None:
    """Print how many are right of each kind of fact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--which", action="store_true", help="print each question that went wrong")
    which = parser.parse_args().which
    archives: dict[str, Archive] = {}
    for folder in FOLDERS:
        corpus = Corpus(ContentRepository(folder), vectors=VectorFile(VECTORS))
        corpus.read()
        archives |= dict.fromkeys(corpus.archive.library.cases, corpus.archive)
    every, right = Counter[str](), Counter[str]()
    for asked in typed_questions():
        every[asked.kind] += 1
        is_right, words = _judged(archives[asked.case], asked)
        right[asked.kind] += is_right
        if which and not is_right:
            print(f"{asked.case} {asked.as_of} {asked.question}: {words}")
    for kind, number in every.items():
        print(f"{kind:40}{right[kind]:4} of {number}")
    print(f"{'all':40}{right.total():4} of {every.total()}")


def _judged(archive: Archive, asked: Typed) -> tuple[bool, list[str]]:
    day = (("as-of", asked.as_of),) if asked.as_of else ()
    answer = respond(archive, Query("ask", (("question", asked.question), ("case", asked.case), *day)))
    current, all_shown = ([one.text for one in some] for some in shown(answer))
    if not asked.words:
        return answer.abstained, current
    return not answer.abstained and asked.is_in(all_shown[::-1] if asked.is_earlier else current), current


if __name__ == "__main__":
    main()
