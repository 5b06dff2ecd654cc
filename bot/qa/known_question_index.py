"""Compares a question with all known questions of a case, by their terms and by their vectors."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.qa.candidates import Candidate
from bot.qa.interpretation import Interpretation
from bot.qa.known_question import KnownQuestion, WeightedTerms
from bot.qa.similarity import BestMatch, Similarity
from bot.search.vector_store import VectorStore

InvertedIndex = Mapping[str, Mapping[int, float]]
"""By stem, the numbers of the known questions that have it, each with the stem's weight there."""
Overlaps = dict[int, float]
"""By the number of a known question, how much its terms overlap with a question's: 0 to 1; no zeros."""
HALF = 0.5
"""The overlap of two questions that both have no terms."""
SYNONYM_MATCH = 0.8
"""How well a synonym stands for a term, between two questions."""


class KnownQuestionIndex:
    """The known questions of a case's candidates, indexed by the stems of their terms.

    Overlaps are added up term by term from inverted indexes: comparing a question with each known one took
    three times as long.
    """

    def __init__(
        self, candidates: Sequence[Candidate], store: VectorStore | None = None, *, lazily: bool = False
    ) -> None:
        # Imported here: numpy takes more memory than the rest of the bot, and only /ask needs it.
        from bot.qa.semantic_index import SemanticIndex  # noqa: PLC0415

        self._asked = [(at, asked) for at, candidate in enumerate(candidates) for asked in candidate.asked]
        self._semantic_index = SemanticIndex(candidates, store, lazily=lazily)
        every = [asked for _, asked in self._asked]
        self._stems = _inverted(map(_weights_of_stems, every))
        self._wordless = [number for number, asked in enumerate(every) if not asked.terms.total]

    @property
    def is_complete(self) -> bool:
        """Whether every text of the case has its vector, so that nothing is estimated."""
        return self._semantic_index.is_complete

    def complete(self) -> bool:
        """Encode some of the texts that have no vector yet; gives whether there are none left."""
        return self._semantic_index.complete()

    def encode(self, candidates: Iterable[int]) -> None:
        """Encode the texts of some candidates, by their places, as far as they have no vector yet."""
        self._semantic_index.encode(candidates)

    def similarities(self, interpretation: Interpretation, exclude: str | None = None) -> list[Similarity]:
        """For each candidate, the greatest similarity of a question to its known questions.

        Known questions whose text is ``exclude`` are left out.
        """
        best: dict[int, BestMatch] = {}
        for number, overlap in sorted(self._term_overlaps(interpretation.terms).items()):
            at, asked = self._asked[number]
            if asked.question.text != exclude:
                best.setdefault(at, BestMatch()).add(interpretation, asked, overlap)
        return [
            replace(
                best[at].similarity if at in best else Similarity(),
                nearest=semantic.nearest,
                meant=semantic.share,
                words=semantic.words,
                telling_words=semantic.telling_words,
                even_words=semantic.even_words,
                words_before=semantic.words_before,
                words_after=semantic.words_after,
                chance=semantic.chance,
            )
            for at, semantic in enumerate(
                self._semantic_index.similarities(interpretation.question.typed, exclude)
            )
        ]

    def nearest(self, typed: str) -> list[float]:
        """The cosine of a question with each candidate's passage, in their order; gaps have none."""
        return self._semantic_index.nearest(typed)

    def _term_overlaps(self, terms: WeightedTerms) -> Overlaps:
        """The term overlap with each known question; two questions without terms overlap by half."""
        if not terms.total:
            return dict.fromkeys(self._wordless, HALF)
        forward: Overlaps = defaultdict(float)
        backward: Overlaps = defaultdict(float)
        for term, weight in terms.weights.items():
            same = self._stems.get(term.stem, {})
            # A stem is a synonym of exactly those that are its own synonyms.
            alike = {number for one in term.synonyms for number in self._stems.get(one, ())}
            for number in alike:
                forward[number] += weight if number in same else SYNONYM_MATCH * weight
        for stem in terms.synonyms:
            match = 1.0 if stem in terms.stems else SYNONYM_MATCH
            for number, weight in self._stems.get(stem, {}).items():
                backward[number] += match * weight
        return {
            number: _combined(
                forward[number] / terms.total, backward[number] / self._asked[number][1].terms.total
            )
            for number in forward.keys() & backward.keys()
        }


def _inverted(every: Iterable[Mapping[str, float]]) -> InvertedIndex:
    inverted: dict[str, dict[int, float]] = {}
    for number, have in enumerate(every):
        for one, amount in have.items():
            inverted.setdefault(one, {})[number] = amount
    return inverted


def _weights_of_stems(asked: KnownQuestion) -> Mapping[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for term, weight in asked.terms.weights.items():
        weights[term.stem] += weight
    return weights


def _combined(forward: float, backward: float) -> float:
    """The weighted harmonic mean of the overlaps in both directions; the forward one counts more."""
    return forward * backward / (0.4 * forward + 0.6 * backward)
