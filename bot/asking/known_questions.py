"""The questions by which the things of a case are known to be asked for, found by the words in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.asking.asked import Asked, Terms
from bot.asking.classifier import Classifier, standings
from bot.asking.held import Asking, Rare
from bot.asking.likeness import Best, Likeness
from bot.asking.slots import Slot

K = TypeVar("K", bound=Hashable)
Listed = Mapping[K, Mapping[int, float]]
"""By what a question can have, the numbers of the known questions that have it, and how much."""
Shares = dict[int, float]
"""By its number, how like a known question is, 0 to 1; those that are not like at all are left out."""
HALF = 0.5
MEANT = 0.8
"""How well a word that means the same stands for one, between questions."""


class KnownQuestions:
    """The questions by which the slots of a case are known to be asked for, found by the words in them.

    What two questions share is added up word by word from lists of the questions that have the word:
    holding a question against each known one took three times as long.
    """

    def __init__(self, slots: Sequence[Slot], rare: Rare) -> None:
        self._asked = [(at, slot, asked) for at, slot in enumerate(slots) for asked in slot.asked]
        self._slots, self._rare = len(slots), rare
        self._classifier = Classifier(slots)
        every = [asked for _, _, asked in self._asked]
        self._words = _listed(asked.question.bag for asked in every)
        self._pairs = _listed(asked.question.pairs for asked in every)
        self._weights = [rare.total(asked.question) for asked in every]
        self._lengths = [asked.question.pairs.total() for asked in every]
        self._stems = _listed(map(_weights_of_stems, every))
        self._meant = _listed(dict.fromkeys(asked.terms.alike, 1.0) for asked in every)
        self._wordless = [number for number, asked in enumerate(every) if not asked.terms.whole]

    def likenesses(self, one: Asking, but: str | None = None) -> list[Likeness]:
        """For each slot the most that any of its questions reaches, on each count.

        Those that read ``but`` are passed over.
        """
        counts = self._in_terms(one.terms), self._in_words(one), self._in_pairs(one)
        most: dict[int, Best] = {}
        for number in sorted(set[int]().union(*counts)):
            at, slot, asked = self._asked[number]
            if asked.question.text != but:
                shares = [count.get(number, 0.0) for count in counts]
                most.setdefault(at, Best()).take(one, slot, asked, shares)
        likes = [most[at].likeness if at in most else Likeness() for at in range(self._slots)]
        words = standings([like.words for like in likes], self._classifier.asked)
        told = self._classifier.standings(one.question, but)
        return [
            replace(like, words_apart=by_words, told_apart=by_class)
            for like, by_words, by_class in zip(likes, words, told, strict=True)
        ]

    def _in_terms(self, terms: Terms) -> Shares:
        """How like what they are about is; questions without such words are half like one another."""
        if not terms.whole:
            return dict.fromkeys(self._wordless, HALF)
        there: Shares = defaultdict(float)
        back: Shares = defaultdict(float)
        for term, weight in terms.weights.items():
            same = self._stems.get(term.stem, {})
            for number in self._meant.get(term.stem, ()):
                there[number] += weight if number in same else MEANT * weight
        for stem in terms.alike:
            match = 1.0 if stem in terms.stems else MEANT
            for number, weight in self._stems.get(stem, {}).items():
                back[number] += match * weight
        return {
            number: _both_ways(there[number] / terms.whole, back[number] / self._asked[number][2].terms.whole)
            for number in there.keys() & back.keys()
        }

    def _in_words(self, one: Asking) -> Shares:
        """Dice's coefficient of all their words, by how rare these are among known questions."""
        shared = _shared(self._words, one.question.bag, self._rare.of)
        return {number: 2 * both / (one.total + self._weights[number]) for number, both in shared.items()}

    def _in_pairs(self, one: Asking) -> Shares:
        """Dice's coefficient of their pairs of neighbours."""
        shared, length = _shared(self._pairs, one.question.pairs, _even), one.question.pairs.total()
        return {number: 2 * both / (length + self._lengths[number]) for number, both in shared.items()}


def _listed(every: Iterable[Mapping[K, float]]) -> Listed[K]:
    listed: dict[K, dict[int, float]] = {}
    for number, have in enumerate(every):
        for one, amount in have.items():
            listed.setdefault(one, {})[number] = amount
    return listed


def _weights_of_stems(asked: Asked) -> Mapping[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for term, weight in asked.terms.weights.items():
        weights[term.stem] += weight
    return weights


def _shared(listed: Listed[K], have: Mapping[K, int], weight: Callable[[K], float]) -> Shares:
    """What each known question shares with a weighted bag."""
    shared: Shares = defaultdict(float)
    for one, count in have.items():
        each = weight(one)
        for number, there in listed.get(one, {}).items():
            shared[number] += min(count, there) * each
    return shared


def _even(_: object) -> float:
    return 1.0


def _both_ways(there: float, back: float) -> float:
    """How like two questions are of which so much is in the other: more of the first counts more."""
    return there * back / (0.4 * there + 0.6 * back)
