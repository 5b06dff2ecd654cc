"""The questions by which the things of a case are known to be asked for, found by the words in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.qa.candidates import Candidate
from bot.qa.interpretation import Interpretation
from bot.qa.known_question import KnownQuestion, Terms
from bot.qa.similarity import Best, Similarity
from bot.search.vector_store import VectorStore

Listed = Mapping[str, Mapping[int, float]]
"""By the stems that a question can have, the numbers of the known questions that have it, and how much."""
Shares = dict[int, float]
"""By its number, how like a known question is, 0 to 1; those that are not like at all are left out."""
HALF = 0.5
MEANT = 0.8
"""How well a word that means the same stands for one, between questions."""


class KnownQuestionIndex:
    """The questions by which the slots of a case are known to be asked for, found by the words in them.

    What two questions share is added up word by word from lists of the questions that have the word:
    holding a question against each known one took three times as long.
    """

    def __init__(self, slots: Sequence[Candidate], store: VectorStore | None = None) -> None:
        # Imported here: numpy takes more memory than the rest of the bot, and only /ask needs it.
        from bot.qa.semantic_index import SemanticIndex  # noqa: PLC0415

        self._asked = [(at, slot, asked) for at, slot in enumerate(slots) for asked in slot.asked]
        self._meanings = SemanticIndex(slots, store)
        every = [asked for _, _, asked in self._asked]
        self._stems = _listed(map(_weights_of_stems, every))
        self._meant = _listed(dict.fromkeys(asked.terms.alike, 1.0) for asked in every)
        self._wordless = [number for number, asked in enumerate(every) if not asked.terms.whole]

    def likenesses(self, one: Interpretation, but: str | None = None) -> list[Similarity]:
        """For each slot the most that any of its questions reaches, on each count.

        Those that read ``but`` are passed over.
        """
        most: dict[int, Best] = {}
        for number, like in sorted(self._in_terms(one.terms).items()):
            at, slot, asked = self._asked[number]
            if asked.question.text != but:
                most.setdefault(at, Best()).take(one, slot, asked, like)
        return [
            replace(
                most[at].likeness if at in most else Similarity(), nearest=means.nearest, meant=means.share
            )
            for at, means in enumerate(self._meanings.of(one.question.typed, but))
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


def _listed(every: Iterable[Mapping[str, float]]) -> Listed:
    listed: dict[str, dict[int, float]] = {}
    for number, have in enumerate(every):
        for one, amount in have.items():
            listed.setdefault(one, {})[number] = amount
    return listed


def _weights_of_stems(asked: KnownQuestion) -> Mapping[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for term, weight in asked.terms.weights.items():
        weights[term.stem] += weight
    return weights


def _both_ways(there: float, back: float) -> float:
    """How like two questions are of which so much is in the other: more of the first counts more."""
    return there * back / (0.4 * there + 0.6 * back)
