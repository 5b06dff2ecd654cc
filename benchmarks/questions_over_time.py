"""How ``/ask`` answers questions whose answer depends on the day, on the invented cases of several articles.

Of each case: how many are answered rightly, and in how many a superseded fact is shown as current. A question
is right where one of the words that answer it is shown, with all that must be shown besides;
where nothing of that day answers it, where the bot abstains. Run it with ``python
benchmarks/questions_over_time.py``; ``--which`` names the questions that went wrong by their numbers.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answers.answer import Answer, NoticePart, Quotation
from bot.answers.over_time import EARLIER
from bot.answers.query import CommandError, Query
from bot.answers.respond import respond
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.corpus.vector_file import VectorFile
from bot.search.archive import Archive

FOLDER = Path(__file__).parents[1] / "tests/cases_over_time"


VECTORS = Path(__file__).parents[1] / "var/vectors"
"""Where the vectors of the cases are kept from one run to the next."""


@dataclass(frozen=True)
class Judged:
    """One question's answer: whether it is right, and whether it shows as current what was superseded."""

    is_right: bool
    is_stale: bool


def judged(archive: Archive, case: str, asked: dict[str, Any]) -> Judged:
    """Ask a question on its day, and judge what is shown by what must and must not be."""
    day = {"as-of": asked["as_of"]} if asked["as_of"] else {}
    options = {"question": asked["question"], "case": case, **day}
    try:
        answer = respond(archive, Query("ask", tuple(options.items())))
    except CommandError:
        # It says that no article is as old as the day.
        return Judged(not asked["must_quote"], is_stale=False)
    current, every = shown(answer)
    said = "\0".join(quotation.text for quotation in every)
    first = "\0".join(quotation.text for quotation in current)
    is_stale = any(words in first for words in asked["must_not_show_as_current"])
    if not asked["must_quote"]:
        return Judged(answer.abstained, is_stale)
    is_quoted = any(words in said for words in asked["must_quote"])
    has_all = all(words in said for words in asked.get("must_quote_all", ()))
    return Judged(is_quoted and has_all and not answer.abstained and not is_stale, is_stale)


def shown(answer: Answer) -> tuple[list[Quotation], list[Quotation]]:
    """The quotations that an answer shows as current, and all that it shows."""
    current: list[Quotation] = []
    is_earlier = False
    for part in answer.parts:
        if isinstance(part, NoticePart) and part.heading:
            is_earlier = part.text == EARLIER
        if not is_earlier:
            current += part.quotations
    return current, list(answer.quotations())


def measured() -> dict[str, list[Judged]]:
    """The judgement of each question of each case that has a case file, in the order of the questions."""
    corpus = Corpus(ContentRepository(FOLDER), vectors=VectorFile(VECTORS))
    corpus.read()
    found: dict[str, list[Judged]] = {}
    for path in sorted(FOLDER.glob("*/QUESTIONS.jsonl")):
        case = path.parent.name
        if case in corpus.archive.library.cases:
            asked = map(json.loads, path.read_text("utf-8").splitlines())
            found[case] = [judged(corpus.archive, case, one) for one in asked]
    return found


def main() -> None:
    """Print a line for each case, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--which", action="store_true", help="the numbers of the questions that went wrong")
    which = parser.parse_args().which
    every: list[Judged] = []
    for case, ones in measured().items():
        every += ones
        wrong = [number for number, one in enumerate(ones, start=1) if not one.is_right]
        listed = f"  wrong: {', '.join(map(str, wrong))}" if which else ""
        print(f"{case:28}{_line(ones)}{listed}")
    print(f"{'all':28}{_line(every)}")


def _line(ones: list[Judged]) -> str:
    right, stale = sum(one.is_right for one in ones), sum(one.is_stale for one in ones)
    return f"{right:3} of {len(ones)} right, {stale} show as current what was superseded"


if __name__ == "__main__":
    main()
