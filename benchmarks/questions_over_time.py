"""How ``/ask`` answers questions whose answer depends on the day, on the invented cases of several articles.

Of each case: how many are answered rightly, and in how many a superseded fact is shown as current. A question
is right where one of the words that answer it is shown, with all that must be shown besides;
where nothing of that day answers it, where the bot abstains. Run it with ``python
benchmarks/questions_over_time.py``; ``--which`` names the questions that went wrong by their numbers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.corpus.vector_file import VectorFile
from tests.questions_over_time import FOLDER, Judged, archive_over_time, judgements

VECTORS = Path(__file__).parents[1] / "var/vectors"
"""Where the vectors of the cases are kept from one run to the next."""


def measured() -> dict[str, list[Judged]]:
    """The judgement of each question of each case that has some, in the order of the questions."""
    archive = archive_over_time(VectorFile(VECTORS))
    cases = sorted(path.parent.name for path in FOLDER.glob("*/QUESTIONS.jsonl"))
    return {case: judgements(archive, case) for case in cases}


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
