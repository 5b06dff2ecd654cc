"""Which slots of a case the words of a question speak for, more than for any others.

Complement naive Bayes (Rennie and others, 2003): what a word says for a slot is how few of the questions for
everything else have it. Likeness to single questions does not tell this: many slots can be asked for in much
the same words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, pstdev

from bot.asking.question import Question
from bot.asking.slots import Slot

SMOOTHING = 1.0
DEVIATIONS = 4.0
"""Standard deviations that make a standing of 1."""

Vector = Mapping[object, float]
"""Stems and pairs of neighbours, with how much of the question each is; of length 1."""


class Classifier:
    """Trained on the questions by which the slots of a case are known to be asked for."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = len(slots)
        self.asked = [at for at, slot in enumerate(slots) if slot.asked]
        self._known: dict[str, tuple[Vector, set[int]]] = {}
        for at in self.asked:
            for asked in slots[at].asked:
                text = asked.question.text
                self._known.setdefault(text, (_vector(asked.question), set()))[1].add(at)
        self._there: dict[object, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for vector, places in self._known.values():
            for token, amount in vector.items():
                for at in places:
                    self._there[token][at] += amount
        self._everywhere = {token: math.fsum(there.values()) for token, there in self._there.items()}

    def standings(self, question: Question, but: str | None = None) -> list[float]:
        """How far each slot stands out: four standard deviations are 1, the mean of those asked for is 0.

        A known question that reads ``but`` is passed over.
        """
        left_out, places = self._known.get(but or "", ({}, set[int]()))
        scores = [0.0] * self._slots
        for token, amount in _vector(question).items():
            without = left_out.get(token, 0.0)
            everywhere = self._everywhere.get(token, 0.0) - without * len(places)
            for at, there in self._there.get(token, {}).items():
                have = there - without if at in places else there
                rest = max(0.0, everywhere - have)
                scores[at] += amount * math.log((rest + have + SMOOTHING) / (rest + SMOOTHING))
        return standings(scores, self.asked)


def standings(scores: Sequence[float], among: Iterable[int]) -> list[float]:
    """Each score by how far it is from the mean of some of them; four of their standard deviations are 1."""
    compared = [scores[at] for at in among]
    spread = pstdev(compared) if compared else 0.0
    if not spread:
        return [0.0] * len(scores)
    mean = fmean(compared)
    return [(score - mean) / (DEVIATIONS * spread) for score in scores]


def _vector(question: Question) -> Vector:
    counts: Counter[object] = Counter()
    counts.update(question.bag)
    counts.update(question.pairs)
    length = math.hypot(*counts.values())
    return {token: count / length for token, count in counts.items()}
