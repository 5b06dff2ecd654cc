"""How /ask does on articles that it meets for the first time: the tuned or blind lessons, as bare cases.

A bare case is an article's text alone: no facts, no list of how people ask. By article, the mean and, after a
stroke, the worst one. Right first: the best passage overlaps evidence; first two: one of the best two does.
Kept: an answerable question is not abstained from. Abstained: one that the article does not answer is. AUC
and ECE are those of the probability that the article answers, over all questions (ECE in ten bins). Sure: of
the answers given with a probability of .9 and more that the article answers, the share whose first passage is
right, and how many; certain: the same of those whose first passage has a probability of .9 and more.

“German about English” are German questions about English articles. Off topic are questions about something
else. The plain cosine is that of the encoder's vectors of question and sentence; it and BM25 are turned into
probabilities by a logistic curve fitted to the tuned part, and answer from where as many of its questions are
kept as abstained from.

``--blind`` measures on the blind part and prints figures alone: enter each look into the table in
benchmarks/lessons/README.md. ``--articles`` adds a row for each article of the tuned part.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import mean

import numpy as np
from _bare_cases import bare_case, typed_about
from _lessons import load
from _measure import p50, p99, table
from _questions import Typed, off_topic

from bot.cases.model import Case
from bot.cases.selectors import Selector, make_selector
from bot.qa.answering import PreparedCase
from bot.qa.encoder import encoder
from bot.qa.one_language import for_articles_of
from bot.qa.parsed_question import parse_question
from bot.qa.weighing import probabilities, weights
from bot.search.entries import stems
from bot.search.sentences import sentences

SURE, BINS, SATURATION, LENGTH_SHARE = 0.9, 10, 1.2, 0.75
"""The probability of a sure answer, the bins of ECE, and the usual k1 and b of BM25."""
OFF_TOPIC_STEP = 7
"""One in so many of the questions about something else is put to each article."""
STEPS, RATE = 3000, 0.1
HEAD = (
    *("way", "questions", "articles", "answerable + not", "right first", "first two", "kept", "abstained"),
    *("AUC", "ECE", "sure and right", "certain and right", "p50/p99 ms"),
)


@dataclass(frozen=True)
class Found:
    """What a way of answering made of one question."""

    typed: Typed
    order: tuple[Selector, ...]
    """The best passages, the best one first."""
    score: float
    """The probability that the question is answered, or what it is computed from."""
    is_answer: bool
    seconds: float
    certainty: float = 0.0
    """The probability that the best passage is right."""

    def is_right(self, most: int = 1) -> bool:
        """Whether one of the first passages overlaps evidence."""
        return any(self.typed.overlap(one) > 0 for one in self.order[:most])


Way = Callable[[Case], Callable[[Typed], Found]]


def of_product(case: Case) -> Callable[[Typed], Found]:
    """What /ask shows, and after it the passages that it thinks likeliest."""
    known = PreparedCase.of(case)

    def ask(typed: Typed) -> Found:
        began = time.perf_counter()
        found = known.find(typed.question)
        took = time.perf_counter() - began
        asked = for_articles_of(case, typed.question)
        rows, none = known.features(parse_question(asked, known.corrected))
        chances = probabilities([*rows, none], weights(listed=False))
        ranked = sorted(zip(chances, known.candidates, strict=False), key=lambda one: -one[0])
        likely = (one.selector for _, one in ranked if one.selector)
        order = tuple(dict.fromkeys((*found.passages, *likely)))
        return Found(typed, order[:2], found.probability, found.is_answer, took, found.certainty)

    return ask


def of_cosine(case: Case) -> Callable[[Typed], Found]:
    """The sentence whose vector has the highest cosine with the question's."""
    passages = _sentences(case)
    vectors = encoder().vectors([one.exact for one in passages])
    return _best(passages, lambda typed: vectors @ encoder().vectors([typed])[0])


def of_bm25(case: Case) -> Callable[[Typed], Found]:
    """The sentence with the highest BM25 score, over the stems of the search."""
    passages = _sentences(case)
    documents = [Counter(stems(one.exact)) for one in passages]
    holders = Counter(stem for one in documents for stem in one)
    length = mean(map(Counter.total, documents))

    def scores(typed: str) -> np.ndarray:
        asked = set(stems(typed))
        return np.array([sum(_term(one, stem) for stem in asked & one.keys()) for one in documents])

    def _term(document: Counter[str], stem: str) -> float:
        rarity = math.log(1 + (len(documents) - holders[stem] + 0.5) / (holders[stem] + 0.5))
        saturated = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * document.total() / length)
        return rarity * document[stem] * (SATURATION + 1) / (document[stem] + saturated)

    return _best(passages, scores)


def _sentences(case: Case) -> list[Selector]:
    source = case.sources[0]
    return [make_selector(source.id, source.text, *span) for span in sentences(source.text)]


def _best(passages: Sequence[Selector], scores: Callable[[str], np.ndarray]) -> Callable[[Typed], Found]:
    def ask(typed: Typed) -> Found:
        began = time.perf_counter()
        found = scores(typed.question)
        order = np.argsort(-found, kind="stable")[:2]
        took = time.perf_counter() - began
        return Found(
            typed, tuple(passages[at] for at in order), float(found.max()), is_answer=True, seconds=took
        )

    return ask


WAYS: dict[str, Way] = {"ours": of_product, "cosine": of_cosine, "BM25": of_bm25}


