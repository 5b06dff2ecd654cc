"""How /ask does on questions that nobody looked at while it was made: held.jsonl beside each tuned.jsonl.

Right first: the best passage overlaps the evidence. Kept: an answerable question is not abstained from.
Abstained: a question that the articles do not answer is. The baseline always answers, with the passage that
shares most with the question, word for word. “Without its list” is a case as it would be had no editor listed
how people ask. “Off topic” are held questions about nothing that any case knows, put to every case.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import mean, median, quantiles

from _measure import table
from _questions import Typed, cases, held, off_topic, tuned, without_list

from bot.answers.grammar import query
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.cases.library import Library
from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.corpus.index_files import open_archive
from bot.qa.answering import PreparedCase
from bot.search.archive import Archive
from bot.search.entries import stems
from bot.search.passages import passages_of

Answered = tuple[Selector | None, bool]
COLUMNS = (
    "| questions | case | answerable + not | right first | kept | right and kept | abstained | p50/p99 ms |"
)


def main() -> None:
    """Print a row for each case and half, and one for the baseline."""
    print(COLUMNS, "| --- | --- | --- | --- | --- | --- | --- | --- |", sep="\n")
    every: dict[str, list[tuple[Typed, Answered, float]]] = {}
    beside: list[bool] = []
    for case in cases():
        known = PreparedCase.of(case)
        ask = {"ours": _ours(known), "baseline": _baseline(case)}
        for half, typed in (("tuned", tuned(case)), ("held", held(case))):
            for name, answer in ask.items():
                found = [_timed(answer, one) for one in typed]
                every.setdefault(f"{half}, {name}", []).extend(found)
                if found and name == "ours":
                    print(_row(half, case.id, found))
        beside += [known.find(typed).is_answer for typed in off_topic("held")]
        if case.questions and held(case):
            bare = _ours(PreparedCase.of(without_list(case)))
            print(_row("held, without its list", case.id, [_timed(bare, one) for one in held(case)]))
    for half, found in every.items():
        print(_row(half, "all", found))
    print(f"| held, off topic | all | 0 + {len(beside):,} | – | – | – | {1 - mean(beside):.3f} | – |")
    print()
    _choice(list(cases()))


def _choice(every: Sequence[Case]) -> None:
    """Which case is taken to be meant by questions that name none, among all of them."""
    archive = open_archive(Library({case.id: case for case in every}, folder="content"), None)
    asked = [(typed, case.id) for case in every for typed in held(case)]
    table(
        ("no case given, held", "questions", "the right one", "another", "asks which"),
        [
            _chosen("ours", asked, lambda typed: _case(archive, typed)),
            _chosen(
                "baseline: of the best passage",
                asked,
                lambda typed: next(iter(archive.case_scores(typed, 1)), None),
            ),
        ],
    )


def _chosen(
    name: str, asked: Sequence[tuple[Typed, str]], choose: Callable[[str], str | None]
) -> tuple[str, ...]:
    chosen = [(choose(typed.question), case) for typed, case in asked]
    right = mean(one == case for one, case in chosen)
    asks = mean(one is None for one, _ in chosen)
    return name, f"{len(chosen):,}", f"{right:.3f}", f"{1 - right - asks:.3f}", f"{asks:.3f}"


def _case(archive: Archive, typed: str) -> str | None:
    try:
        return respond(archive, query("ask", {"question": typed})).case
    except CommandError:
        return None


def _ours(known: PreparedCase) -> Callable[[str], Answered]:
    def ask(typed: str) -> Answered:
        found = known.find(typed)
        return next(iter(found.passages), None), found.is_answer

    return ask


def _baseline(case: Case) -> Callable[[str], Answered]:
    passages = [(passage.selector, set(stems(passage.selector.exact))) for passage in passages_of(case)]

    def ask(typed: str) -> Answered:
        asked = set(stems(typed))
        best = max(passages, key=lambda one: len(asked & one[1]) / (10 + len(one[1])))
        return best[0], True

    return ask


def _timed(answer: Callable[[str], Answered], typed: Typed) -> tuple[Typed, Answered, float]:
    began = time.perf_counter()
    found = answer(typed.question)
    return typed, found, (time.perf_counter() - began) * 1000


def _row(half: str, case: str, found: Sequence[tuple[Typed, Answered, float]]) -> str:
    answerable = [
        (bool(answer[0] and typed.overlap(answer[0])), answer[1])
        for typed, answer, _ in found
        if typed.answerable
    ]
    abstained = [not answer[1] for typed, answer, _ in found if not typed.answerable]
    times = [took for *_, took in found]
    figures = (
        f"{mean(first for first, _ in answerable):.3f}",
        f"{mean(kept for _, kept in answerable):.3f}",
        f"{mean(first and kept for first, kept in answerable):.3f}",
        f"{mean(abstained):.3f}",
        f"{median(times):.0f} / {quantiles(times, n=100)[98]:.0f}",
    )
    return " | ".join((f"| {half}", case, f"{len(answerable)} + {len(abstained)}", *figures)) + " |"


if __name__ == "__main__":
    main()
