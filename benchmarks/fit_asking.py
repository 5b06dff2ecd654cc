"""Fits the weights of /ask to the questions whose answers are known, and prints how well they do on others.

Each question is put to its case as if it did not stand among the questions of the case file. Those of the
case files are not fitted to: with the two thousand of one case, others did no better.

A multinomial model: of all passages, gaps and “none of these”, which answers? For a question that
the sources do not answer, any of the latter two is right. Five-fold cross-validation tells how it does on
questions it was not fitted to; ``--write`` then fits it to all and writes bot/qa/weights.json.

Twice: for cases as they are, and for cases whose file does not list how people ask. The latter weights are
fitted to the articles of the lessons' tuned part, bare and as an editor's cases, and, beside them, to those
cases without their lists, each article counting about the same; a fold has whole articles.

``--write`` first writes bot/qa/known.npz anew: do it also after what is known to be asked has changed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import _known
import numpy as np
from _bare_cases import bare_cases
from _drafted_cases import drafted_cases
from _questions import VECTORS, Typed, cases, off_topic, tuned, without_list

from bot.cases.model import Case
from bot.corpus.vector_file import VectorFile
from bot.qa.answering import ANSWER_THRESHOLD, UNLISTED_THRESHOLD, PreparedCase
from bot.qa.features import NOT_WEIGHED, FeatureValues
from bot.qa.one_language import for_articles_of
from bot.qa.parsed_question import parse_question

FOLDS, ROUNDS, RATE, LEAST_OVERLAP = 5, 600, 0.05, 0.5
MOST_OF_A_CASE = 60
"""About how many questions of one case are fitted to for cases without lists: as many as of an article."""
OFF_TOPIC = 8
"""One in so many of the questions about something else is fitted to, for each case."""
BESIDE_AN_ARTICLE = 27
"""One in so many of them is fitted to for each article, beginning with another one."""
START = {"nothing": 4.0}
"""Weights that do not start from zero: “none of these” is to weigh as much as all sixty gaps together."""
WEIGHTS = Path("bot/qa/weights.json")


@dataclass
class Example:
    """A question, the features of each candidate and of “none of these” in rows, and which rows are right."""

    typed: Typed
    rows: np.ndarray
    right: np.ndarray
    hits: np.ndarray
    is_passage: np.ndarray


def examples(every: Iterable[tuple[Case, Sequence[Typed]]]) -> tuple[list[str], list[Example]]:
    """The names of the features, and an example for every question of the cases that come with it."""
    store = VectorFile(VECTORS)
    raw = [
        (typed, known, *known.features(question, exclude=question.text))
        for case, asked in every
        for known in [PreparedCase.of(case, store)]
        for typed in asked
        for question in [parse_question(for_articles_of(case, typed.question), known.corrected)]
    ]
    every_name = {name for _, _, features, none in raw for row in (*features, none) for name in row}
    names = sorted(every_name - NOT_WEIGHED)
    return names, [_example(names, *one) for one in raw]


def listed_cases(without: str = "") -> Iterator[tuple[Case, Sequence[Typed]]]:
    """Each case but one as it is, with the questions that are fitted to and some about something else."""
    for case in (one for one in cases() if one.id != without):
        if asked := tuned(case):
            yield case, [*asked, *_beside(case.id, off_topic("tuned")[::OFF_TOPIC])]


def unlisted_cases(without: str = "") -> Iterator[tuple[Case, Sequence[Typed]]]:
    """The same without their lists and with some of the questions, and the bare articles."""
    for case, asked in listed_cases(without):
        yield without_list(case), asked[:: -(-len(asked) // MOST_OF_A_CASE)]
    for number, (case, asked) in enumerate((*bare_cases("tuned"), *drafted_cases("tuned"))):
        yield (
            case,
            [*asked, *_beside(case.id, off_topic("tuned")[number % BESIDE_AN_ARTICLE :: BESIDE_AN_ARTICLE])],
        )


def _beside(case: str, texts: Sequence[str]) -> list[Typed]:
    return [Typed(case, text, answerable=False, evidence=()) for text in texts]


def _example(
    names: Sequence[str],
    typed: Typed,
    known: PreparedCase,
    features: list[FeatureValues],
    none: FeatureValues,
) -> Example:
    rows = np.array([[row.get(name, 0.0) for name in names] for row in (*features, none)], np.float32)
    is_passage = np.array([*(candidate.gap is None for candidate in known.candidates), False])
    overlaps = np.array(
        [
            *(
                typed.overlap(candidate.selector) if candidate.selector else 0.0
                for candidate in known.candidates
            ),
            0.0,
        ]
    )
    good = overlaps > LEAST_OVERLAP
    right = (good if good.any() else overlaps > 0) if typed.answerable else ~is_passage
    return Example(typed, rows, right, overlaps > 0, is_passage)


def fit(names: Sequence[str], given: Sequence[Example], ridge: float) -> np.ndarray:
    """The weights with the highest likelihood, less a penalty for large ones; by Adam, whole batches."""
    usable = [one for one in given if one.right.any()]
    rows, right = np.vstack([one.rows for one in usable]), np.concatenate([one.right for one in usable])
    lengths = [len(one.rows) for one in usable]
    starts, whose = np.cumsum([0, *lengths[:-1]]), np.repeat(np.arange(len(usable)), lengths)
    weights = np.array([START.get(name, 0.0) for name in names], rows.dtype)
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):
        scores = rows @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[whose])
        chances = powers / np.add.reduceat(powers, starts)[whose]
        of_right = chances * right
        aim = of_right / np.maximum(np.add.reduceat(of_right, starts), 1e-12)[whose]
        slope = (aim - chances) @ rows / len(usable) - 2 * ridge * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max())
    chances: np.ndarray = powers / powers.sum()
    return chances


def judged(one: Example, weights: np.ndarray) -> tuple[bool, float]:
    """Whether the best passage is right, and the probability that the question is answered."""
    chances = _softmax(one.rows @ weights)
    best = int(np.where(one.is_passage, chances, -1).argmax())
    return bool(one.hits[best]), float(chances[one.is_passage].sum())


def shares(found: Sequence[tuple[Typed, bool, float]], threshold: float) -> str:
    """A row of the table: counts, then the shares right first, kept, right and kept, and abstained."""
    kept = [(first, chance >= threshold) for typed, first, chance in found if typed.answerable]
    abstained = [chance < threshold for typed, _, chance in found if not typed.answerable]
    return " | ".join(
        (
            f"{len(kept)} + {len(abstained)}",
            f"{np.mean([first for first, _ in kept]):.3f}",
            f"{np.mean([is_kept for _, is_kept in kept]):.3f}",
            f"{np.mean([first and is_kept for first, is_kept in kept]):.3f}",
            f"{np.mean(abstained):.3f}",
        )
    )


def main() -> None:
    """Cross-validate, print the table, and write the weights with ``--write``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="fit to all questions and write the weights")
    parser.add_argument("--ridge", type=float, default=0.001)
    parser.add_argument("--without", default="", help="a case whose questions nothing is fitted to")
    given = parser.parse_args()
    if given.write:
        _known.write()
    written = {}
    for kind, every, threshold in (
        ("listed", listed_cases(given.without), ANSWER_THRESHOLD),
        ("unlisted", unlisted_cases(given.without), UNLISTED_THRESHOLD),
    ):
        names, known = examples(every)
        order = list(dict.fromkeys(one.typed.case for one in known))
        folds = (
            np.array([order.index(one.typed.case) for one in known])
            if kind == "unlisted"
            else np.random.default_rng(0).permutation(len(known))
        )
        print(f"\n{kind}\n")
        _print(names, known, given.ridge, folds % FOLDS, threshold)
        written[kind] = _rounded(names, fit(names, known, given.ridge))
    if given.write:
        WEIGHTS.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _print(
    names: Sequence[str], known: Sequence[Example], ridge: float, folds: np.ndarray, threshold: float
) -> None:
    found: list[tuple[Typed, bool, float]] = []
    for fold in range(FOLDS):
        others = [one for one, own in zip(known, folds, strict=True) if own != fold]
        weights = fit(names, others, ridge)
        found += [
            (one.typed, *judged(one, weights)) for one, own in zip(known, folds, strict=True) if own == fold
        ]
    print("| case | answerable + not | right first | kept | right and kept | abstained |")
    print("| --- | --- | --- | --- | --- | --- |")
    for case in dict.fromkeys(one.typed.case for one in known):
        print(f"| {case} | {shares([one for one in found if one[0].case == case], threshold)} |")
    print(f"| all | {shares(found, threshold)} |")


def _rounded(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
