"""Which of 50 held cases a question is taken to be about, where it names none: right, another, or asked back.

The cases are the first 50 English lessons of the taught and tuned parts, without case files; the questions
are those that their articles answer, every third one. Most say nothing of which case they mean (“how many
jurors”), so that asking back is right for them; those that have a word of a party's name which no other
article has are counted by themselves. Run it with ``python benchmarks/which_case.py``; ``--which`` prints
what went to another.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from _lessons import load
from hostile_questions import bare

from bot.answers.which_case import case_meant
from bot.cases.library import Library
from bot.search.archive import Archive, index_entries
from bot.search.index import PassageIndex

HELD, EVERY = 50, 3


def main() -> None:
    """Print the shares for all questions and for those that name somebody."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--which", action="store_true", help="print the questions that went to another case")
    which = parser.parse_args().which
    lessons = [one for part in ("taught", "tuned") for one in load(part) if one["language"] == "en"][:HELD]
    library = Library({one["id"]: bare(one) for one in lessons})
    archive = Archive(library, PassageIndex.in_memory(index_entries(library, library.cases)))
    texts = [one["text"].lower() for one in lessons]
    counts: Counter[tuple[str, str]] = Counter()
    spent = 0.0
    for lesson in lessons:
        names = {word for party in lesson["parties"] for word in party.lower().split()}
        telling = {name for name in names if sum(name in text for text in texts) == 1}
        answered = [one for one in lesson["questions"] if one["evidence"] and one["language"] == "en"]
        for question in (one["question"] for one in answered[::EVERY]):
            begin = time.perf_counter()
            meant = case_meant(archive, question)
            spent += time.perf_counter() - begin
            how = "asks" if meant is None else "right" if meant == lesson["id"] else "another"
            kinds = ["all", *(["names a party"] if telling & set(question.lower().split()) else [])]
            counts.update((kind, how) for kind in kinds)
            if which and how == "another":
                print(f"{lesson['id']} taken for {meant}: {question}")
    for kind in ("all", "names a party"):
        every = sum(counts[kind, how] for how in ("right", "another", "asks"))
        shares = ", ".join(f"{how} {counts[kind, how] / every:.3f}" for how in ("right", "another", "asks"))
        print(f"{kind:15}{every:5} questions: {shares}")
    asked = sum(counts["all", how] for how in ("right", "another", "asks"))
    print(f"{1000 * spent / asked:.1f} ms a question")


if __name__ == "__main__":
    main()