def measured(way: Way, part: str) -> dict[str, dict[str, list[Found]]]:
    """What a way makes of all questions, by kind of question and by article."""
    found: dict[str, dict[str, list[Found]]] = {}
    beside = [Typed("", text, answerable=False, evidence=()) for text in off_topic("held")]
    for number, article in enumerate(load(part)):
        ask = way(bare_case(article))
        own, name = article["language"], article["id"]
        asked = {
            own: typed_about(article, own),
            "off topic": beside[number % OFF_TOPIC_STEP :: OFF_TOPIC_STEP],
        }
        if own == "en":
            asked["German about English"] = typed_about(article, "de")
        for kind, typed in asked.items():
            if typed:
                found.setdefault(kind, {})[name] = [ask(one) for one in typed]
    return found


@dataclass(frozen=True)
class Curve:
    """A logistic curve from scores to probabilities, and the probability from which on there is an answer."""

    slope: float
    offset: float
    threshold: float = 0.0

    def chance(self, score: float) -> float:
        """The probability that a question with this score is answered."""
        return 1 / (1 + math.exp(-self.slope * score - self.offset))

    def applied(self, found: Sequence[Found]) -> list[Found]:
        """What was found, with probabilities in place of scores."""
        chances = [self.chance(one.score) for one in found]
        return [
            replace(one, score=chance, is_answer=chance >= self.threshold)
            for one, chance in zip(found, chances, strict=True)
        ]


def fitted_curve(found: Sequence[Found]) -> Curve:
    """The likeliest curve, with the threshold from which on as many are kept as abstained from."""
    scores = np.array([one.score for one in found])
    answered = np.array([one.typed.answerable for one in found])
    middle, width = scores.mean(), scores.std()
    slope, offset = 1.0, 0.0
    for _ in range(STEPS):
        error = 1 / (1 + np.exp(-slope * (scores - middle) / width - offset)) - answered
        slope -= RATE * float((error * (scores - middle) / width).mean())
        offset -= RATE * float(error.mean())
    apart = [abs((scores[answered] >= one).mean() - (scores[~answered] < one).mean()) for one in scores]
    curve = Curve(slope / width, offset - slope * middle / width)
    return replace(curve, threshold=curve.chance(scores[int(np.argmin(apart))]))


def row(name: str, kind: str, by_article: dict[str, list[Found]]) -> tuple[str, ...]:
    """A row of the table, for the questions of one kind."""
    every = [one for found in by_article.values() for one in found]
    answerable = [[one for one in found if one.typed.answerable] for found in by_article.values()]
    others = [[one for one in found if not one.typed.answerable] for found in by_article.values()]
    sure = [one.is_right() for one in every if one.is_answer and one.score >= SURE]
    certain = [one.is_right() for one in every if one.is_answer and one.certainty >= SURE]
    return (
        *(name, kind, f"{len(by_article)}", f"{sum(map(len, answerable)):,} + {sum(map(len, others)):,}"),
        _mean_and_worst(answerable, Found.is_right),
        _mean_and_worst(answerable, lambda one: one.is_right(2)),
        _mean_and_worst(answerable, lambda one: one.is_answer),
        _mean_and_worst(others, lambda one: not one.is_answer),
        f"{_area(every):.3f}" if any(answerable) else "–",
        f"{_calibration_error(every):.3f}",
        f"{mean(sure):.3f} of {len(sure):,}" if sure else "–",
        f"{mean(certain):.3f} of {len(certain):,}" if certain else "–",
        f"{p50(one.seconds for one in every) * 1000:.1f} / {p99(one.seconds for one in every) * 1000:.1f}",
    )


def _mean_and_worst(by_article: Iterable[Sequence[Found]], holds: Callable[[Found], bool]) -> str:
    shares = [mean(map(holds, found)) for found in by_article if found]
    return f"{mean(shares):.3f} / {min(shares):.2f}" if shares else "–"


def _area(every: Sequence[Found]) -> float:
    """The chance that an answerable question has a higher score than one that is not; half for the same."""
    yes = np.array([one.score for one in every if one.typed.answerable])[:, None]
    no = np.array([one.score for one in every if not one.typed.answerable])[None]
    return float((yes > no).mean() + (yes == no).mean() / 2)


def _calibration_error(every: Sequence[Found]) -> float:
    """The expected calibration error of the probabilities that a question is answered."""
    chances = np.array([one.score for one in every])
    answered = np.array([one.typed.answerable for one in every], float)
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    apart = [abs(chances[bins == one].sum() - answered[bins == one].sum()) for one in range(BINS)]
    return float(sum(apart) / len(every))


def main() -> None:
    """Print a row for each way and kind of question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--blind", action="store_true", help="measure on the blind part")
    parser.add_argument("--articles", action="store_true", help="a row for each article of the tuned part")
    given = parser.parse_args()
    part = "blind" if given.blind else "tuned"
    rows = []
    for name, way in WAYS.items():
        found = measured(way, part)
        if way is not of_product:
            tuned = found if part == "tuned" else measured(way, "tuned")
            curve = fitted_curve([one for article in _own(tuned).values() for one in article])
            found = {
                kind: {article: curve.applied(own) for article, own in by_article.items()}
                for kind, by_article in found.items()
            }
        rows.append(row(name, "all in the article's language", _own(found)))
        rows += [row(name, kind, by_article) for kind, by_article in found.items()]
        if given.articles and part == "tuned":
            rows += [row(name, article, {article: own}) for article, own in _own(found).items()]
    table(HEAD, rows)


def _own(found: dict[str, dict[str, list[Found]]]) -> dict[str, list[Found]]:
    """What was found for questions in the language of their article."""
    return {name: own for kind in ("en", "de", "es") for name, own in found.get(kind, {}).items()}


if __name__ == "__main__":
    main()
